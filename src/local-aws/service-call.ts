import type {Input, Members} from './input.js';

export type ServiceName =
  | 'logs'
  | 'apigateway'
  | 'apigatewayv2'
  | 'lambda'
  | 'sts'
  | 'sso'
  | 'cloudformation';

/** One call as it arrived. */
export interface ServiceCall {
  readonly service: ServiceName;
  /** The name AWS gives the operation, such as `FilterLogEvents`. */
  readonly operation: string;
  /** The input, its members named as the SDK names them. */
  readonly input: Members;
  /** The path of the URL. */
  readonly path: string;
  /** The region the request was signed for, where it was signed. */
  readonly region: string | undefined;
  /** The access key that signed it, where it was signed. */
  readonly accessKeyId: string | undefined;
  /** Epoch ms, by the caller's clock; undefined where the request does not say. */
  readonly signedAt: number | undefined;
}

/** What each operation of a service answers: an output, or a body that is ready to go. */
export type Operations = Readonly<Record<string, (input: Input) => object | string>>;
