import type {RequestsOptions} from '../cli/requests-options.js';
import type {Context} from '../context.js';
import {toSafeJson} from '../render/control-characters.js';
import {isUnicode} from '../render/is-unicode.js';
import {createRequestRenderer} from '../render/request-renderer.js';
import {bucketsFor, renderSummary} from '../render/summary-renderer.js';
import {terminalWidth} from '../render/terminal-width.js';
import {useColor} from '../render/use-color.js';
import type {RequestRecord} from '../requests/request-record.js';
import {type RequestOrder, SortedRequests} from '../requests/sorted-requests.js';
import {StartOrder} from '../requests/start-order.js';
import type {OpenStage} from '../stage/open-stage.js';
import {RequestSummarizer} from '../summarize/request-summarizer.js';
import type {RequestsSummary} from '../summarize/requests-summary.js';

/** What becomes of the requests that are selected: text to be written now, or at the end. */
export interface RequestOutput {
  /** @param oldestOpen when the oldest request began of which more is to come, epoch ms */
  add(records: readonly RequestRecord[], oldestOpen: number | undefined): string;
  end(): Iterable<string>;
  /** How many requests were given. */
  readonly count: number;
}

export function createRequestOutput(
  stage: OpenStage,
  options: RequestsOptions,
  context: Context,
): RequestOutput {
  if (options.summary) return summaryOutput(stage, options, context);
  const {sort} = options;
  return sort === 'time'
    ? streamedOutput(stage, options, context)
    : sortedOutput(stage, sort, options, context);
}

function streamedOutput(stage: OpenStage, options: RequestsOptions, context: Context): RequestOutput {
  const renderer = rendererFor(stage, options, context);
  const order = new StartOrder();
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: (records, oldestOpen) => {
      count += records.length;
      return renderer.render(order.add(records, oldestOpen));
    },
    end: () => inPieces(order.end(), renderer.render),
  };
}

/** What `--sort` may hold; a record is about a kilobyte. */
const mostSorted = 100_000;

function sortedOutput(
  stage: OpenStage,
  order: RequestOrder,
  options: RequestsOptions,
  context: Context,
): RequestOutput {
  const renderer = rendererFor(stage, options, context);
  const sorted = new SortedRequests(order, mostSorted);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: records => {
      count += records.length;
      sorted.add(records);
      return '';
    },
    end: () => {
      const records = sorted.end();
      if (sorted.dropped > 0) {
        stage.notices.notice(
          `${count} requests match; only the first ${mostSorted} by ${order} are printed`,
          'without --sort all are, in the order of time; --status, --slow and --path select fewer',
        );
      }
      return inPieces(records, renderer.render);
    },
  };
}

/** In JSON; for eyes as many as fit. */
const mostBuckets = 60;

function summaryOutput({window}: OpenStage, options: RequestsOptions, context: Context): RequestOutput {
  const {buckets, print} = summaryForm(options, context);
  const summarizer = new RequestSummarizer(window, buckets);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: records => {
      count += records.length;
      for (const record of records) summarizer.add(record);
      return '';
    },
    end: () => print(summarizer.toSummary()),
  };
}

/** How a summary is printed: the most buckets of its histogram, and its text; none for eyes where it has no request. */
export function summaryForm(options: RequestsOptions, {stdout, env}: Context) {
  const isJson = options.output === 'json';
  const isTerminal = stdout.isTTY === true;
  const width = isTerminal && !options.wide ? terminalWidth(stdout) : undefined;
  return {
    buckets: isJson ? mostBuckets : bucketsFor(width),
    print: (summary: RequestsSummary): string[] => {
      if (isJson) return [`${toSafeJson(summary)}\n`];
      if (summary.total.count === 0) return [];
      const color = useColor(options.color, env, isTerminal);
      return [renderSummary(summary, {color, timeZone: options.tz, width, unicode: isUnicode(env)})];
    },
  };
}

export function rendererFor(
  {sources}: Pick<OpenStage, 'sources'>,
  options: RequestsOptions,
  {stdout, env}: Context,
) {
  const isTerminal = stdout.isTTY === true;
  return createRequestRenderer({
    format: options.output,
    compact: isTerminal && !options.wide,
    color: useColor(options.color, env, isTerminal),
    timeZone: options.tz,
    width: terminalWidth(stdout),
    sources,
  });
}

const recordsAtOnce = 1_000;

function* inPieces(
  records: readonly RequestRecord[],
  render: (records: readonly RequestRecord[]) => string,
): Generator<string> {
  for (let from = 0; from < records.length; from += recordsAtOnce) {
    yield render(records.slice(from, from + recordsAtOnce));
  }
}
