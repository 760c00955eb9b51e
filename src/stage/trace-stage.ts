import type {PendingLine} from '../correlate/correlator.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {type ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import type {LogLine} from '../log-line.js';
import {LogReader} from '../read/log-reader.js';
import {createStopSignal} from '../stop-signal.js';
import {findTarget, requestsWith, type Target} from '../trace/find-target.js';
import {gatherRequest} from '../trace/gather-request.js';
import {LogSearch} from '../trace/log-search.js';
import type {SearchWindow} from '../trace/search-windows.js';
import type {WantedId} from '../trace/wanted-id.js';
import {visibilityOf} from './correlate-lines.js';
import {exitCodeOf, tellFailures} from './run-outcome.js';
import {discover} from './stage-origin.js';
import type {TraceTask} from './stage-task.js';
import {notFound, severalFound} from './trace-errors.js';

/** The lines of one request, or of invocations that no API request is known to have caused. */
export interface FoundRequest {
  /** In order; at least one. */
  readonly lines: readonly LogLine[];
  readonly discovery: StageDiscovery;
  readonly search: LogSearch;
  /** `partial` where some of its lines may be missing. */
  readonly exitCode: ExitCode;
}

/** Told how far a search is. */
export interface TraceSurroundings {
  onDiscovered?(discovery: StageDiscovery): void;
  onPage?(progress: {readonly calls: number; readonly events: number}): void;
  /** Told what is known first, once it is certain which request is meant. */
  onKnown?(lines: readonly LogLine[]): Promise<void>;
}

/**
 * Finds a request of a stage by any of its ids.
 *
 * @throws ApilogsError where no request has the id (exit code 5, or 8 where something could not be read) or
 * several have it (2), or nothing can be read at all
 */
export async function traceStage(
  wanted: WantedId,
  task: TraceTask,
  surroundings: TraceSurroundings = {},
): Promise<FoundRequest> {
  const {options, context, aws, notices, window} = task;
  const {signal, stop} = createStopSignal(context.signal);
  try {
    const discovery = await discover(task, signal);
    surroundings.onDiscovered?.(discovery);
    const {sources, logging} = discovery;
    const reader = new LogReader({
      aws,
      clock: context.clock,
      notices,
      signal,
      maxRate: options.maxRate,
      quotaShare: 1,
      engine: options.engine,
      pricePerGb: options.pricePerGb,
      onScanned: task.onScanned,
      onAnswer: task.onAnswer,
    });
    const search = new LogSearch({
      reader,
      aws,
      sources,
      visibility: visibilityOf(sources, logging, options),
      notices,
      signal,
      onPage: events => surroundings.onPage?.({calls: reader.statistics.calls, events}),
    });
    const searched = {startTime: window.startTime, endTime: window.endTime ?? context.clock.now()};
    const lines = await findLines(
      wanted,
      search,
      searched,
      async known => await surroundings.onKnown?.(known),
    );
    tellFailures({failures: search.failures, logGroups: logGroupsOf(search)}, notices);
    const exitCode = exitCodeOfSearch(search, discovery, lines.length);
    if (lines.length === 0)
      throw notFound(wanted, {
        searched,
        task,
        discovery,
        isPartial: exitCode !== exitCodes.ok,
        isFull: search.isFull,
      });
    if (search.isFull)
      notices.notice(
        'so many lines were found that the search ended early: lines of the request may be missing',
      );
    return {lines, discovery, search, exitCode};
  } finally {
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
