import {Correlator} from '../../src/correlate/correlator.js';
import {Hold} from '../../src/correlate/hold-for-ties.js';
import type {Traffic} from '../../src/local-aws/traffic/generate-traffic.js';
import type {LogEvent} from '../../src/log-event.js';
import type {LogLine} from '../../src/log-line.js';
import type {LogSource, SourceKind} from '../../src/log-source.js';
import {rememberNotices, source} from './events.js';

/** Events as a read correlates them, in batches. */
export function correlated(
  events: readonly LogEvent[],
  {seesWholeRequests = true}: {readonly seesWholeRequests?: boolean} = {},
): LogLine[][] {
  const correlator = new Correlator({seesWholeRequests, canTie: true});
  const hold = new Hold(correlator, {notices: rememberNotices(), untilRequestIsComplete: false});
  const batches: LogLine[][] = [];
  for (let from = 0; from < events.length; from += 500) {
    hold.add(events.slice(from, from + 500));
    batches.push(hold.takeDecided());
  }
  correlator.index.end();
  return [...batches, hold.takeAll()];
}

/** The lines of generated traffic, correlated, in the order of a read. */
export function linesOf(traffic: Traffic): LogLine[][] {
  const sources = new Map<string, LogSource>();
  const sourceOf = (logGroup: string, logStream: string): LogSource => {
    const name = sourceName(logGroup, logStream);
    const known = sources.get(name);
    if (known) return known;
    const kind = kindOf(name);
    const made = source({kind, name, logGroup, rank: ranks[kind]});
    sources.set(name, made);
    return made;
  };
  const events = traffic.events.map(
    ({logGroup, logStream, timestamp, ingestionTime, message}, index): LogEvent => ({
      source: sourceOf(logGroup, logStream),
      logStream,
      timestamp,
      ingestionTime,
      message,
      eventId: String(index).padStart(56, '0'),
    }),
  );
  events.sort((a, b) => a.timestamp - b.timestamp || a.source.rank - b.source.rank);
  return correlated(events, {seesWholeRequests: traffic.behaviour.loggingLevel !== 'ERROR'});
}

const ranks: Readonly<Record<SourceKind, number>> = {
  execution: 1,
  authorizer: 2,
  lambda: 3,
  access: 4,
  other: 5,
};

/** Of a shared group the stream's name says the function. */
function sourceName(logGroup: string, logStream: string): string {
  if (logGroup.startsWith('API-Gateway-Execution-Logs_')) return 'execution';
  if (logGroup.endsWith('/access')) return 'access';
  return (
    /\/([\w-]+)\[/.exec(logStream.slice('2026/03/10'.length))?.[1] ?? logGroup.slice('/aws/lambda/'.length)
  );
}

function kindOf(name: string): SourceKind {
  if (name === 'execution' || name === 'access') return name;
  return name.endsWith('-authorizer') ? 'authorizer' : 'lambda';
}
