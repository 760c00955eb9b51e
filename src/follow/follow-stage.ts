import type {FilterLogEvents} from '../aws/filter-log-events.js';
import type {Clock} from '../clock.js';
import {Correlator} from '../correlate/correlator.js';
import {Hold} from '../correlate/hold-for-ties.js';
import type {Visibility} from '../correlate/request-index.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';
import {TwinFinder} from '../merge/drop-canary-twins.js';
import {mergeByTime} from '../merge/merge-by-time.js';
import type {Notices} from '../notices.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import type {ClosedWindow} from '../read/read-slices.js';
import {followLogGroups} from './follow-log-groups.js';
import {LiveGroup, overlapMs} from './live-group.js';
import {LiveLines} from './live-lines.js';

export interface FollowOptions {
  readonly readings: readonly LogGroupReading[];
  readonly visibility: Visibility;
  readonly filterPattern: string | undefined;
  /** Events a page. */
  readonly limit: number;
  /** Epoch ms by the service's clock: where the backlog begins. */
  readonly startTime: number;
  readonly intervalMs: number;
  readonly holdMs: number;
  /** Whether lines wait, within the hold, until all of their request is known: for a selection by its ids or outcome. */
  readonly untilRequestIsComplete: boolean;
  /** Follows for so long after the backlog; for ever where it is undefined. */
  readonly followForMs: number | undefined;
  /** Epoch ms, local clock: from when on it follows where nothing of the backlog can be read. Now, where absent. */
  readonly openedAt?: number;
  readonly clock: Clock;
  /** Epoch ms by the service's clock. */
  readonly serverNow: () => number;
  readonly signal: AbortSignal;
  readonly notices: Notices;
  readonly filterLogEvents: (region: string) => FilterLogEvents;
  /** Reads what is there before following begins, in time order up to a failure. */
  readonly readBacklog: (reading: LogGroupReading, window: ClosedWindow) => AsyncGenerator<LogEvent[]>;
  /**
   * Told of a read or a poll that failed, and of a log group that does not exist as the watch begins; both are
   * tried again. Ends the watch by throwing.
   */
  onFailure(reading: LogGroupReading, error: unknown): void;
  onSuccess(reading: LogGroupReading): void;
  onSleep(ms: number): void;
  /** Log groups that have come to belong to the stage, or to other functions of it; undefined where nothing has. */
  lookForNewReadings?(): Promise<readonly LogGroupReading[] | undefined>;
}

/** A redeployment is to be noticed within a minute. */
const lookForNewEveryMs = 25_000;

/** Follows the log groups of a stage: the backlog first, then what comes, each line once and tied. */
export class StageFollower {
  readonly #options: FollowOptions;
  readonly #groups: LiveGroup[];
  readonly #correlator: Correlator;
  readonly #lines: LiveLines;
  readonly #twins: TwinFinder | undefined;
  readonly #readUntil: number;
  /** Epoch ms up to which the backlog was given where the run was stopped in the middle of it. */
  #backlogBrokeOffAt = Number.POSITIVE_INFINITY;
  #isInBacklog = true;
  #endsAt: number | undefined;
  /** Epoch ms up to which the stage is known to have been as it was. */
  #lookedAt: number;
  #triedAt: number;
  #looking: Promise<void> | undefined;

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#readUntil = options.serverNow();
    this.#lookedAt = this.#readUntil;
    this.#triedAt = this.#readUntil;
    this.#endsAt = this.#endFrom(options.openedAt ?? options.clock.now());
    this.#groups = options.readings.map(reading => this.#follow(reading, this.#readUntil));
    this.#correlator = new Correlator(options.visibility, {isInOrder: false});
    this.#lines = new LiveLines(this.#correlator, options);
    const hasCanary = options.readings.some(({sources}) => sources.some(({canary}) => canary));
    this.#twins = hasCanary ? new TwinFinder(2 * overlapMs, () => this.#readByAll) : undefined;
  }

  /** The log groups that are followed, also those that joined later. */
  get groups(): readonly LiveGroup[] {
    return this.#groups;
  }

  /** Whether the log group is followed and does not exist, as far as the last poll told. */
  isMissing(reading: LogGroupReading): boolean {
    return this.#groups.some(group => group.isMissing && group.isOf(reading));
  }

  /** Epoch ms from which a later run must start to miss nothing; it prints the last half minute again. */
  get resumeTime(): number {
    // One that could never be read would set it back to the beginning for ever.
    const isFollowed = ({isMissing, hasBeenRead}: LiveGroup) => !isMissing && hasBeenRead;
    const followed = this.#groups.filter(isFollowed).map(({polledUntil}) => polledUntil);
    const reached = followed.length > 0 ? Math.min(...followed) : this.#readUntil;
    return Math.max(this.#options.startTime, Math.min(reached - overlapMs, this.#backlogBrokeOffAt));
  }

  /** Epoch ms up to which each log group has been read. */
  get #readByAll(): number {
    return this.#groups.reduce(
      (least, {polledUntil}) => Math.min(least, polledUntil),
      Number.POSITIVE_INFINITY,
    );
  }

  /** Whether the batch that was given last is of the backlog. */
  get isInBacklog(): boolean {
    return this.#isInBacklog;
  }

  /** Whether any log group could be read at any time. */
  get hasRead(): boolean {
    return this.#groups.some(({hasBeenRead, isMissing}) => hasBeenRead && !isMissing);
  }

  /** Epoch ms, local clock, at which it is to end by itself; undefined for never. */
  get endsAt(): number | undefined {
    return this.#endsAt;
  }

  /** Epoch ms up to which lines have been put in order. */
  get followedUpTo(): number {
    return this.#correlator.index.now;
  }

  /** The lines in batches, in order; ends when the signal aborts or the time is up, with all that was held. */
  async *lines(): AsyncGenerator<LogLine[]> {
    yield* this.#backlog();
    this.#isInBacklog = false;
    // Where nothing answers, that has taken long enough.
    if (this.#groups.some(({hasBeenRead}) => hasBeenRead))
      this.#endsAt = this.#endFrom(this.#options.clock.now());
    yield* this.#live();
    yield this.#lines.flush();
  }

  #endFrom(begin: number): number | undefined {
    const {followForMs} = this.#options;
    return followForMs === undefined ? undefined : begin + followForMs;
  }

  async *#backlog(): AsyncGenerator<LogLine[]> {
    const {notices, signal, startTime, untilRequestIsComplete} = this.#options;
    const hold = new Hold(this.#correlator, {notices, untilRequestIsComplete});
    const pages = this.#groups.map(group => this.#backlogOf(group));
    let printedUpTo = Number.NEGATIVE_INFINITY;
    let mergedUpTo = startTime;
    for await (const batch of mergeByTime(pages)) {
      // Groups that were stopped do not hold back the others any more, so this batch may lie behind a gap.
      if (signal.aborted) break;
      mergedUpTo = batch.at(-1)?.timestamp ?? mergedUpTo;
      hold.add(this.#withoutTwins(batch));
      const lines = hold.takeDecided();
      printedUpTo = lines.at(-1)?.event.timestamp ?? printedUpTo;
      yield lines;
    }
    if (signal.aborted) this.#backlogBrokeOffAt = mergedUpTo;
    this.#lines.adopt(printedUpTo, hold.takeAll(), this.#readUntil);
  }

  /** What fails here is read again by the first poll, which looks back to where the group has been read. */
  async *#backlogOf(group: LiveGroup): AsyncGenerator<LogEvent[]> {
    const {readBacklog, startTime, filterPattern, limit, signal, onFailure} = this.#options;
    const {reading} = group;
    try {
      const window = {startTime, endTime: this.#readUntil, filterPattern, limit};
      for await (const page of readBacklog(reading, window)) {
        group.remember(page);
        yield page;
      }
    } catch (error) {
      if (signal.aborted) return;
      group.goOnFromBacklog(error);
      onFailure(reading, error);
    }
  }

  async *#live(): AsyncGenerator<LogLine[]> {
    const {clock, serverNow, signal, intervalMs, onFailure, onSuccess, onSleep} = this.#options;
    const rounds = followLogGroups(this.#groups, {
      clock,
      serverNow,
      signal,
      intervalMs,
      until: this.#endsAt,
      onFailure: ({reading}, error) => onFailure(reading, error),
      onSuccess: ({reading}) => onSuccess(reading),
      onSleep,
    });
    for await (const round of rounds) {
      this.#lines.add(this.#withoutTwins(round.events), round);
      // While nothing can be seen nothing can come that belongs before what is held.
      yield round.isBlind ? this.#lines.flush() : this.#lines.release(round);
      this.#lookForNewReadings(round.seenAt);
    }
  }

  /** In the background: a slow answer must not hold up the rounds. */
  #lookForNewReadings(now: number): void {
    const {lookForNewReadings} = this.#options;
    if (!lookForNewReadings || this.#looking || now - this.#triedAt < lookForNewEveryMs) return;
    this.#triedAt = now;
    const unchangedUntil = this.#lookedAt;
    this.#looking = lookForNewReadings()
      .then(readings => {
        this.#lookedAt = now;
        for (const reading of readings ?? []) this.#join(reading, unchangedUntil);
      })
      // What could not be found out now is asked again next time.
      .catch(() => undefined)
      .finally(() => {
        this.#looking = undefined;
      });
  }

  /** A log group that is followed already has other functions' streams in it now. */
  #join(reading: LogGroupReading, readUntil: number): void {
    const known = this.#groups.find(group => group.isOf(reading));
    if (known) known.addSources(reading.sources);
    else this.#groups.push(this.#follow(reading, readUntil));
  }

  #follow(reading: LogGroupReading, readUntil: number): LiveGroup {
    const {filterLogEvents, filterPattern, limit, startTime} = this.#options;
    return new LiveGroup({
      filterLogEvents: filterLogEvents(reading.region),
      reading,
      filterPattern,
      limit,
      startTime,
      readUntil,
    });
  }

  #withoutTwins(events: readonly LogEvent[]): readonly LogEvent[] {
    const twins = this.#twins;
    return twins ? events.filter(event => !twins.isSecondOfTwins(event)) : events;
  }
}
