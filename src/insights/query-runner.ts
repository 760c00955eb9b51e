import type {
  CloudWatchLogsClient,
  GetQueryResultsCommandOutput,
  ResultField,
} from '@aws-sdk/client-cloudwatch-logs';
import pLimit from 'p-limit';
import type {AwsClients} from '../aws/aws-clients.js';
import {isRefusedToken, isThrottling, messageOf, nameOf} from '../aws/aws-error.js';
import {CallBudget} from '../aws/call-budget.js';
import {chunks} from '../chunks.js';
import {type Clock, elapsedBy} from '../clock.js';
import type {Notices} from '../notices.js';
import type {InsightsQuery, QueryResult, QueryRow, Scanned} from './insights-query.js';
import {pollPause} from './poll-pause.js';
import {QueryFailure} from './query-failure.js';

export interface QueryRunnerOptions {
  readonly aws: Pick<AwsClients, 'logsQueries'>;
  readonly clock: Clock;
  readonly notices: Notices;
  /** Stops what is running when it aborts. */
  readonly signal: AbortSignal;
  /** Told whenever AWS says how much it has scanned. */
  readonly onScanned?: (scanned: Scanned) => void;
}

/** Documented: log groups of a query, and rows of a page of results. */
const mostLogGroups = 50;
const mostRowsOfPage = 10_000;
/** Of the 100 that the account has (documented), dashboards and colleagues included. */
const mostAtOnce = 10;
/** Half of the 10 a second that the account has of each call (documented). */
const callsPerSecond = 5;
const throttledPauseMs = 5_000;
/** After so long a user wonders why nothing happens. */
const worthTellingMs = 10_000;
const giveUpAfterMs = 5 * 60_000;
/** A query ends after 60 minutes (documented), and AWS should say so soon after. */
const longestRunMs = 65 * 60_000;
const mostTries = 3;
const stopPatienceMs = 3_000;

/**
 * Runs queries of Logs Insights to their end, so many at once as leave room for others. Only results of queries that
 * are complete count: rows of a running one may change (documented). Whatever runs when the signal aborts is stopped,
 * for it would go on to scan and to cost.
 */
export class QueryRunner {
  readonly #options: QueryRunnerOptions;
  readonly #turns = pLimit(mostAtOnce);
  readonly #starts: CallBudget;
  readonly #polls: CallBudget;
  readonly #scans = new Map<string, {readonly records: number; readonly bytes: number}>();
  /** Of scans that are over. */
  #over: Scanned = {queries: 0, records: 0, bytes: 0};

  constructor(options: QueryRunnerOptions) {
    this.#options = options;
    const {clock} = options;
    this.#starts = new CallBudget({rate: callsPerSecond, burst: callsPerSecond, clock});
    this.#polls = new CallBudget({rate: callsPerSecond, burst: callsPerSecond, clock});
  }

  /** What all queries have scanned, also those that failed or were stopped. */
  get scanned(): Scanned {
    let {queries, records, bytes} = this.#over;
    for (const scan of this.#scans.values()) {
      queries += 1;
      records += scan.records;
      bytes += scan.bytes;
    }
    return {queries, records, bytes};
  }

  /**
   * @param signal may end this query alone
   * @throws QueryFailure for a query that AWS ended, the SDK's error for a call that failed, and the signal's reason
   */
  async run(query: InsightsQuery, signal: AbortSignal = this.#options.signal): Promise<QueryResult> {
    const results = await Promise.all(
      chunks(query.logGroups, mostLogGroups).map(logGroups =>
        this.#turns(() => this.#untilComplete({...query, logGroups}, signal)),
      ),
    );
    const [first] = results;
    return {
      rows: results.length === 1 && first ? first.rows : results.flatMap(({rows}) => rows),
      isCut: results.some(({rows}) => rows.length >= query.limit),
      matched: results.reduce((sum, {matched}) => sum + matched, 0),
    };
  }

  async #untilComplete(query: InsightsQuery, signal: AbortSignal): Promise<CompleteRows> {
    const {notices} = this.#options;
    for (let tries = 1; ; tries += 1) {
      signal.throwIfAborted();
      try {
        return await this.#runOnce(query, signal);
      } catch (error) {
        // What failed for a reason of AWS's own may well go another time; somebody who stopped it meant it.
        const mayGo = error instanceof QueryFailure && error.end === 'Failed' && tries < mostTries;
        if (!mayGo) throw error;
        notices.detail(`${error.message}; it is started again`);
      }
    }
  }

  async #runOnce(query: InsightsQuery, signal: AbortSignal): Promise<CompleteRows> {
    const client = await this.#options.aws.logsQueries(query.region);
    const queryId = await this.#start(client, query, signal);
    this.#scans.set(queryId, {records: 0, bytes: 0});
    let isOver = false;
    try {
      signal.throwIfAborted();
      const first = await this.#untilStatusIsFinal(client, queryId, query, signal);
      isOver = true;
      if (first.status !== 'Complete') throw new QueryFailure(endOf(first.status), query.logGroups);
      const rows = await this.#rowsFrom(client, queryId, first, signal);
      return {rows, matched: first.statistics?.recordsMatched ?? rows.length};
    } finally {
      if (!isOver) await this.#stop(client, queryId);
      this.#settle(queryId);
    }
  }

  async #start(client: CloudWatchLogsClient, query: InsightsQuery, signal: AbortSignal): Promise<string> {
    const {StartQueryCommand} = await import('../aws/sdk/insights.js');
    const {logGroups, startTime, endTime, queryString, limit} = query;
    this.#options.notices.detail(
      `StartQuery on ${logGroups.join(', ')} from ${new Date(startTime).toISOString()} to ${new Date(endTime).toISOString()}: ${onOneLine(queryString)}`,
    );
    const command = new StartQueryCommand({
      ...groupsOf(logGroups),
      startTime: Math.floor(startTime / 1000),
      // The end is inclusive, and whether with all of its second is told in two ways: the text narrows to it.
      endTime: Math.floor(endTime / 1000) + 1,
      queryString,
      limit,
    });
    // Where the answer is lost the query runs on unknown, and the client's next try starts another; so the end of the
    // run waits for an answer that is on its way.
    const {signal: abortSignal, release} = abortedLater(signal, stopPatienceMs);
    const {queryId} = await this.#patiently(this.#starts, signal, () =>
      client.send(command, {abortSignal}),
    ).finally(release);
    if (queryId === undefined) throw new QueryFailure('Unknown', logGroups);
    return queryId;
  }

  async #untilStatusIsFinal(
    client: CloudWatchLogsClient,
    queryId: string,
    {logGroups, askedAfter, isPatient = false}: InsightsQuery,
    signal: AbortSignal,
  ): Promise<GetQueryResultsCommandOutput> {
    const {clock} = this.#options;
    const startedAt = elapsedBy(clock);
    if (askedAfter) await untilSettled(askedAfter, signal);
    else await clock.sleep(pollPause(0, isPatient), signal);
    for (;;) {
      const answer = await this.#page(client, queryId, undefined, signal);
      this.#noteScan(queryId, answer);
      if (isFinal(answer.status)) return answer;
      const runMs = elapsedBy(clock) - startedAt;
      if (runMs > longestRunMs) throw new QueryFailure(endOf(answer.status), logGroups);
      await clock.sleep(pollPause(runMs, isPatient), signal);
    }
  }

  /** A page token is good for an hour (documented); from then on, or when it is refused, the pages begin again. */
  async #rowsFrom(
    client: CloudWatchLogsClient,
    queryId: string,
    first: GetQueryResultsCommandOutput,
    signal: AbortSignal,
  ): Promise<QueryRow[]> {
    let rows = toRows(first.results);
    let nextToken = first.nextToken;
    for (let refusals = 0; nextToken !== undefined; ) {
      try {
        const page = await this.#page(client, queryId, nextToken, signal);
        for (const row of toRows(page.results)) rows.push(row);
        nextToken = page.nextToken;
      } catch (error) {
        refusals += 1;
        if (!isRefusedToken(error) || refusals >= mostTries) throw error;
        const again = await this.#page(client, queryId, undefined, signal);
        rows = toRows(again.results);
        nextToken = again.nextToken;
      }
    }
    return rows;
  }

  async #page(
    client: CloudWatchLogsClient,
    queryId: string,
    nextToken: string | undefined,
    abortSignal: AbortSignal,
  ): Promise<GetQueryResultsCommandOutput> {
    const {GetQueryResultsCommand} = await import('../aws/sdk/insights.js');
    const command = new GetQueryResultsCommand({
      queryId,
      maxItems: mostRowsOfPage,
      ...(nextToken === undefined ? {} : {nextToken}),
    });
    return await this.#patiently(this.#polls, abortSignal, () => client.send(command, {abortSignal}));
  }

  /** Waits for its turn where AWS throttles, or where all the queries that the account may run are running. */
  async #patiently<Answer>(
    budget: CallBudget,
    signal: AbortSignal,
    send: () => Promise<Answer>,
  ): Promise<Answer> {
    const {clock, notices} = this.#options;
    const firstTryAt = elapsedBy(clock);
    for (;;) {
      await budget.take(signal);
      try {
        return await send();
      } catch (error) {
        signal.throwIfAborted();
        const waitedMs = elapsedBy(clock) - firstTryAt;
        if (!isThrottling(error) || waitedMs > giveUpAfterMs) throw error;
        if (waitedMs >= worthTellingMs)
          notices.notice(`Logs Insights is busy (${messageOf(error)}): queries wait for their turn`);
        await clock.sleep(throttledPauseMs, signal);
      }
    }
  }

  /** Never fails: a query that cannot be stopped has ended, or ends by itself. */
  async #stop(client: CloudWatchLogsClient, queryId: string): Promise<void> {
    const {StopQueryCommand} = await import('../aws/sdk/insights.js');
    try {
      await client.send(new StopQueryCommand({queryId}), {abortSignal: AbortSignal.timeout(stopPatienceMs)});
    } catch (error) {
      this.#options.notices.detail(`StopQuery: ${nameOf(error)}: ${messageOf(error)}`);
    }
  }

  #noteScan(queryId: string, {statistics}: GetQueryResultsCommandOutput): void {
    this.#scans.set(queryId, {
      records: statistics?.recordsScanned ?? 0,
      bytes: statistics?.bytesScanned ?? 0,
    });
    this.#options.onScanned?.(this.scanned);
  }

  #settle(queryId: string): void {
    const scan = this.#scans.get(queryId);
    if (!scan) return;
    this.#scans.delete(queryId);
    const {queries, records, bytes} = this.#over;
    this.#over = {queries: queries + 1, records: records + scan.records, bytes: bytes + scan.bytes};
  }
}

interface CompleteRows {
  readonly rows: QueryRow[];
  readonly matched: number;
}

/** Rejects with the signal's reason when that aborts before. */
function untilSettled(other: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    const settle = () => {
      signal.removeEventListener('abort', abort);
      resolve();
    };
    signal.addEventListener('abort', abort, {once: true});
    other.then(settle, settle);
  });
}

/** To be released once nobody waits for it, since many queries may come and go while the signal lasts. */
function abortedLater(signal: AbortSignal, ms: number): {readonly signal: AbortSignal; release(): void} {
  const later = new AbortController();
  const abort = () => setTimeout(() => later.abort(signal.reason), ms).unref();
  signal.addEventListener('abort', abort, {once: true});
  return {signal: later.signal, release: () => signal.removeEventListener('abort', abort)};
}

const onOneLine = (text: string) =>
  text
    .split('\n')
    .map(line => line.trim())
    .join(' ');

const isFinal = (status: string | undefined) => status === 'Complete' || endOf(status) !== 'Unknown';

const endOf = (status: string | undefined) =>
  status === 'Failed' || status === 'Cancelled' || status === 'Timeout' ? status : 'Unknown';

/** Identifiers are names or ARNs, and only they reach linked accounts (documented). */
const groupsOf = (logGroups: readonly string[]) =>
  logGroups.some(logGroup => logGroup.startsWith('arn:'))
    ? {logGroupIdentifiers: [...logGroups]}
    : {logGroupNames: [...logGroups]};

function toRows(results: readonly (readonly ResultField[])[] | undefined): QueryRow[] {
  return (results ?? []).map(fields => {
    // An object without a prototype is a table of hashes to V8, and takes several times the room.
    const row: Record<string, string> = {};
    for (const {field, value} of fields) {
      if (field !== undefined && value !== undefined && field !== '@ptr') row[field] = value;
    }
    return row;
  });
}
