import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';
import type {ApiRequest} from './api-request.js';
import type {InvocationStart} from './invocation-start.js';

/** One invocation of a function, as far as its lines have told. */
export interface Invocation {
  readonly id: string;
  /** That of its first line, or of its first START once there is one. */
  source: LogSource;
  /** Of its first line. */
  readonly logStream: string;
  /** Each START in another stream; none where it lies outside of what is read. */
  readonly starts: InvocationStart[];
  /** Epoch ms of its newest line. */
  seenAt: number;
  /** Epoch ms of START; undefined where START lies outside of what is read. */
  startedAt: number | undefined;
  /** Epoch ms of END, or of the report where the log format has no END. */
  endedAt: number | undefined;
  /** The log stream in which that stands. */
  endedIn: string | undefined;
  traceId: string | undefined;
  /** Whether it waited for its sandbox to start; undefined until its report tells. */
  hasInit: boolean | undefined;
  /** The API request it served, once evidence ties them. */
  request: ApiRequest | undefined;
  /** The requests that closed without naming whom they invoked, and that only this invocation claims. */
  candidates: ApiRequest[] | undefined;
  /** The requests known from the access log alone whose ids its lines contain. */
  claimed: Set<ApiRequest> | undefined;
  /** Log time until which a claim of it may come to count. */
  claimsDecidedAt: number | undefined;
  /** Whether nothing more is expected to tie it, so that its lines need not wait. */
  isSettled: boolean;
  /** Whether it threw, timed out or crashed. */
  hasFailed: boolean;
  /** Whether it may have served a request that no log ties it to, because not every request is logged. */
  readonly mayBeRequest: boolean;
}

/** One of which nothing is known but its first line. */
export const newInvocation = (
  id: string,
  {source, logStream, timestamp}: Pick<LogEvent, 'source' | 'logStream' | 'timestamp'>,
  {isSettled, mayBeRequest}: Pick<Invocation, 'isSettled' | 'mayBeRequest'>,
): Invocation => ({
  id,
  source,
  logStream,
  starts: [],
  seenAt: timestamp,
  startedAt: undefined,
  endedAt: undefined,
  endedIn: undefined,
  traceId: undefined,
  hasInit: undefined,
  request: undefined,
  candidates: undefined,
  claimed: undefined,
  claimsDecidedAt: undefined,
  isSettled,
  hasFailed: false,
  mayBeRequest,
});

/** The lines of a starting sandbox: they belong to the invocation behind them if that one waited for it. */
export interface SandboxStart {
  readonly startedAt: number;
  readonly invocation: Invocation | undefined;
  /** Whether the lines belong to `invocation`; undefined until its report tells. */
  readonly belongs: boolean | undefined;
}
