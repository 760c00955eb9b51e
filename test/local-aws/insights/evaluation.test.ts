import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Evaluation} from '../../../src/local-aws/insights/evaluation.js';
import {parseQuery} from '../../../src/local-aws/insights/parse-query.js';
import type {Row} from '../../../src/local-aws/insights/row.js';
import {toText, type Value} from '../../../src/local-aws/insights/values.js';

const rowOf = (fields: Readonly<Record<string, Value>>): Row => ({
  get: name => fields[name],
  event: undefined,
});

/** Puts rows through a query; what comes of a row are these fields. */
function evaluate(query: string, rows: Iterable<Row>, fields: readonly string[]) {
  const evaluation = new Evaluation(parseQuery(query).commands, {limit: 10_000, breakTie: undefined});
  for (const row of rows) evaluation.add(row);
  return evaluation.rows(row => fields.map(name => toText(row.get(name))));
}

function run<Result>(work: Generator<undefined, Result>): {readonly turns: number; readonly result: Result} {
  for (let turns = 0; ; turns += 1) {
    const {done, value} = work.next();
    if (done) return {turns, result: value};
  }
}

const requests = function* (count: number): Generator<Row> {
  for (let n = 0; n < count; n += 1) {
    const id = `request-${n}`;
    yield rowOf({id, at: 1_000 * n});
    yield rowOf({id, at: 1_000 * n + (n % 7), path: n < count - 3 ? undefined : `/orders/${n}`});
  }
};

describe('Evaluation', () => {
  it('gathers figures of many groups, and figures of these', () => {
    const query =
      'stats max(at) - min(at) as took, sortsLast(path) as route by id | stats count(*) as n, count(route) as routed by took';
    const {result} = run(evaluate(query, requests(5_003), ['took', 'n', 'routed']));
    assert.deepEqual(
      result.toSorted(),
      Array.from({length: 7}, (_, took) => [
        String(took),
        String(Math.floor((5_002 - took) / 7) + 1),
        String([5_000, 5_001, 5_002].filter(n => n % 7 === took).length),
      ]),
    );
  });

  it('makes no more rows than are asked for, from the figures of far more groups', () => {
    const query = 'stats count(*) as lines, sortsLast(path) as route by id | filter ispresent(route)';
    const {result} = run(evaluate(query, requests(20_000), ['id', 'lines', 'route']));
    assert.deepEqual(
      result,
      [19_997, 19_998, 19_999].map(n => [`request-${n}`, '2', `/orders/${n}`]),
    );
  });

  it('lets others have their turn on the way, however many groups there are', () => {
    const query = 'stats count(*) as lines by id | stats count(*) as n by lines';
    const {turns, result} = run(evaluate(query, requests(20_000), ['n']));
    assert.deepEqual(result, [['20000']]);
    assert.ok(turns >= 20, `${turns} turns`);
  });

  it('can say at any time what has come so far', () => {
    const {commands} = parseQuery('stats latest(level) as last, count_distinct(level) as levels');
    const evaluation = new Evaluation(commands, {limit: 10, breakTie: undefined});
    const seen = ['info', 'warning-of-length', 'info', 'error'].map((level, index) => {
      evaluation.add(rowOf({level, '@timestamp': index}));
      return run(evaluation.rows(row => [row.get('last'), row.get('levels')])).result[0];
    });
    assert.deepEqual(seen, [
      ['info', 1],
      ['warning-of-length', 2],
      ['info', 2],
      ['error', 3],
    ]);
  });
});
