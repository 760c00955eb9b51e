import {randomUUID} from 'node:crypto';
import {AwsError, invalidParameter} from '../aws-error.js';
import type {Input} from '../input.js';
import type {LogGroup} from '../log-group.js';
import {logGroupIdentifier, logGroupName} from '../log-names.js';
import type {LogStore, Place} from '../log-store.js';
import type {Operations} from '../service-call.js';
import {type DisturbanceRule, Disturbances} from './disturbances.js';
import {type GroupOfQuery, InsightsQuery, type QueryStatus} from './insights-query.js';
import {defaultInsightsSettings, type InsightsSettings} from './insights-settings.js';
import {type LogGroupSelection, maxRows, parseQuery, type Query} from './parse-query.js';
import {malformedQuery} from './query-reader.js';
import {decodeResultsToken, encodeResultsToken} from './results-token.js';

export interface InsightsOptions {
  readonly logs: LogStore;
  readonly place: Place;
  readonly now: () => number;
}

/** Documented: log groups of a query, rows of a page, and rows of a query that sets no limit. */
const maxGroups = 50;
const maxPageRows = 10_000;
const defaultLimit = 10_000;
const maxQueryLength = 10_000;

/** How many queries are remembered; a demo may run for days. */
const maxKept = 1000;

/** Logs Insights: the queries of the account, and the calls that start, read and stop them. */
export class Insights {
  readonly #logs: LogStore;
  readonly #place: Place;
  readonly #now: () => number;
  readonly #disturbances = new Disturbances();
  #settings = defaultInsightsSettings;
  #queries: InsightsQuery[] = [];
  #started = 0;

  constructor({logs, place, now}: InsightsOptions) {
    this.#logs = logs;
    this.#place = place;
    this.#now = now;
  }

  /** Changes how queries that start from now on behave; what is left out goes back to its default. */
  configure(settings: Partial<InsightsSettings>): void {
    this.#settings = {...defaultInsightsSettings, ...settings};
  }

  /** Makes queries that start from now on go wrong; the first rule that applies to a query wins. */
  disturb(rule: DisturbanceRule): void {
    this.#disturbances.add(rule);
  }

  /** Forgets settings, disturbances and queries. */
  clear(): void {
    this.configure({});
    this.#disturbances.clear();
    this.#queries = [];
  }

  /** The queries that were started, the newest 1,000. */
  get queries(): readonly InsightsQuery[] {
    return this.#queries;
  }

  /** How many queries have not ended. */
  get running(): number {
    const now = this.#now();
    return this.#queries.filter(query => isUnderWay(query.status(now))).length;
  }

  readonly operations: Operations = {
    StartQuery: input => this.#start(input),
    GetQueryResults: input => this.#getResults(input),
    StopQuery: input => this.#stop(input),
  };

  #start(input: Input): object {
    const queryString = input.requiredText('queryString', {max: maxQueryLength});
    const language = input.text('queryLanguage') ?? 'CWLI';
    if (language !== 'CWLI') throw invalidParameter(`The local AWS does not know the language ${language}`);
    const window = readWindow(input, this.#settings);
    const query = parseQuery(queryString);
    const limit = rowLimit(input, query);
    const groups = this.#findGroups(input, query.source);
    this.#checkWindow(groups, window.endTime, queryString);
    if (this.running >= this.#settings.maxConcurrentQueries) throw tooManyQueries(this.#settings);
    const started = {queryString, logGroups: groups.map(({logGroup}) => logGroup.name), ...window};
    this.#started += 1;
    const run = new InsightsQuery({
      ...started,
      queryId: randomUUID(),
      query,
      groups,
      limit,
      startedAt: this.#now(),
      settings: this.#settings,
      disturbance: this.#disturbances.strike(started),
      seed: this.#started,
    });
    this.#queries = [...this.#queries.slice(1 - maxKept), run];
    return {queryId: run.queryId};
  }

  #getResults(input: Input): object {
    const maxItems = input.integer('maxItems', {min: 1, max: maxPageRows}) ?? maxPageRows;
    const query = this.#find(input);
    const from = this.#readToken(input, query);
    const status = query.poll(this.#now());
    const isReadable = status !== 'Scheduled' && status !== 'Unknown';
    const total = isReadable ? query.rowCount : 0;
    const results = isReadable ? query.results(from, from + maxItems) : [];
    const next = from + maxItems;
    return {
      queryLanguage: 'CWLI',
      results,
      statistics: {...query.statistics, resultCount: total},
      status,
      ...(next < total ? {nextToken: this.#token(query, next)} : {}),
    };
  }

  /** Documented: stopping a query that has ended is an error that says so. */
  #stop(input: Input): object {
    const query = this.#find(input);
    if (!query.stop(this.#now())) throw invalidParameter('The specified query is not running');
    return {success: true};
  }

  #find(input: Input): InsightsQuery {
    const queryId = input.requiredText('queryId', {max: 256});
    const query = this.#queries.find(known => known.queryId === queryId);
    if (!query) throw new AwsError('ResourceNotFoundException', 'The specified query does not exist.');
    return query;
  }

  #token({queryId}: InsightsQuery, from: number): string {
    return encodeResultsToken({queryId, from, issuedAt: this.#now()});
  }

  #readToken(input: Input, {queryId}: InsightsQuery): number {
    const text = input.text('nextToken', {min: 1});
    if (text === undefined) return 0;
    const token = decodeResultsToken(text);
    const isGood =
      token?.queryId === queryId && this.#now() - token.issuedAt <= this.#settings.tokenLifetimeMs;
    if (!isGood) throw invalidParameter('The specified nextToken is invalid.');
    return token.from;
  }

  /** The log groups of a query, by exactly one of three members of the input, or by the query itself. */
  #findGroups(input: Input, source: LogGroupSelection | undefined): readonly GroupOfQuery[] {
    const name = input.text('logGroupName', logGroupName);
    const names = input.texts('logGroupNames', {min: 1, max: maxGroups});
    const identifiers = input.texts('logGroupIdentifiers', {min: 1, max: maxGroups});
    const given = [name === undefined ? undefined : [name], names, identifiers].filter(
      list => list !== undefined,
    );
    const [wanted, ...others] = given;
    if (others.length > 0 || (wanted && source) || !(wanted || source)) {
      throw invalidParameter(
        'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers, or a SOURCE command, has to be given',
      );
    }
    if (source) return this.#select(source).map((group, rank) => this.#toGroup(group, group.name, rank));
    return [...new Set(wanted)].map((identifier, rank) => {
      if (!logGroupIdentifier.pattern.test(identifier)) throw invalidParameter(`No log group: ${identifier}`);
      return this.#toGroup(this.#logs.find(identifier), identifier, rank);
    });
  }

  #select({namePrefixes, classes}: LogGroupSelection): readonly LogGroup[] {
    return this.#logs
      .list()
      .filter(({logGroupClass}) => classes.includes(logGroupClass))
      .filter(({name}) => !namePrefixes || namePrefixes.some(prefix => name.startsWith(prefix)));
  }

  #toGroup(logGroup: LogGroup, identifier: string, rank: number): GroupOfQuery {
    const {name, logGroupClass} = logGroup;
    if (logGroupClass === 'DELIVERY') {
      // Documented: Logs Insights reads the classes Standard and Infrequent Access. The text is FilterLogEvents'.
      throw new AwsError(
        'InvalidOperationException',
        `The log group ${name} is of log-group-class DELIVERY. StartQuery is not supported for this log class.`,
      );
    }
    const accountId = identifier.startsWith('arn:') ? identifier.split(':')[4] : this.#place.accountId;
    return {logGroup, log: `${accountId}:${name}`, rank, isLambda: name.startsWith('/aws/lambda/')};
  }

  #checkWindow(groups: readonly GroupOfQuery[], endTime: number, queryString: string): void {
    if (!this.#settings.refusesOldWindows) return;
    const now = this.#now();
    if (groups.some(({logGroup}) => endTime >= oldestReadable(logGroup, now))) return;
    throw malformedQuery(
      "Query's end date and time is either before the log groups creation time or exceeds the log groups log " +
        'retention settings',
      0,
      queryString.length,
    );
  }
}

const isUnderWay = (status: QueryStatus) => status === 'Scheduled' || status === 'Running';

/** The limit of the call holds behind a limit in the query (observed); without either there is a default. */
const rowLimit = (input: Input, {commands}: Query) =>
  input.integer('limit', {min: 1, max: maxRows}) ??
  (commands.some(({kind}) => kind === 'limit') ? maxRows : defaultLimit);

/** The window in milliseconds; both ends come in seconds, and are in it (documented). */
function readWindow(input: Input, {isEndSecondWhole}: InsightsSettings) {
  const startTime = input.integer('startTime', {min: 0});
  const endTime = input.integer('endTime', {min: 0});
  if (startTime === undefined || endTime === undefined) {
    throw invalidParameter('startTime and endTime have to be given');
  }
  if (endTime < startTime) throw invalidParameter('endTime must not be before startTime');
  return {startTime: startTime * 1000, endTime: endTime * 1000 + (isEndSecondWhole ? 999 : 0)};
}

function oldestReadable({creationTime, retentionInDays}: LogGroup, now: number): number {
  const kept = retentionInDays === undefined ? 0 : now - retentionInDays * 24 * 60 * 60 * 1000;
  return Math.max(creationTime, kept);
}

const tooManyQueries = ({maxConcurrentQueries}: InsightsSettings) =>
  new AwsError(
    'LimitExceededException',
    `Account maximum query concurrency limit of [${maxConcurrentQueries}] reached.`,
  );
