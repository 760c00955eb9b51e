import {readExpression, type Test} from './boolean-expression.js';
import {type FoundValue, readComparison} from './comparison.js';
import {PatternReader} from './pattern-reader.js';

/** One step into a JSON value: a property, an array index, or every member (`*`). */
type Step = string | number | typeof every;
const every = Symbol('every member');

/**
 * A pattern for JSON events, such as `{ $.level = "ERROR" && $.items[0].price > 3 }`. A message that is
 * no JSON object does not match.
 */
export function compileJsonPattern(pattern: string): Test<string> {
  const reader = new PatternReader(pattern);
  reader.expect(/\{/y);
  const test = readExpression(reader, readCondition);
  reader.expect(/\}\s*$/y);
  return message => {
    const value = parseObject(message);
    return value !== undefined && test(value);
  };
}

function parseObject(message: string): unknown {
  if (!/^\s*\{/.test(message)) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function readCondition(reader: PatternReader): Test<unknown> {
  const steps = readSelector(reader);
  const keyword = reader.takeNext(/(?:IS\s+(?:NULL|TRUE|FALSE)|(?:NOT\s+)?EXISTS)\b/y);
  switch (keyword?.replace(/\s+/g, ' ')) {
    case 'IS NULL':
      return value => select(value, steps).includes(null);
    case 'IS TRUE':
      return value => select(value, steps).includes(true);
    case 'IS FALSE':
      return value => select(value, steps).includes(false);
    case 'EXISTS':
      return value => select(value, steps).length > 0;
    case 'NOT EXISTS':
      return value => select(value, steps).length === 0;
    default: {
      const test = readComparison(reader);
      // Documented: a selector that meets an array or object never matches, not even with `!=`.
      return value => select(value, steps).some(found => isScalar(found) && test(toFoundValue(found)));
    }
  }
}

function readSelector(reader: PatternReader): readonly Step[] {
  reader.expect(/\$/y);
  const steps: Step[] = [];
  for (;;) {
    const step = reader.take(/\.[\w-]+|\.\*|\.?\[(?:\d+|\*|"[^"]*"|'[^']*')\]/y);
    if (step === undefined) return steps;
    steps.push(toStep(step));
  }
}

function toStep(written: string): Step {
  if (written === '.*' || written.endsWith('[*]')) return every;
  if (!written.endsWith(']')) return written.slice(1);
  const bracketed = written.slice(written.indexOf('[') + 1, -1);
  return /^\d+$/.test(bracketed) ? Number(bracketed) : bracketed.slice(1, -1);
}

function select(value: unknown, steps: readonly Step[]): readonly unknown[] {
  return steps.reduce<readonly unknown[]>(
    (values, step) => values.flatMap(node => into(node, step)),
    [value],
  );
}

/** The members a step leads to, each wrapped so that `flatMap` leaves arrays whole. */
function into(node: unknown, step: Step): readonly unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  if (step === every) return Object.values(node);
  if (typeof step === 'number') return Array.isArray(node) && step < node.length ? [node[step]] : [];
  return Object.hasOwn(node, step) ? [Reflect.get(node, step)] : [];
}

const isScalar = (value: unknown) => typeof value === 'string' || typeof value === 'number';

const toFoundValue = (value: unknown): FoundValue => ({
  text: String(value),
  number: typeof value === 'number' ? value : undefined,
});
