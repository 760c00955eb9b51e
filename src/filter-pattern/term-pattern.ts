import type {Test} from './boolean-expression.js';
import {InvalidFilterPattern} from './invalid-filter-pattern.js';
import {PatternReader} from './pattern-reader.js';

/** One term: its text, or the regular expression it is. */
export type Term = {readonly text: string} | {readonly regExp: RegExp};

/** The terms of a pattern by what they ask; of `any` one is enough, and they count only where there are no others. */
export interface Terms {
  readonly all: readonly Term[];
  readonly none: readonly Term[];
  readonly any: readonly Term[];
}

/**
 * A pattern of terms: `ERROR "two words"` (all), `?a ?b` (any), `-excluded`, `%regex%`. A term matches
 * anywhere, also inside a word, and case counts. Anything but letters, digits and `_` has to be quoted.
 */
export function compileTermPattern(pattern: string): Test<string> {
  const {all, none, any} = readTerms(pattern);
  const required = [...all.map(testOf), ...none.map(testOf).map(test => (text: string) => !test(text))];
  // Documented: `?` terms are ignored as soon as the pattern has terms of another kind.
  if (required.length > 0) return message => required.every(test => test(message));
  const optional = any.map(testOf);
  if (optional.length > 0) return message => optional.some(test => test(message));
  return () => true;
}

/** Throws an InvalidFilterPattern for what are no terms. */
export function readTerms(pattern: string): Terms {
  const reader = new PatternReader(pattern);
  const all: Term[] = [];
  const none: Term[] = [];
  const any: Term[] = [];
  for (reader.skipSpace(); !reader.isAtEnd; readGap(reader)) {
    const sign = reader.take(/[?-]/y);
    const terms = sign === '?' ? any : sign === '-' ? none : all;
    terms.push(readTerm(reader));
  }
  return {all, none, any};
}

function readTerm(reader: PatternReader): Term {
  const regExp = reader.takeRegExp();
  if (regExp) return {regExp};
  const text = reader.takeQuoted() ?? reader.take(/[\p{L}\p{N}_]+/uy);
  if (text === undefined) throw new InvalidFilterPattern();
  return {text};
}

function testOf(term: Term): Test<string> {
  if ('regExp' in term) return message => term.regExp.test(message);
  return message => message.includes(term.text);
}

function readGap(reader: PatternReader): void {
  if (!reader.isAtEnd && !reader.take(/\s+/y)) throw new InvalidFilterPattern();
}
