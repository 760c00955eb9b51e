import type {EventsPart} from '../aws/events-text.js';
import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';

/** An event of a page that is kept as text. What hardly anybody asks for is looked up when somebody does. */
export class TextEvent implements LogEvent {
  readonly source: LogSource;
  readonly logStream: string;
  readonly timestamp: number;
  readonly message: string;
  readonly part: EventsPart;
  readonly index: number;

  constructor(source: LogSource, part: EventsPart, index: number) {
    this.source = source;
    this.logStream = part.logStreamOf(index);
    this.timestamp = part.timestampOf(index);
    this.message = part.messageOf(index);
    this.part = part;
    this.index = index;
  }

  get ingestionTime(): number {
    return this.part.ingestionTimeOf(this.index);
  }

  get eventId(): string {
    return this.part.eventIdOf(this.index);
  }
}
