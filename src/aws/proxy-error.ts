/** A proxy cannot be reached, or does not let a call through. */
export class ProxyError extends Error {
  override readonly name: string = 'ProxyError';
  /** Node's code of the failure, such as ECONNREFUSED; undefined where the proxy gave an answer. */
  readonly code: string | undefined;
  /** What the proxy answered. */
  readonly proxyStatus: number | undefined;

  constructor(message: string, {code, status, cause}: ProxyFailure) {
    super(message, {cause});
    this.code = code;
    this.proxyStatus = status;
  }
}

export interface ProxyFailure {
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly cause?: unknown;
}
