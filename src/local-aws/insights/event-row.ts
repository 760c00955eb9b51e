import type {StoredEvent} from '../stored-event.js';
import {discoverJsonFields, discoverLambdaField} from './discover-fields.js';
import type {Row} from './row.js';
import {Timestamp, type Value} from './values.js';

/** The log group that an event comes from, as a query names it. */
export interface QueriedGroup {
  /** `account-id:log-group-name` */
  readonly log: string;
  /** Where the group stands among those of the query. */
  readonly rank: number;
  readonly isLambda: boolean;
}

/**
 * A log event with the fields that Logs Insights finds in it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export class EventRow implements Row {
  readonly stored: StoredEvent;
  readonly group: QueriedGroup;
  #mayBeJson: boolean | undefined;
  #json: ReadonlyMap<string, Value> | undefined;

  constructor(stored: StoredEvent, group: QueriedGroup) {
    this.stored = stored;
    this.group = group;
  }

  get event(): EventRow {
    return this;
  }

  get(name: string): Value {
    const {stored, group} = this;
    switch (name) {
      case '@message':
        return stored.message;
      case '@timestamp':
        return new Timestamp(stored.timestamp);
      case '@ingestionTime':
        return new Timestamp(stored.ingestionTime);
      case '@logStream':
        return stored.logStream;
      case '@log':
        return group.log;
      case '@ptr':
        return this.#pointer();
      default:
        return this.#discover(name);
    }
  }

  /** Says where the event lies; real ones are opaque too. */
  #pointer(): string {
    return Buffer.from(`${this.group.log}:${this.stored.batch.eventId(this.stored)}`).toString('base64');
  }

  #discover(name: string): Value {
    const {message} = this.stored;
    if (!name.startsWith('@')) return this.#discoverJson(name);
    // Documented: a field that has an @ of its own is shown with a second one.
    if (name.startsWith('@@')) return this.#discoverJson(name.slice(1));
    return this.group.isLambda ? discoverLambdaField(message, name) : undefined;
  }

  #discoverJson(name: string): Value {
    const {message} = this.stored;
    // Most lines tell without being parsed that they have no such field.
    this.#mayBeJson ??= message.includes('{');
    if (!this.#mayBeJson || !message.includes(lastKey(name))) return undefined;
    this.#json ??= discoverJsonFields(message, this.group.isLambda);
    return this.#json.get(name);
  }
}

/** The last part of a path that is no index of an array. */
function lastKey(path: string): string {
  const dot = path.lastIndexOf('.');
  if (dot < 0) return path;
  const key = path.slice(dot + 1);
  return /^\d+$/.test(key) ? lastKey(path.slice(0, dot)) : key;
}
