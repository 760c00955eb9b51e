/** One request to the API, as far as its lines have told. */
export interface ApiRequest {
  readonly id: string;
  /** Epoch ms of the first execution line; undefined while only an access line is known. */
  openedAt: number | undefined;
  /** Epoch ms of the access line: when the request came. */
  accessedAt: number | undefined;
  /** Epoch ms at which it was answered, where the access line says how long it took. */
  answeredAt: number | undefined;
  /** Log time at which it is decided, without an execution log, which invocation's claim to it counts. */
  claimsDecidedAt: number | undefined;
  /** Epoch ms of the line that said the request was over. */
  completedAt: number | undefined;
  /** Log time at which nothing more is expected of it. */
  closedAt: number | undefined;
  extendedRequestId: string | undefined;
  traceId: string | undefined;
  status: number | undefined;
  /** Whether a function that served it threw, timed out or crashed, which the status need not say. */
  hasFunctionError: boolean;
  /** Whether a line said which invocation (or other endpoint) served the request. */
  namesEndpoint: boolean;
  namesAuthorizer: boolean;
  startsAuthorizer: boolean;
  canary: boolean;
  /** The invocations that belong to it; where a line names the endpoint of another AWS service, that id too. */
  readonly lambdaRequestIds: Set<string>;
}

export const newApiRequest = (id: string): ApiRequest => ({
  id,
  openedAt: undefined,
  accessedAt: undefined,
  answeredAt: undefined,
  claimsDecidedAt: undefined,
  completedAt: undefined,
  closedAt: undefined,
  extendedRequestId: undefined,
  traceId: undefined,
  status: undefined,
  hasFunctionError: false,
  namesEndpoint: false,
  namesAuthorizer: false,
  startsAuthorizer: false,
  canary: false,
  lambdaRequestIds: new Set(),
});
