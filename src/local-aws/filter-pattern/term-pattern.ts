import type {Test} from './boolean-expression.js';
import {invalidFilterPattern, PatternReader} from './pattern-reader.js';

/**
 * A pattern of terms: `ERROR "two words"` (all), `?a ?b` (any), `-excluded`, `%regex%`. A term matches
 * anywhere, also inside a word, and case counts. Anything but letters, digits and `_` has to be quoted.
 */
export function compileTermPattern(pattern: string): Test<string> {
  const reader = new PatternReader(pattern);
  const required: Test<string>[] = [];
  const optional: Test<string>[] = [];
  for (reader.skipSpace(); !reader.isAtEnd; readGap(reader)) {
    const sign = reader.take(/[?-]/y);
    const test = readTerm(reader);
    if (sign === '?') optional.push(test);
    else required.push(sign === '-' ? message => !test(message) : test);
  }
  // Documented: `?` terms are ignored as soon as the pattern has terms of another kind.
  const [only] = required;
  if (only && required.length === 1) return only;
  if (required.length > 0) return message => required.every(test => test(message));
  if (optional.length > 0) return message => optional.some(test => test(message));
  return () => true;
}

function readTerm(reader: PatternReader): Test<string> {
  const regExp = reader.takeRegExp();
  if (regExp) return message => regExp.test(message);
  const text = reader.takeQuoted() ?? reader.take(/[\p{L}\p{N}_]+/uy);
  if (text === undefined) throw invalidFilterPattern();
  return message => message.includes(text);
}

function readGap(reader: PatternReader): void {
  if (!reader.isAtEnd && !reader.take(/\s+/y)) throw invalidFilterPattern();
}
