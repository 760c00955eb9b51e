import type {LogSource} from './log-source.js';

/** One event as CloudWatch Logs returned it; the optional fields of the SDK's type settled once, on reading. */
export interface LogEvent {
  readonly source: LogSource;
  readonly logStream: string;
  /** Epoch milliseconds, as the writer said. */
  readonly timestamp: number;
  /** Epoch milliseconds at which CloudWatch Logs took it in. */
  readonly ingestionTime: number;
  /** 56 decimal digits, unique per event; only for telling events apart. Empty where a query gave the event. */
  readonly eventId: string;
  /** The text, with the line breaks it came with. */
  readonly message: string;
}
