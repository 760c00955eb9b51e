import {isThrottling, toApilogsError} from '../aws/aws-error.js';
import type {RequestsOptions} from '../cli/requests-options.js';
import type {Context} from '../context.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import {askTogether} from '../insights/ask-together.js';
import {oneAfterAnother} from '../insights/one-after-another.js';
import {QueryFailure} from '../insights/query-failure.js';
import {QueryRunner} from '../insights/query-runner.js';
import {isAboutOneGroup, type RefusedGroup, refusedGroups} from '../insights/refused-groups.js';
import {type CountedRequests, countRequests, selectRequests} from '../insights/summarize-requests.js';
import {type SummaryPlan, summaryPlan} from '../insights/summary-plan.js';
import type {LogSource} from '../log-source.js';
import type {Notices} from '../notices.js';
import {createLineWriter} from '../output/line-writer.js';
import {readingsOf} from '../read/log-group-reading.js';
import type {RequestFilter} from '../requests/request-filter.js';
import type {Origin} from '../stage/origin.js';
import {exitCodeOf, hasReadAnything, isLoss, tellFailures} from '../stage/run-outcome.js';
import {createStopSignal} from '../stop-signal.js';
import {longerWindowHint} from './longer-window.js';
import {tellNoRequests, tellWhatIsSeen} from './request-notices.js';
import {summaryForm} from './request-output.js';
import {openProgress} from './run-progress.js';
import {printHeadline} from './stage-notices.js';
import type {StageRun} from './stage-run.js';

interface Window {
  readonly startTime: number;
  readonly endTime: number;
}

/** `apilogs requests --summary --engine insights`: the requests are counted at AWS. */
export async function summarizeWithInsights(
  origin: Origin<StageDiscovery>,
  run: StageRun,
  options: RequestsOptions,
): Promise<ExitCode> {
  const {context, aws, notices} = run;
  const {progress, onScanned, end} = openProgress(run);
  const {signal, stop} = createStopSignal(context.signal);
  const {startTime, endTime = context.clock.now()} = run.window;
  const window = {startTime, endTime};
  try {
    const discovery = await origin.discover(run, signal);
    printHeadline(run, discovery);
    tellWhatIsSeen({discovery, sources: discovery.sources, notices});

    const runner = new QueryRunner({aws, clock: context.clock, notices, signal, onScanned});
    const task = {run, options, window, runner, signal};
    const {plan, counted, refused} = await summarize(discovery.sources, task);
    progress.stop();
    if (signal.aborted) return exitCodes.ok;
    if (counted) await print(counted, options, context, stop);

    const failures = refused.flatMap(({failure}) => failure ?? []);
    const logGroups = readingsOf(discovery.sources).length;
    tellFailures({failures, logGroups}, notices);
    tellWhatIsMissing(plan, counted, notices);
    const printed = counted?.summary.total.count ?? 0;
    const isSeen = counted !== undefined || !failures.some(isLoss);
    if (printed === 0 && isSeen && hasReadAnything({failures, logGroups}))
      tellNone(window, options, context, notices);
    const code = exitCodeOf({
      discovery,
      failures,
      logGroups,
      printed,
      tellsWhetherPrinted: options.exitCode,
    });
    return code === exitCodes.ok && counted?.isCut ? exitCodes.partial : code;
  } finally {
    stop();
    // What was scanned is paid for, however the run ended.
    end();
  }
}

interface SummaryRun {
  readonly run: StageRun;
  readonly options: RequestsOptions;
  readonly window: Window;
  readonly runner: QueryRunner;
  readonly signal: AbortSignal;
}

interface Summarized {
  readonly plan: SummaryPlan | undefined;
  readonly counted: CountedRequests | undefined;
  readonly refused: readonly RefusedGroup[];
}

/** A query that AWS refuses for one of its log groups is asked again without those that it refuses. */
async function summarize(sources: readonly LogSource[], task: SummaryRun): Promise<Summarized> {
  const {runner, window} = task;
  const {aws} = task.run;
  try {
    return {...(await countAll(sources, task)), refused: []};
  } catch (error) {
    if (!isAboutOneGroup(error)) throw explained(error, aws);
  }
  try {
    const refused = await refusedGroups(readingsOf(sources), window.endTime, runner, aws);
    const isRefused = ({logGroup, region}: LogSource) =>
      refused.some(({reading}) => reading.logGroup === logGroup && reading.region === region);
    return {
      ...(await countAll(
        sources.filter(source => !isRefused(source)),
        task,
      )),
      refused,
    };
  } catch (error) {
    throw explained(error, aws);
  }
}

async function countAll(
  sources: readonly LogSource[],
  {window, runner, signal, options, run}: SummaryRun,
): Promise<Omit<Summarized, 'refused'>> {
  const plan = summaryPlan(sources);
  if (!plan) return {plan, counted: undefined};
  const {buckets: mostBuckets} = summaryForm(options, run.context);
  const counted = await askTogether(runner, signal, ask => {
    const task = {plan, window, mostBuckets, ask: oneAfterAnother(ask)};
    return selects(options.filter) ? selectRequests(task, options.filter) : countRequests(task);
  });
  return {plan, counted};
}

const selects = ({status, errors, slowMs, paths, methods, functions, cold}: RequestFilter): boolean =>
  errors || cold || slowMs !== undefined || [status, paths, methods, functions].some(list => list.length > 0);

function explained(error: unknown, {region, profile, endpointUrl}: StageRun['aws']): unknown {
  if (error instanceof QueryFailure) {
    const text = `the requests cannot be summed up: ${error.message}, over ${listed(error.logGroups)}`;
    return new ApilogsError(text, {
      hint:
        error.end === 'Timeout' ? 'choose a shorter window with --start and --end' : 'run the command again',
      exitCode: exitCodes.partial,
      cause: error,
    });
  }
  const known = toApilogsError(error, {
    action: 'logs:StartQuery',
    what: "the stage's logs",
    region,
    profile,
    endpointUrl,
  });
  if (!isThrottling(error) || !(known instanceof ApilogsError)) return known;
  const {message, hint} = known;
  return new ApilogsError(message, {hint, exitCode: exitCodes.partial, cause: error});
}

const mostListed = 3;

function listed(logGroups: readonly string[]): string {
  const names = logGroups.slice(0, mostListed).map(logGroup => `"${logGroup}"`);
  const others = logGroups.length - names.length;
  return `log group${logGroups.length === 1 ? '' : 's'} ${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

async function print(
  {summary}: CountedRequests,
  options: RequestsOptions,
  context: Context,
  stop: () => void,
): Promise<void> {
  const writer = createLineWriter(context.stdout, context.signal, stop);
  for (const text of summaryForm(options, context).print(summary)) await writer.write(text);
  await writer.flush();
}

function tellWhatIsMissing(
  plan: SummaryPlan | undefined,
  counted: CountedRequests | undefined,
  notices: Notices,
): void {
  const untied = plan?.untied.map(({name}) => name) ?? [];
  if (untied.length > 0) {
    notices.notice(
      `functions that no query can tie to requests are not counted: ${untied.join(', ')}`,
      '--engine filter ties more of them',
    );
  }
  if (counted?.isRough) {
    notices.notice(
      'percentiles of routes are as Logs Insights computes them: a query gives too few rows to count every latency of every route',
      'those of the total are exact; a shorter window may have them all',
    );
  }
  if (counted?.isCut) {
    notices.notice(
      'the figures are too low: there are more rows than the 100,000 that Logs Insights gives',
      'choose a shorter window with --start and --end, or select fewer requests',
    );
  }
}

function tellNone(
  window: Window,
  {end, tz, filter}: RequestsOptions,
  {clock}: Context,
  notices: Notices,
): void {
  const {startTime, endTime} = window;
  const hint = longerWindowHint({
    startTime,
    endTime: end === undefined ? undefined : endTime,
    now: clock.now(),
  });
  tellNoRequests({window, notices}, {hasAny: selects(filter), timeZone: tz, hint});
}
