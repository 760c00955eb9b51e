import type {
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import pLimit from 'p-limit';
import {type Clock, elapsedBy} from '../clock.js';
import type {Notices} from '../notices.js';
import {isThrottling, isTransient} from './aws-error.js';
import type {CallBudget, Ticket, Urgency} from './call-budget.js';
import type {DatedPage} from './events-page.js';
import type {ServerClock} from './server-clock.js';

/** One call of FilterLogEvents, without retries; rejects with the SDK's error. */
export type SendFilterLogEvents = (
  input: FilterLogEventsCommandInput,
  signal: AbortSignal,
) => Promise<FilterLogEventsCommandOutput>;

/** One page, however often it had to be asked for; rejects with the last of the SDK's errors. */
export type FilterLogEvents = (
  input: FilterLogEventsCommandInput,
  signal: AbortSignal,
  turn?: CallTurn,
) => Promise<FilterLogEventsCommandOutput>;

/** When a call is to leave. */
export interface CallTurn {
  /** The budget's permission for the first try, where the caller has it already. */
  readonly ticket?: Ticket;
  /** Of the tries after it; at once where absent. */
  readonly urgency?: Urgency;
}

/** What a reader of progress and `-v` wants to know. */
export interface CallStatistics {
  calls: number;
  throttled: number;
}

export interface FilterLogEventsOptions {
  readonly send: SendFilterLogEvents;
  readonly budget: CallBudget;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly statistics: CallStatistics;
  /** The service's clock, which learns from each answer. */
  readonly serverClock?: ServerClock | undefined;
  /** Told of every throttled call; where nobody is, a notice says when that lasts. */
  readonly onThrottled?: (() => void) | undefined;
  readonly onAnswer?: (() => void) | undefined;
  /** Epoch ms at which the run is to end by itself: what is not answered then is not waited for much longer. */
  readonly endsAt?: (() => number | undefined) | undefined;
}

const maxCallsUnderWay = 16;
const maxTries = 5;
const firstPauseMs = 200;
const giveUpAfterMs = 5 * 60_000;
/** The same where the run is to be over. */
const lastPatienceMs = 30_000;
/** Without an answer to anybody. */
const worthTellingMs = 10_000;

/**
 * Makes FilterLogEvents something that slows down instead of failing: every attempt takes its turn in the
 * budget; throttling is waited out; other passing errors are tried five times. A call that was throttled for five
 * minutes in which no other was answered either gives up: where others are, its turn comes. Once the run is to be
 * over, half a minute without an answer is the end of it.
 */
export function createFilterLogEvents({
  send,
  budget,
  clock,
  notices,
  statistics,
  serverClock,
  onThrottled,
  onAnswer,
  endsAt = () => undefined,
}: FilterLogEventsOptions): FilterLogEvents {
  const limit = pLimit(maxCallsUnderWay);
  let answeredAt = Number.NEGATIVE_INFINITY;
  let gaveUpAt = Number.NEGATIVE_INFINITY;
  /** By log group: what its last call failed with when there was no more time. */
  const lastFailures = new Map<string, unknown>();
  const isOver = () => clock.now() >= (endsAt() ?? Number.POSITIVE_INFINITY);

  return async (input, signal, turn = {}) => {
    const logGroup = logGroupOf(input);
    let given = turn.ticket;
    let firstTryAt: number | undefined;
    for (let failures = 0; ; ) {
      if (lastFailures.has(logGroup) && isOver()) throw lastFailures.get(logGroup);
      const ticket = given ?? (await budget.take(signal, turn.urgency));
      given = undefined;
      firstTryAt ??= ticket.at;
      statistics.calls += 1;
      try {
        return await limit(async () => {
          const sentAt = clock.now();
          const page: DatedPage = await send(input, signal);
          answeredAt = elapsedBy(clock);
          lastFailures.delete(logGroup);
          if (page.serverDate !== undefined) serverClock?.observe(page.serverDate, sentAt, clock.now());
          onAnswer?.();
          return page;
        });
      } catch (error) {
        if (signal.aborted) throw error;
        notices.detail(`FilterLogEvents on ${logGroup}: ${describe(error)}`);
        const unansweredMs = elapsedBy(clock) - Math.max(firstTryAt, answeredAt);
        const isPassing = isThrottling(error) || isTransient(error);
        const isHopeless = unansweredMs >= lastPatienceMs || gaveUpAt > answeredAt;
        if (isPassing && isHopeless && isOver()) {
          gaveUpAt = elapsedBy(clock);
          lastFailures.set(logGroup, error);
          throw error;
        }
        if (isThrottling(error)) {
          statistics.throttled += 1;
          budget.throttled(ticket);
          onThrottled?.();
          if (unansweredMs > giveUpAfterMs) throw error;
          if (!onThrottled && unansweredMs > worthTellingMs) tellThrottling(notices);
          continue;
        }
        failures += 1;
        if (!isTransient(error) || failures >= maxTries) throw error;
        await clock.sleep(firstPauseMs * 2 ** (failures - 1), signal);
      }
    }
  };
}

const tellThrottling = (notices: Notices) =>
  notices.notice(
    'AWS throttles FilterLogEvents: reading goes on as it lets calls through',
    'the quota is shared by the whole account and region; --max-rate lowers the share of this run',
  );

const logGroupOf = (input: FilterLogEventsCommandInput) =>
  input.logGroupIdentifier ?? input.logGroupName ?? '';

const describe = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
