import type {Discovery} from '../discover/discovery.js';
import type {LogSource, SourceKind} from '../log-source.js';
import {type LogGroupReading, readingsOf} from '../read/log-group-reading.js';
import {type Selection, selectsByOutcome} from '../select/selection.js';

/** What to read of a stage. */
export interface StageReadings {
  readonly sources: readonly LogSource[];
  readonly readings: readonly LogGroupReading[];
}

/** The execution lines that name an invocation, for a second read where a filter would hide them. */
const tieLines = '?"AWS Integration Endpoint RequestId" ?"Lambda request id"';

/** Those that say how a request ended, besides. */
const outcomeLines = `${tieLines} ?"Method completed with status" ?"Unauthorized request" ?"X-ray Tracing ID"`;
/** The lines of a function's log that say it failed. */
const failureLines =
  '?"Status: error" ?"Status: timeout" ?"Status: failure" ?"Task timed out" ?"Invoke Error" ' +
  '?"Uncaught Exception" ?"Unhandled Promise Rejection" ?Traceback ?"Runtime exited" ?"platform.report"';

/**
 * The log groups of a stage, and with a filter pattern those once more, unprinted, that tell of requests: the
 * lines that tie invocations to requests, or say how they ended, rarely match what somebody looks for.
 */
export function readingsOfStage(
  {sources}: Pick<Discovery, 'sources'>,
  filterPattern: string | undefined,
  selection: Pick<Selection, 'status' | 'errors'> = {status: [], errors: false},
): StageReadings {
  if (filterPattern === undefined) return {sources, readings: readingsOf(sources)};
  const visible = sources.filter(({isHidden}) => !isHidden);
  const again = (kinds: readonly SourceKind[], ownPattern: string) =>
    readingsOf(sources.filter(({kind}) => kinds.includes(kind)).map(hidden)).map(reading => ({
      ...reading,
      filterPattern: ownPattern,
    }));
  const byOutcome = selectsByOutcome(selection);
  return {
    sources,
    readings: [
      ...readingsOf(visible),
      ...again(['execution'], byOutcome ? outcomeLines : tieLines),
      // Without the execution log, the access log alone tells the status.
      ...(byOutcome ? again(['access'], everyLine) : []),
      ...(selection.errors ? again(['lambda'], failureLines) : []),
    ],
  };
}

/** An empty pattern matches every event (documented for FilterLogEvents). */
const everyLine = '';

const hidden = (source: LogSource): LogSource => ({...source, isHidden: true});

/** Replaces a source that was read before discovery knew it, so that its events and its name are one thing. */
export function withSource<Found extends Discovery>(discovery: Found, known: LogSource): Found {
  const isSame = (source: LogSource) => source.logGroup === known.logGroup && source.region === known.region;
  return {...discovery, sources: discovery.sources.map(source => (isSame(source) ? known : source))};
}
