import type {PatternReader} from './pattern-reader.js';

export type Test<T> = (subject: T) => boolean;

/** Reads conditions joined by `||` and `&&`, with parentheses; `&&` binds closer. */
export function readExpression<T>(
  reader: PatternReader,
  readCondition: (reader: PatternReader) => Test<T>,
): Test<T> {
  const alternatives = [readConjunction(reader, readCondition)];
  while (reader.takeNext(/\|\|/y)) alternatives.push(readConjunction(reader, readCondition));
  return alternatives.length === 1 && alternatives[0]
    ? alternatives[0]
    : subject => alternatives.some(test => test(subject));
}

function readConjunction<T>(
  reader: PatternReader,
  readCondition: (reader: PatternReader) => Test<T>,
): Test<T> {
  const parts = [readOperand(reader, readCondition)];
  while (reader.takeNext(/&&/y)) parts.push(readOperand(reader, readCondition));
  return subject => parts.every(test => test(subject));
}

function readOperand<T>(reader: PatternReader, readCondition: (reader: PatternReader) => Test<T>): Test<T> {
  if (!reader.takeNext(/\(/y)) return readCondition(reader);
  const inner = readExpression(reader, readCondition);
  reader.expect(/\)/y);
  return inner;
}
