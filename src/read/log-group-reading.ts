import {chunks} from '../chunks.js';
import type {LogSource} from '../log-source.js';

/** One log group to read, and the sources its streams belong to. */
export interface LogGroupReading {
  readonly logGroup: string;
  readonly region: string;
  readonly sources: readonly LogSource[];
  /** Instead of the window's own filter pattern. */
  readonly filterPattern?: string;
  /** Only these streams, at most 100 (documented). */
  readonly logStreamNames?: readonly string[];
  /** Only streams whose names begin so; not together with names (documented). */
  readonly logStreamNamePrefix?: string;
}

/** Gathers sources by log group, so that one that several functions share is read once, in one listing if it can be. */
export function readingsOf(sources: readonly LogSource[]): LogGroupReading[] {
  const readings = new Map<string, LogSource[]>();
  for (const source of sources) {
    const key = `${source.region} ${source.logGroup}`;
    const sharers = readings.get(key);
    if (sharers) sharers.push(source);
    else readings.set(key, [source]);
  }
  return [...readings.values()].flatMap(sharers => {
    const [first] = sharers;
    if (!first) return [];
    const reading = {logGroup: first.logGroup, region: first.region, sources: sharers};
    return streamSelections(first).map(selection => ({...reading, ...selection}));
  });
}

/** The most that FilterLogEvents takes at once (documented). */
const mostStreamNames = 100;

function streamSelections({
  logStreams,
}: LogSource): Pick<LogGroupReading, 'logStreamNames' | 'logStreamNamePrefix'>[] {
  if (!logStreams) return [{}];
  if ('prefix' in logStreams) return [{logStreamNamePrefix: logStreams.prefix}];
  const {names} = logStreams;
  return chunks(names, mostStreamNames).map(logStreamNames => ({logStreamNames}));
}

/** Which of a group's sources a log stream belongs to; undefined for a stream that is none of theirs. */
export function streamOwners(sources: readonly LogSource[]): (logStream: string) => LogSource | undefined {
  const [only] = sources;
  if (sources.length === 1 && only && !only.ownsStream) return () => only;
  const known = new Map<string, LogSource | undefined>();
  return logStream => {
    if (known.has(logStream)) return known.get(logStream);
    // A long watch meets ever new streams; looking one up again costs little.
    if (known.size >= maxRememberedStreams) known.clear();
    const owner = sources.find(source => source.ownsStream?.(logStream) ?? true);
    known.set(logStream, owner);
    return owner;
  };
}

const maxRememberedStreams = 50_000;

/** How a request names a log group: only the identifier takes the ARN of a linked account's group (documented). */
export const logGroupOf = (logGroup: string) =>
  logGroup.startsWith('arn:') ? {logGroupIdentifier: logGroup} : {logGroupName: logGroup};
