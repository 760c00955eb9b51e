import {InvalidFilterPattern} from './invalid-filter-pattern.js';
import type {PatternReader} from './pattern-reader.js';

/** A value found in a log event: its text, and its number where it is one. */
export interface FoundValue {
  readonly text: string;
  readonly number: number | undefined;
}

export type ValueTest = (value: FoundValue) => boolean;

const numberForm = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number a text spells, in the forms that AWS documents for filter patterns. */
export const parseNumber = (text: string) => (numberForm.test(text) ? Number(text) : undefined);

/** Reads `= "x*"`, `!= 403`, `>= 1.5e3`, `= %regex%`; throws where none stands. */
export function readComparison(reader: PatternReader): ValueTest {
  const operator = reader.expect(/!=|=!|<=|>=|=|<|>/y);
  reader.skipSpace();
  if (operator === '=') return readEquality(reader);
  // `=!` stands beside `!=` in an example of the AWS guide.
  if (operator === '!=' || operator === '=!') {
    const equals = readEquality(reader);
    return value => !equals(value);
  }
  return readOrder(reader, operator);
}

function readEquality(reader: PatternReader): ValueTest {
  const regExp = reader.takeRegExp();
  if (regExp) return ({text}) => regExp.test(text);
  const quoted = reader.takeQuoted();
  if (quoted !== undefined) return textTest(quoted);
  const word = readWord(reader);
  const wanted = parseNumber(word);
  if (wanted === undefined) return textTest(word);
  return ({text, number}) => (number === undefined ? text === word : number === wanted);
}

function readOrder(reader: PatternReader, operator: string): ValueTest {
  const wanted = parseNumber(readWord(reader));
  if (wanted === undefined) throw new InvalidFilterPattern();
  const holds = orders[operator];
  if (!holds) throw new InvalidFilterPattern();
  return ({number}) => number !== undefined && holds(number, wanted);
}

const orders: Readonly<Record<string, (found: number, wanted: number) => boolean>> = {
  '<': (found, wanted) => found < wanted,
  '<=': (found, wanted) => found <= wanted,
  '>': (found, wanted) => found > wanted,
  '>=': (found, wanted) => found >= wanted,
};

const readWord = (reader: PatternReader) => reader.expect(/[\w.*:/+-]+/y);

/** An asterisk is a wildcard at either end and itself in the middle, as the AWS guide says (`Ev*ent`). */
function textTest(pattern: string): ValueTest {
  if (pattern === '*') return () => true;
  const isOpenAtStart = pattern.startsWith('*');
  const isOpenAtEnd = pattern.endsWith('*');
  const core = pattern.slice(isOpenAtStart ? 1 : 0, isOpenAtEnd ? -1 : undefined);
  if (isOpenAtStart && isOpenAtEnd) return ({text}) => text.includes(core);
  if (isOpenAtStart) return ({text}) => text.endsWith(core);
  if (isOpenAtEnd) return ({text}) => text.startsWith(core);
  return ({text}) => text === core;
}
