import {ApilogsError, exitCodes} from '../errors.js';
import type {InsightsQuery} from './insights-query.js';
import {longestQuery} from './query-text.js';
import {mostRows as mostOfService, type QueryWindow} from './summary-queries.js';

/**
 * A query of a summary, in which few calls matter more than an answer at once.
 *
 * @throws ApilogsError (exit code 2) for a text that StartQuery would not take
 */
export function summaryQuery(
  {
    plan,
    window,
    mostRows = mostOfService,
  }: {
    readonly plan: {readonly region: string};
    readonly window: QueryWindow;
    readonly mostRows?: number;
  },
  logGroups: readonly string[],
  queryString: string,
): InsightsQuery {
  if (queryString.length > longestQuery) {
    throw new ApilogsError(
      `the query is too long for Logs Insights: ${queryString.length} characters of ${longestQuery}`,
      {
        hint: "a long format of the stage's access log takes much of it; --engine filter reads without queries",
        exitCode: exitCodes.usage,
      },
    );
  }
  return {region: plan.region, logGroups, ...window, queryString, limit: mostRows, isPatient: true};
}
