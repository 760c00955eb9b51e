import {createStopSignal} from '../stop-signal.js';
import type {InsightsQuery, QueryResult} from './insights-query.js';
import type {QueryRunner} from './query-runner.js';

/** Asks Logs Insights. */
export type Ask = (query: InsightsQuery) => Promise<QueryResult>;

/**
 * Asks queries of which each is worth nothing without the others: where one fails, those under way are stopped, for
 * AWS bills what they scan. Has stopped them when it rejects.
 */
export async function askTogether<Result>(
  runner: Pick<QueryRunner, 'run'>,
  outer: AbortSignal,
  use: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  const {signal, stop} = createStopSignal(outer);
  const underWay = new Set<Promise<unknown>>();
  try {
    return await use(query => {
      const result = runner.run(query, signal);
      underWay.add(result);
      const isOver = () => underWay.delete(result);
      result.then(isOver, isOver);
      return result;
    });
  } finally {
    stop();
    await Promise.allSettled(underWay);
  }
}
