import type {RequestRecord} from '../requests/request-record.js';
import type {Ask} from './ask-together.js';
import {functionPlaces} from './function-places.js';
import type {QueryResult, QueryRow} from './insights-query.js';
import {fitting, longestQuery} from './query-text.js';
import {mergeRecords, numberIn, toRequestRecord} from './request-row.js';
import type {FunctionPart, SummaryPlan} from './summary-plan.js';
import {firstAt, type QueryWindow, requestsQuery} from './summary-queries.js';
import {summaryQuery} from './summary-query.js';

/**
 * No request lasts longer, nor does an invocation, so the lines of one lie within it around the first. Sources:
 * "Lambda quotas" (time-out of 15 minutes) and "API Gateway quotas" (integration time-outs).
 */
const longestRequestMs = 15 * 60_000;
/** How full a result is meant to be: requests are not spread evenly, and one that is too full is scanned again. */
const aimedShare = 0.7;
const mostParts = 100;

interface RowsTask {
  readonly plan: SummaryPlan;
  readonly window: QueryWindow;
  readonly ask: Ask;
  readonly mostRows?: number;
}

/**
 * A record for each request that passes conditions. Where there are more than a query gives, those behind its last are
 * asked for again, by parts of the window in which they begin.
 */
export class RequestRows {
  readonly #task: RowsTask;
  readonly #parts: readonly FunctionPart[];
  readonly #conditions: readonly string[];
  #first: Promise<QueryResult[]> | undefined;
  #isCut = false;

  constructor(task: RowsTask, parts: readonly FunctionPart[], conditions: readonly string[]) {
    this.#task = task;
    this.#parts = parts;
    this.#conditions = conditions;
  }

  /** Whether more requests began in one millisecond than a query gives. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Asks for the first of them. */
  async begin(): Promise<void> {
    this.#first = this.#ask(this.#task.window);
    await this.#first;
  }

  /** To be read once; each request is in one of the arrays. */
  async *records(): AsyncGenerator<RequestRecord[]> {
    const toAsk = [this.#task.window];
    for (let window = toAsk.shift(); window; window = toAsk.shift()) {
      const results = await (this.#first ?? this.#ask(window));
      this.#first = undefined;
      const completeTo = Math.min(...results.map(completeUpTo));
      const {startTime, endTime} = window;
      if (completeTo >= endTime) yield this.#recordsOf(results, endTime);
      else if (completeTo >= startTime) {
        yield this.#recordsOf(results, completeTo);
        const widthMs = Math.ceil((completeTo - startTime + 1) * aimedShare);
        toAsk.unshift(...cutInto({startTime: completeTo + 1, endTime}, widthMs));
      } else {
        // There is no narrower part than the millisecond in which the first of them begin.
        this.#isCut = true;
        yield this.#recordsOf(results, startTime);
        if (startTime < endTime) toAsk.unshift({startTime: startTime + 1, endTime});
      }
    }
  }

  #recordsOf(results: readonly QueryResult[], completeTo: number): RequestRecord[] {
    return mergeRecords(
      results.flatMap(({rows}, index) => {
        const placeOf = functionPlaces(this.#parts[index]?.sources ?? []);
        return rows.filter(row => beginOf(row) <= completeTo).map(row => toRequestRecord(row, placeOf));
      }),
    );
  }

  /** The requests that begin in a part of the window. */
  #ask(part: QueryWindow): Promise<QueryResult[]> {
    const {plan, window, ask, mostRows} = this.#task;
    const isWhole = part.startTime === window.startTime && part.endTime === window.endTime;
    const begin = `${firstAt} >= ${part.startTime} and ${firstAt} <= ${part.endTime}`;
    const around = {
      startTime: Math.max(window.startTime, part.startTime - longestRequestMs),
      endTime: Math.min(window.endTime, part.endTime + longestRequestMs),
    };
    const lines = {lines: plan.lines, window: around};
    return Promise.all(
      this.#parts.map(({logGroups, tie}) => {
        const textOf = (conditions: readonly string[]) =>
          requestsQuery(lines, tie, [...(isWhole ? [] : [begin]), ...conditions], mostRows);
        const room = longestQuery - textOf([]).length;
        // Without a condition that is too long a query gives more requests, of which the rest is left out here.
        const queryString = textOf(fitting(this.#conditions, room, '\n| filter '.length));
        return ask(summaryQuery({plan, window: around, ...(mostRows && {mostRows})}, logGroups, queryString));
      }),
    );
  }
}

/** Epoch ms up to which a result has all requests that begin; those of the last row's millisecond may be more. */
function completeUpTo({rows, isCut}: QueryResult): number {
  const last = rows.at(-1);
  return isCut && last ? beginOf(last) - 1 : Number.POSITIVE_INFINITY;
}

const beginOf = (row: QueryRow) => numberIn(row, firstAt) ?? 0;

function cutInto({startTime, endTime}: QueryWindow, widthMs: number): QueryWindow[] {
  const width = Math.max(widthMs, Math.ceil((endTime - startTime + 1) / mostParts));
  const parts: QueryWindow[] = [];
  for (let start = startTime; start <= endTime; start += width)
    parts.push({startTime: start, endTime: Math.min(endTime, start + width - 1)});
  return parts;
}
