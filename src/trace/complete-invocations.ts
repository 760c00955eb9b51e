import type {PendingLine} from '../correlate/correlator.js';
import type {Invocation} from '../correlate/invocation.js';
import type {LogEvent} from '../log-event.js';
import {patternOfIds} from './id-patterns.js';
import type {LogSearch} from './log-search.js';
import {readingOf} from './log-search.js';
import {longestInvocationMs} from './window-around.js';

/** How long before START the lines of a starting sandbox may begin: a start may take ten seconds, twice. */
const sandboxStartMs = 30_000;
/** More are not the story of one request. */
const mostInvocations = 100;

/** The invocations that lines tell of. */
export function invocationsOf(lines: readonly PendingLine[]): Invocation[] {
  const invocations = new Set<Invocation>();
  for (const {invocation} of lines) if (invocation) invocations.add(invocation);
  return [...invocations];
}

/**
 * Reads the streams of invocations from the start of their sandbox to their END: lines that say no id are
 * found by nothing else.
 */
export async function completeInvocations(
  search: LogSearch,
  isWanted: (invocation: Invocation) => boolean,
): Promise<void> {
  const wanted = () => invocationsOf(search.lines).filter(isWanted).slice(0, mostInvocations);
  await Promise.all(
    wanted()
      .filter(isOpen)
      .map(invocation => findEnd(search, invocation)),
  );
  const lines = search.lines;
  await Promise.all(
    wanted().map(async invocation => {
      const own = lines.filter(line => line.invocation === invocation).map(({event}) => event);
      const [first] = own;
      if (first) await search.readStream(first, windowOf(invocation, own));
    }),
  );
}

const isOpen = ({endedAt}: Invocation) => endedAt === undefined;

/** A function may run on long after its request has got its answer. */
async function findEnd(search: LogSearch, {id, source, startedAt, seenAt}: Invocation): Promise<void> {
  const from = startedAt ?? seenAt;
  await search.search(readingOf(search.functionReadings, source), patternOfIds([id]), {
    startTime: from,
    endTime: from + longestInvocationMs,
  });
}

/** The lines with its id are in time order; the last one is its END, or its report behind that. */
function windowOf({startedAt}: Invocation, own: readonly LogEvent[]) {
  const first = startedAt ?? own[0]?.timestamp ?? 0;
  return {startTime: Math.max(0, first - sandboxStartMs), endTime: own.at(-1)?.timestamp ?? first};
}
