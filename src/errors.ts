/** Exit codes; 3, 4, 6 and 7 are those of the original apilogs and of awslogs. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  badDate: 3,
  denied: 4,
  notFound: 5,
  tooManyStreams: 6,
  noStreams: 7,
  partial: 8,
  printed: 10,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface ErrorDetails {
  /** What to do about it; printed on a line of its own. */
  readonly hint?: string | undefined;
  /** What there is to choose from, say; each is printed below the hint, on a line of its own. */
  readonly list?: readonly string[];
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

/** A failure the user can act on. Anything else is a bug and keeps its stack trace. */
export class ApilogsError extends Error {
  override readonly name = 'ApilogsError';
  readonly hint: string | undefined;
  readonly list: readonly string[];
  readonly exitCode: ExitCode;

  constructor(message: string, {hint, list = [], exitCode = exitCodes.failure, cause}: ErrorDetails = {}) {
    super(message, {cause});
    this.hint = hint;
    this.list = list;
    this.exitCode = exitCode;
  }
}
