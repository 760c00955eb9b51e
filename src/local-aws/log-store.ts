import {AwsError} from './aws-error.js';
import {LogGroup, type LogGroupSettings} from './log-group.js';

/** An event to put into a log group. */
export interface PutEvent {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
  /** Epoch milliseconds from which on the event can be read; now where absent. */
  readonly ingestionTime?: number;
}

/** An event of `putGenerated`. */
export interface GeneratedPutEvent extends PutEvent {
  readonly logStream: string;
}

/** Where the log groups of the local AWS lie. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** The log groups of the local AWS. */
export class LogStore {
  readonly #groups = new Map<string, LogGroup>();
  readonly #linked: LogStore[] = [];
  readonly #now: () => number;
  readonly #place: Place;

  constructor(place: Place, now: () => number) {
    this.#place = place;
    this.#now = now;
  }

  /** Makes a log group without any event; throws `ResourceAlreadyExistsException` where there is one. */
  createLogGroup(name: string, settings: LogGroupSettings = {}): void {
    if (this.#groups.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    this.#groups.set(name, new LogGroup(name, {creationTime: this.#now(), ...settings}));
  }

  /** Makes a log stream without any event; throws as AWS does. */
  createLogStream(logGroup: string, logStream: string): void {
    const group = this.get(logGroup);
    if (group.streams.has(logStream)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    group.stream(logStream, this.#now());
  }

  deleteLogGroup(name: string): void {
    if (!this.#groups.delete(name)) throw noSuchLogGroup();
  }

  /**
   * Puts events into a stream; group and stream are made where absent. Any number and any order is taken,
   * unlike by a PutLogEvents call.
   */
  putEvents(logGroup: string, logStream: string, events: Iterable<PutEvent>): void {
    const group = this.#getOrCreate(logGroup);
    const now = this.#now();
    group.add(group.stream(logStream, now), withIngestionTime(events, now));
  }

  /**
   * Puts `count` events that are computed when they are read, and each time anew, so that they take no
   * memory. `eventAt` has to give the same event for the same index, in order of timestamp and, within a
   * millisecond, of ingestion time.
   */
  putGenerated(logGroup: string, count: number, eventAt: (index: number) => GeneratedPutEvent): void {
    this.#getOrCreate(logGroup).addGenerated(count, this.#now(), eventAt);
  }

  has(name: string): boolean {
    return this.#groups.has(name);
  }

  /** The group of this name; throws `ResourceNotFoundException` where there is none. */
  get(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (!group) throw noSuchLogGroup();
    return group;
  }

  /**
   * The log groups of another account that shares them with this one, as with cross-account observability: they are
   * found by ARN alone.
   */
  linkAccount(place: Place): LogStore {
    const linked = new LogStore(place, this.#now);
    this.#linked.push(linked);
    return linked;
  }

  get linked(): readonly LogStore[] {
    return this.#linked;
  }

  /** The group of a name or of an ARN without `:*`. */
  find(identifier: string): LogGroup {
    if (!identifier.startsWith('arn:')) return this.get(identifier);
    const store = [this, ...this.#linked].find(({arn}) => identifier.startsWith(arn('')));
    if (!store) throw noSuchLogGroup();
    return store.get(identifier.slice(store.arn('').length));
  }

  /** Every group, by name as ASCII sorts. */
  list(): readonly LogGroup[] {
    return [...this.#groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The ARN of a group, without the `:*` that stands for its streams. */
  readonly arn = (logGroup: string): string =>
    `arn:aws:logs:${this.#place.region}:${this.#place.accountId}:log-group:${logGroup}`;

  #getOrCreate(name: string): LogGroup {
    const known = this.#groups.get(name);
    if (known) return known;
    this.createLogGroup(name);
    return this.get(name);
  }
}

function* withIngestionTime(events: Iterable<PutEvent>, now: number) {
  for (const {timestamp, message, ingestionTime = now} of events) yield {timestamp, message, ingestionTime};
}

const noSuchLogGroup = () =>
  new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
