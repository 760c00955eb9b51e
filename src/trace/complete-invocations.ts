import type {PendingLine} from '../correlate/correlator.js';
import type {Invocation} from '../correlate/invocation.js';
import type {LogEvent} from '../log-event.js';
import {patternOfIds} from './id-patterns.js';
import {type LogSearch, readingOf} from './log-search.js';
import type {SearchWindow} from './search-windows.js';
import {longestInvocationMs, windowAround} from './window-around.js';

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
 * Finds START and END of invocations of which other lines are known: one was found by a trace id, which START
 * does not say, or by the id of its request; and a function may run on long after its request has its answer.
 */
export async function boundInvocations(
  search: LogSearch,
  isWanted: (invocation: Invocation) => boolean,
): Promise<void> {
  const unbound = () =>
    chosen(search, isWanted).filter(
      ({startedAt, endedAt}) => startedAt === undefined || endedAt === undefined,
    );
  await searchEach(search, unbound(), invocation =>
    windowAround(search.lines.filter(line => line.invocation === invocation)),
  );
  const from = ({startedAt, seenAt}: Invocation) => startedAt ?? seenAt;
  await searchEach(
    search,
    unbound().filter(({endedAt}) => endedAt === undefined),
    invocation => ({startTime: from(invocation), endTime: from(invocation) + longestInvocationMs}),
  );
}

async function searchEach(
  search: LogSearch,
  invocations: readonly Invocation[],
  windowOf: (invocation: Invocation) => SearchWindow,
): Promise<void> {
  await Promise.all(
    invocations.map(invocation =>
      search.search(
        readingOf(search.functionReadings, invocation.source),
        patternOfIds([invocation.id]),
        windowOf(invocation),
      ),
    ),
  );
}

/**
 * Reads the streams of invocations from the start of their sandbox to their END: lines that say no id are
 * found by nothing else.
 */
export async function readInvocations(
  search: LogSearch,
  isWanted: (invocation: Invocation) => boolean,
): Promise<void> {
  const {lines} = search;
  await Promise.all(
    chosen(search, isWanted).map(async invocation => {
      const own = lines.filter(line => line.invocation === invocation).map(({event}) => event);
      const [first] = own;
      if (first) await search.readStream(first, windowOf(invocation, own));
    }),
  );
}

const chosen = ({lines}: LogSearch, isWanted: (invocation: Invocation) => boolean) =>
  invocationsOf(lines).filter(isWanted).slice(0, mostInvocations);

/** The lines with its id are in time order; the last one is its END, or its report behind that. */
function windowOf({startedAt}: Invocation, own: readonly LogEvent[]): SearchWindow {
  const first = startedAt ?? own[0]?.timestamp ?? 0;
  return {startTime: Math.max(0, first - sandboxStartMs), endTime: own.at(-1)?.timestamp ?? first};
}
