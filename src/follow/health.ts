import {
  isAccessDenied,
  isExpiredCredentials,
  isMissingCredentials,
  isRejectedCredentials,
} from '../aws/error-kind.js';
import type {Clock} from '../clock.js';
import type {ApilogsError} from '../errors.js';
import type {Notices} from '../notices.js';
import {describeDuration} from '../time/duration.js';

/** Throttling is everyday life; it is worth a word when nothing has been answered for this long. */
const worthTellingMs = 10_000;

/**
 * What keeps a watch from seeing new lines, said once when it begins and once when it is over. A watch goes on
 * through all of it.
 */
export class Health {
  readonly #clock: Clock;
  readonly #notices: Pick<Notices, 'change'>;
  /** What is wrong with the log groups that fail, by the kind of failure or by the group. */
  readonly #troubles = new Map<string, {readonly since: number; readonly logGroups: Set<string>}>();
  #answeredAt: number;
  #throttledSince: number | undefined;

  constructor(clock: Clock, notices: Pick<Notices, 'change'>) {
    this.#clock = clock;
    this.#notices = notices;
    this.#answeredAt = clock.now();
  }

  /** Whether anything is wrong at this moment. */
  get isTroubled(): boolean {
    return this.#troubles.size > 0 || this.#throttledSince !== undefined;
  }

  get isThrottled(): boolean {
    return this.#throttledSince !== undefined;
  }

  /** A poll of the group failed. */
  failed(logGroup: string, error: unknown, explained: ApilogsError): void {
    const key = troubleOf(logGroup, error);
    this.#leaveOthers(key, logGroup);
    const known = this.#troubles.get(key);
    if (known) {
      known.logGroups.add(logGroup);
      return;
    }
    this.#troubles.set(key, {since: this.#clock.now(), logGroups: new Set([logGroup])});
    this.#notices.change(`${explained.message}; still trying`, explained.hint);
  }

  /** What is wrong with a group now is not over, but something else: that is said in its place. */
  #leaveOthers(key: string, logGroup: string): void {
    for (const [otherKey, {logGroups}] of this.#troubles) {
      if (otherKey !== key && logGroups.delete(logGroup) && logGroups.size === 0)
        this.#troubles.delete(otherKey);
    }
  }

  /** A call was throttled. */
  throttled(): void {
    const now = this.#clock.now();
    if (this.#throttledSince !== undefined || now - this.#answeredAt < worthTellingMs) return;
    this.#throttledSince = this.#answeredAt;
    this.#notices.change(
      'AWS throttles FilterLogEvents: new lines come late',
      'the quota is shared by the whole account and region; --max-rate lowers the share of this run',
    );
  }

  /** A poll of the group succeeded. */
  succeeded(logGroup: string): void {
    const now = this.#clock.now();
    this.#answeredAt = now;
    if (this.#throttledSince !== undefined) {
      this.#notices.change(
        `AWS answers again after ${lasted(this.#throttledSince, now)}; nothing was missed`,
      );
      this.#throttledSince = undefined;
    }
    for (const [key, {since, logGroups}] of this.#troubles) {
      if (!logGroups.delete(logGroup) || logGroups.size > 0) continue;
      this.#troubles.delete(key);
      const what =
        key === network || key === login ? 'AWS answers again' : `log group "${logGroup}" can be read again`;
      this.#notices.change(`${what} after ${lasted(since, now)}; nothing was missed`);
    }
  }

  /** The machine slept, or its clock was set forward. */
  slept(ms: number): void {
    this.#answeredAt = this.#clock.now();
    this.#notices.change(`this machine was asleep for ${describeDuration(ms)}; reading what came meanwhile`);
  }
}

const network = 'network';
const login = 'login';

/** A group that is denied is its own trouble; a lost network or an expired login are everybody's. */
function troubleOf(logGroup: string, error: unknown): string {
  if (needsLogin(error)) return login;
  return isAccessDenied(error) ? logGroup : network;
}

const lasted = (since: number, now: number) => describeDuration(Math.max(1_000, now - since));

/** Whether going on is of no use unless somebody logs in. */
export const needsLogin = (error: unknown): boolean =>
  isExpiredCredentials(error) || isMissingCredentials(error) || isRejectedCredentials(error);
