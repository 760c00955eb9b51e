import {type Aggregate, findAggregate} from './aggregates.js';
import {compileRegExp} from './compile-regexp.js';
import {findFunction, toTimestamp} from './functions.js';
import {findPeriod, type Period} from './period.js';
import type {QueryReader} from './query-reader.js';
import type {Expression, Row} from './row.js';
import {compareValues, fromBoolean, isTrue, toNumber, toText, type Value} from './values.js';

/** Where an expression stands. */
export interface Scope {
  readonly reader: QueryReader;
  /** Takes in the aggregate functions of a `stats` command; elsewhere there are none. */
  readonly aggregates?: Aggregate[];
}

/** The field under which a row of figures keeps the result of an aggregate function. */
export const aggregateField = (index: number) => `\0${index}`;

/**
 * Reads an expression; `or` binds least, then `and`, `not`, comparisons, sums, products, powers.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
 */
export function parseExpression(scope: Scope): Expression {
  let left = parseConjunction(scope);
  while (scope.reader.takeWord('or')) left = either(left, parseConjunction(scope));
  return left;
}

function parseConjunction(scope: Scope): Expression {
  let left = parseNegation(scope);
  while (scope.reader.takeWord('and')) left = both(left, parseNegation(scope));
  return left;
}

const either = (a: Expression, b: Expression): Expression => {
  return row => fromBoolean(isTrue(a(row)) || isTrue(b(row)));
};

const both = (a: Expression, b: Expression): Expression => {
  return row => fromBoolean(isTrue(a(row)) && isTrue(b(row)));
};

function parseNegation(scope: Scope): Expression {
  if (!scope.reader.takeWord('not')) return parseComparison(scope);
  return negate(parseNegation(scope));
}

/** What cannot be said of an absent field cannot be denied of it either. */
const negate =
  (test: Expression): Expression =>
  row => {
    const value = test(row);
    return value === undefined ? undefined : fromBoolean(!isTrue(value));
  };

function parseComparison(scope: Scope): Expression {
  const {reader} = scope;
  const left = parseSum(scope);
  if (reader.takeSymbol('=~')) return parseMatch(scope, left);
  const operator = reader.take(/!=|<=|>=|=|<|>/y);
  if (operator !== undefined) return compare(operator, left, parseSum(scope));
  if (reader.takeWord('like')) return parseMatch(scope, left);
  if (reader.takeWord('in')) return parseMembership(scope, left);
  if (!reader.takeWord('not')) return left;
  if (reader.takeWord('like')) return negate(parseMatch(scope, left));
  if (reader.takeWord('in')) return negate(parseMembership(scope, left));
  throw reader.unexpected();
}

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  '=': order => order === 0,
  '!=': order => order !== 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
};

function compare(operator: string, left: Expression, right: Expression): Expression {
  const holds = orders[operator] ?? (() => false);
  return row => {
    const order = compareValues(left(row), right(row));
    return order === undefined ? undefined : fromBoolean(holds(order));
  };
}

/** `like` and `=~` look for a text or a regular expression anywhere in the value, and mind case (documented). */
function parseMatch({reader}: Scope, value: Expression): Expression {
  const text = reader.takeText();
  if (text !== undefined) return matchWith(value, found => found.includes(text));
  const pattern = parseRegExp(reader);
  return matchWith(value, found => pattern.test(found));
}

function matchWith(value: Expression, test: (text: string) => boolean): Expression {
  return row => {
    const text = toText(value(row));
    return text === undefined ? undefined : fromBoolean(test(text));
  };
}

/** Reads `/…/`; throws where none stands, or one that does not compile. */
export function parseRegExp(reader: QueryReader): RegExp {
  const error = reader.unexpected();
  const source = reader.takeRegExp();
  if (source === undefined) throw error;
  try {
    return compileRegExp(source);
  } catch {
    throw error;
  }
}

function parseMembership(scope: Scope, value: Expression): Expression {
  const {reader} = scope;
  reader.expectSymbol('[');
  const members = parseList(scope, ']');
  return row => {
    const found = value(row);
    if (found === undefined) return undefined;
    return fromBoolean(members.some(member => compareValues(found, member(row)) === 0));
  };
}

/** Expressions with commas between them, up to a closing symbol. */
function parseList(scope: Scope, end: string): Expression[] {
  const {reader} = scope;
  const list: Expression[] = [];
  if (reader.takeSymbol(end)) return list;
  do list.push(parseExpression(scope));
  while (reader.takeSymbol(','));
  reader.expectSymbol(end);
  return list;
}

function parseSum(scope: Scope): Expression {
  let left = parseProduct(scope);
  for (;;) {
    const operator = scope.reader.take(/[+-]/y);
    if (operator === undefined) return left;
    left = calculate(operator, left, parseProduct(scope));
  }
}

function parseProduct(scope: Scope): Expression {
  let left = parsePower(scope);
  for (;;) {
    const operator = scope.reader.take(/[*/%]/y);
    if (operator === undefined) return left;
    left = calculate(operator, left, parsePower(scope));
  }
}

function parsePower(scope: Scope): Expression {
  const base = parseOperand(scope);
  return scope.reader.takeSymbol('^') ? calculate('^', base, parsePower(scope)) : base;
}

const calculations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

function calculate(operator: string, left: Expression, right: Expression): Expression {
  const operate = calculations[operator] ?? (() => Number.NaN);
  return row => {
    const [a, b] = [toNumber(left(row)), toNumber(right(row))];
    if (a === undefined || b === undefined) return undefined;
    const result = operate(a, b);
    return Number.isFinite(result) ? result : undefined;
  };
}

function parseOperand(scope: Scope): Expression {
  const {reader} = scope;
  if (reader.takeSymbol('(')) {
    const inner = parseExpression(scope);
    reader.expectSymbol(')');
    return inner;
  }
  if (reader.takeSymbol('-')) return calculate('-', constant(0), parseOperand(scope));
  const text = reader.takeText();
  if (text !== undefined) return constant(text);
  const number = reader.take(/(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y);
  if (number !== undefined) return constant(Number(number));
  const call = reader.take(/([A-Za-z_]\w*)(?=\s*\()/y);
  if (call !== undefined) return parseCall(scope, call);
  const name = reader.expectName();
  const slot = reader.slotOf(name);
  return row => row.get(name, slot);
}

const constant =
  (value: Value): Expression =>
  () =>
    value;

function parseCall(scope: Scope, name: string): Expression {
  const {reader, aggregates} = scope;
  const error = reader.unexpected();
  reader.expectSymbol('(');
  const special = Object.hasOwn(timeFunctions, name) ? timeFunctions[name] : undefined;
  if (special) return special(scope);
  if (aggregates) {
    const aggregate = parseAggregate(scope, name, aggregates);
    if (aggregate) return aggregate;
  }
  const called = findFunction(name);
  if (!called) throw error;
  const args = parseList(scope, ')');
  if (args.length < called.min || args.length > called.max) throw error;
  const [first, ...others] = args;
  if (name === 'coalesce') return row => firstPresent(args, row);
  if (first && others.length === 0) return row => called.apply(first(row));
  return row => called.apply(...args.map(arg => arg(row)));
}

function firstPresent(args: readonly Expression[], row: Row): Value {
  for (const arg of args) {
    const value = arg(row);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** An aggregate function gives what its group of rows comes to; inside it are plain expressions. */
function parseAggregate({reader}: Scope, name: string, aggregates: Aggregate[]): Expression | undefined {
  const find = findAggregate(name);
  if (!find) return undefined;
  const error = reader.unexpected();
  const takesAll = name.toLowerCase() === 'count' && reader.takeSymbol('*');
  if (takesAll) reader.expectSymbol(')');
  const aggregate = find(takesAll ? [] : parseList({reader}, ')'));
  if (!aggregate) throw error;
  const field = aggregateField(aggregates.push(aggregate) - 1);
  return row => row.get(field);
}

const timeFunctions: Readonly<Record<string, (scope: Scope) => Expression>> = {
  bin: ({reader}) => {
    const {floor} = parsePeriod(reader);
    reader.expectSymbol(')');
    return row => roundTime(row.get('@timestamp'), floor);
  },
  datefloor: scope => parseRounding(scope, 'floor'),
  dateceil: scope => parseRounding(scope, 'ceil'),
};

function parseRounding(scope: Scope, direction: keyof Period): Expression {
  const {reader} = scope;
  const time = parseExpression(scope);
  reader.expectSymbol(',');
  const round = parsePeriod(reader)[direction];
  reader.expectSymbol(')');
  return row => roundTime(time(row), round);
}

function roundTime(time: Value, round: (ms: number) => number): Value {
  const ms = toNumber(time);
  return toTimestamp(ms === undefined ? undefined : round(ms));
}

function parsePeriod(reader: QueryReader): Period {
  const error = reader.unexpected();
  const count = reader.take(/\d+/y);
  const unit = reader.take(/[a-z]+/y);
  const period = count !== undefined && unit !== undefined ? findPeriod(Number(count), unit) : undefined;
  if (!period) throw error;
  return period;
}
