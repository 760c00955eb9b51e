import type {Clock} from '../clock.js';
import type {LogEvent} from '../log-event.js';
import type {LiveGroup} from './live-group.js';

/** What one look at all log groups found. */
export interface Round {
  /** Epoch ms by the service's clock up to which the groups were looked at: the start of the round. */
  readonly at: number;
  /** Epoch ms by the service's clock at which the round was over; `at`, while it catches up with the past. */
  readonly seenAt: number;
  /** New events of all groups; those of one group in time order. */
  readonly events: readonly LogEvent[];
  /** Whether no group could be looked at. */
  readonly isBlind: boolean;
}

export interface RoundOptions {
  readonly clock: Clock;
  /** Epoch ms by the service's clock. */
  readonly serverNow: () => number;
  readonly signal: AbortSignal;
  readonly intervalMs: number;
  /** Epoch ms, local clock, of the last round; for ever where it is undefined. */
  readonly until: number | undefined;
  /** Told of a poll that failed; the group is polled again in the next round. May end the watch by throwing. */
  onFailure(group: LiveGroup, error: unknown): void;
  onSuccess(group: LiveGroup): void;
  onSleep(ms: number): void;
}

/** What was missed for long is caught up with in portions of about so many events. */
const eventsOfPortion = 20_000;
const firstPortionMs = 60_000;
const shortestPortionMs = 1_000;
/** While nothing can be read, rounds come less and less often, but never further apart than this. */
const longestPauseMs = 5_000;
/** A pause that took so much longer than asked for was a sleep of the machine. */
const sleepMs = 20_000;

/** Polls all groups, round by round, until the signal aborts or the time is up. `groups` may grow meanwhile. */
export async function* followLogGroups(
  groups: readonly LiveGroup[],
  {clock, serverNow, signal, intervalMs, until, onFailure, onSuccess, onSleep}: RoundOptions,
): AsyncGenerator<Round> {
  let portionMs = firstPortionMs;
  let failedRounds = 0;
  let endsAt: number | undefined;
  while (!signal.aborted) {
    const startedAt = clock.now();
    const isLast = until !== undefined && startedAt >= until;
    // What comes while the last rounds catch up is not waited for: with dense traffic that would have no end.
    if (isLast) endsAt ??= serverNow();
    const now = endsAt ?? serverNow();
    let succeeded = 0;
    const found = await Promise.all(
      groups.map(async group => {
        try {
          const events = await group.poll({now, portionMs, isLast}, signal);
          succeeded += 1;
          onSuccess(group);
          return events;
        } catch (error) {
          if (!signal.aborted) onFailure(group, error);
          return [];
        }
      }),
    );
    const events = found.flat();
    const at = groups.reduce(
      (latest, {polledUntil}) => Math.max(latest, polledUntil),
      Number.NEGATIVE_INFINITY,
    );
    const isBehind = succeeded > 0 && at < now;
    yield {at, seenAt: isBehind ? at : serverNow(), events, isBlind: succeeded === 0};
    if (isLast && !isBehind) return;
    if (isBehind) {
      portionMs = nextPortion(portionMs, events.length);
      continue;
    }
    portionMs = firstPortionMs;
    failedRounds = succeeded > 0 ? 0 : failedRounds + 1;
    const pauseMs = Math.min(longestPauseMs, intervalMs * 2 ** failedRounds);
    const pause = Math.max(intervalMs, pauseMs);
    const nextAt = Math.min(startedAt + pause, until ?? Number.POSITIVE_INFINITY);
    const overslept = await sleepUntil(nextAt, clock, signal);
    if (overslept > sleepMs) onSleep(overslept);
  }
}

function nextPortion(portionMs: number, events: number): number {
  if (events > eventsOfPortion) return Math.max(shortestPortionMs, portionMs / 2);
  return events < eventsOfPortion / 4 ? portionMs * 2 : portionMs;
}

/** How much later than asked for it woke up, in ms. */
async function sleepUntil(at: number, clock: Clock, signal: AbortSignal): Promise<number> {
  const sleepFor = Math.max(0, at - clock.now());
  const wakesAt = clock.now() + sleepFor;
  try {
    await clock.sleep(sleepFor, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return clock.now() - wakesAt;
}
