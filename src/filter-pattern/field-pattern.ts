import {readExpression, type Test} from './boolean-expression.js';
import {parseNumber, readComparison} from './comparison.js';
import {InvalidFilterPattern} from './invalid-filter-pattern.js';
import {PatternReader} from './pattern-reader.js';

/** What one place of the pattern asks of the field there; `rest` stands for any number of fields. */
type FieldTest = Test<string> | typeof rest;
const rest = Symbol('...');

/**
 * A pattern for space-delimited events, such as `[ip, ..., status = 4*, size > 1000]`. What stands between
 * double quotes or square brackets in the message is one field; without `...` the count has to agree.
 */
export function compileFieldPattern(pattern: string): Test<string> {
  const fields = readFields(new PatternReader(pattern));
  const restAt = fields.indexOf(rest);
  if (restAt !== fields.lastIndexOf(rest)) throw new InvalidFilterPattern();
  const head = (restAt < 0 ? fields : fields.slice(0, restAt)) as readonly Test<string>[];
  const tail = (restAt < 0 ? [] : fields.slice(restAt + 1)) as readonly Test<string>[];
  return message => {
    const found = splitFields(message);
    const wanted = head.length + tail.length;
    if (restAt < 0 ? found.length !== wanted : found.length < wanted) return false;
    const offset = found.length - tail.length;
    return (
      head.every((test, index) => test(found[index] ?? '')) &&
      tail.every((test, index) => test(found[offset + index] ?? ''))
    );
  };
}

function readFields(reader: PatternReader): FieldTest[] {
  const fields: FieldTest[] = [];
  reader.expect(/\[/y);
  do fields.push(readField(reader));
  while (reader.takeNext(/,/y));
  reader.expect(/\]\s*$/y);
  return fields;
}

function readField(reader: PatternReader): FieldTest {
  if (reader.takeNext(/\.\.\./y)) return rest;
  // A field without a name, as in the guide's `[..., status_code=4*,]`, takes anything.
  if (reader.takeNext(/(?=[,\]])/y) !== undefined) return () => true;
  return readExpression(reader, readFieldCondition);
}

function readFieldCondition(reader: PatternReader): Test<string> {
  reader.expect(/\$?[\w-]+/y);
  if (reader.takeNext(/(?=[=!<>])/y) === undefined) return () => true;
  const test = readComparison(reader);
  return text => test({text, number: parseNumber(text)});
}

const splitFields = (message: string) =>
  Array.from(message.matchAll(/"([^"]*)"|\[([^\]]*)\]|(\S+)/g), ([, quoted, bracketed, word]) => {
    return quoted ?? bracketed ?? word ?? '';
  });
