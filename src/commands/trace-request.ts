import type {PendingLine} from '../correlate/correlator.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {type ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import type {LogLine} from '../log-line.js';
import type {TraceOptions} from '../options.js';
import {LogReader} from '../read/log-reader.js';
import {createStopSignal} from '../stop-signal.js';
import {findTarget, requestsWith, type Target} from '../trace/find-target.js';
import {gatherRequest} from '../trace/gather-request.js';
import {LogSearch} from '../trace/log-search.js';
import type {SearchWindow} from '../trace/search-windows.js';
import {toRequestTrace} from '../trace/to-request-trace.js';
import type {WantedId} from '../trace/wanted-id.js';
import {exitCodeOf, tellFailures} from './run-outcome.js';
import {openProgress} from './run-progress.js';
import {discover, visibilityOf} from './stage-lines.js';
import {printHeadline} from './stage-notices.js';
import type {StageRun} from './stage-run.js';
import {notFound, severalFound} from './trace-errors.js';
import {createTraceWriter} from './write-trace.js';

export interface TraceRun extends StageRun {
  readonly options: TraceOptions;
}

/** Finds a request of a stage, and prints its story. */
export async function traceRequest(wanted: WantedId, run: TraceRun): Promise<ExitCode> {
  const {options, context, aws, window} = run;
  const {signal, stop} = createStopSignal(context.signal);
  const {progress, notices} = openProgress(run);
  try {
    const discovery = await discover({...run, notices}, signal);
    printHeadline(run, discovery);
    const {sources, logging} = discovery;
    const reader = new LogReader({
      aws,
      clock: context.clock,
      notices,
      signal,
      maxRate: options.maxRate,
      quotaShare: 1,
    });
    const search = new LogSearch({
      reader,
      aws,
      sources,
      visibility: visibilityOf(sources, logging, options),
      notices,
      signal,
      onPage: events => progress.update({calls: reader.statistics.calls, events}),
    });
    const searched = {startTime: window.startTime, endTime: window.endTime ?? context.clock.now()};
    const writer = createTraceWriter(run, sources);
    const lines = await findLines(wanted, search, searched, known => {
      progress.clear();
      return writer.open(toRequestTrace(known));
    });
    progress.stop();
    tellFailures({failures: search.failures, logGroups: logGroupsOf(search)}, notices);
    const exitCode = exitCodeOfSearch(search, discovery, lines.length);
    if (lines.length === 0)
      throw notFound(wanted, {
        searched,
        run,
        discovery,
        isPartial: exitCode !== exitCodes.ok,
        isFull: search.isFull,
      });
    if (search.isFull)
      notices.notice(
        'so many lines were found that the search ended early: lines of the request may be missing',
      );
    await writer.write(toRequestTrace(lines));
    return exitCode;
  } finally {
    progress.stop();
    stop();
  }
}

/** The lines of the one request, or invocation, that has the id; none where nothing has it. */
async function findLines(
  wanted: WantedId,
  search: LogSearch,
  window: SearchWindow,
  onKnown: (lines: readonly LogLine[]) => Promise<void>,
): Promise<readonly LogLine[]> {
  const target = await findTarget(wanted, search, window);
  if (!target) return [];
  if (target.kind === 'invocations') return linesOfInvocations(target.ids, wanted, search);
  const [id = '', ...others] = target.ids;
  if (others.length > 0) throw await severalRequests(target.ids, search, wanted);
  const isOnlyOne = (found: readonly PendingLine[]) => requestsWith(wanted, found).length === 1;
  const lines = await gatherRequest(id, search, async known => {
    if (target.isNamed && isOnlyOne(known)) await onKnown(known);
  });
  const occurrences = requestsWith(wanted, lines).map(request =>
    lines.filter(line => line.request === request),
  );
  // A client may send its own request id, and send it twice.
  if (occurrences.length > 1) throw severalFound(wanted, occurrences);
  const [only] = occurrences;
  if (only) return only;
  // What seemed to tie the invocation to the request turned out to tie another one as well.
  const ids = search.lines.flatMap(({lambdaRequestId}) => lambdaRequestId ?? []);
  return linesOfInvocations(ids.filter(wanted.matches), wanted, search);
}

function linesOfInvocations(ids: readonly string[], wanted: WantedId, search: LogSearch): LogLine[] {
  const own = new Set(ids);
  const lines = search.lines.filter(
    ({lambdaRequestId}) => lambdaRequestId !== undefined && own.has(lambdaRequestId),
  );
  if (own.size > 1 && wanted.isPrefix) {
    throw severalFound(
      wanted,
      [...own].map(id => lines.filter(({lambdaRequestId}) => lambdaRequestId === id)),
    );
  }
  return lines;
}

const mostGathered = 5;

async function severalRequests(
  ids: Target['ids'],
  search: LogSearch,
  wanted: WantedId,
): Promise<ApilogsError> {
  const gathered: LogLine[][] = [];
  for (const id of ids.slice(0, mostGathered)) gathered.push(await gatherRequest(id, search));
  return severalFound(wanted, gathered, ids.length);
}

const logGroupsOf = ({gatewayReadings, functionReadings}: LogSearch): number =>
  gatewayReadings.length + functionReadings.length;

/** As of a read; and partial where more was found than is kept. */
function exitCodeOfSearch(search: LogSearch, discovery: StageDiscovery, printed: number): ExitCode {
  const exitCode = exitCodeOf({
    discovery,
    failures: search.failures,
    logGroups: logGroupsOf(search),
    printed,
    tellsWhetherPrinted: false,
  });
  return search.isFull ? exitCodes.partial : exitCode;
}
