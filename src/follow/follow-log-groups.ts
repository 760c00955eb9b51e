import type {Clock} from '../clock.js';
import type {LogEvent} from '../log-event.js';
import type {LiveGroup} from './live-group.js';

/** What one look at all log groups found. */
export interface Round {
  /** Epoch ms at which it started. */
  readonly startedAt: number;
  /** New events of all groups, in no particular order. */
  readonly events: readonly LogEvent[];
}

export interface FollowOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly intervalMs: number;
  /** Epoch ms of the last round; for ever where it is undefined. */
  readonly until: number | undefined;
  /** Told of a poll that failed; the group is polled again in the next round. */
  onFailure(group: LiveGroup, error: unknown): void;
  onSuccess(group: LiveGroup): void;
}

/** Polls all groups, round by round, until the signal aborts or the time is up. */
export async function* followLogGroups(
  groups: readonly LiveGroup[],
  {clock, signal, intervalMs, until, onFailure, onSuccess}: FollowOptions,
): AsyncGenerator<Round> {
  while (!signal.aborted) {
    const startedAt = clock.now();
    const found = await Promise.all(
      groups.map(async group => {
        try {
          const events = await group.poll(startedAt, signal);
          onSuccess(group);
          return events;
        } catch (error) {
          if (!signal.aborted) onFailure(group, error);
          return [];
        }
      }),
    );
    yield {startedAt, events: found.flat()};
    if (until !== undefined && startedAt >= until) return;
    const nextAt = Math.min(startedAt + intervalMs, until ?? Number.POSITIVE_INFINITY);
    try {
      await clock.sleep(Math.max(0, nextAt - clock.now()), signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
  }
}
