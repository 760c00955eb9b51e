import type {Level} from '../log-line.js';

/** What reads: FilterLogEvents, or queries of Logs Insights, which AWS bills by the GB scanned. */
export type Engine = 'auto' | 'filter' | 'insights';

/** Keys of AWS, as the providers of the AWS SDK for JavaScript give them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** When the session ends; a provider is then asked again. */
  readonly expiration?: Date | undefined;
}

/** Something worth knowing that is no log line, such as a log group that does not exist yet. */
export interface Notice {
  readonly message: string;
  /** What to do about it. Where it names an option, that is the option of the command line. */
  readonly hint: string | null;
}

/** Which AWS to ask, and as whom. What is left out is found as the AWS CLI finds it: environment, shared config. */
export interface AwsOptions {
  /** Such as `eu-central-1`. */
  readonly region?: string | undefined;
  /** A profile of the shared config. Not together with `credentials`. */
  readonly profile?: string | undefined;
  /** Keys, or a function that gives them, such as a credential provider of the AWS SDK. */
  readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>) | undefined;
  /** Where all services are asked instead of AWS, such as `http://localhost:4566`. */
  readonly endpointUrl?: string | undefined;
}

/** Which stage to read, from where, and what to hear of it. */
export interface StageOptions extends AwsOptions {
  /** The id of a REST, HTTP or WebSocket API, such as `abc123def4`. */
  readonly apiId: string;
  /** The stage's name, such as `prod` or `$default`. */
  readonly stage: string;
  /**
   * FilterLogEvents calls a second at most. By default a read may use the quota of the region, and following half
   * of it; all readings of one process add up.
   */
  readonly maxRate?: number | undefined;
  /** Ends what is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Told each notice once, as soon as it is known. Nothing is ever printed. */
  readonly onNotice?: ((notice: Notice) => void) | undefined;
}

/** Which lines to give. What is left out selects nothing out; what is given must all hold. */
export interface LineSelection {
  /** A filter pattern of CloudWatch Logs, applied by AWS. It hides lines that tell which request others belong to. */
  readonly filterPattern?: string | undefined;
  /** Kinds (`execution`, `access`, `lambda`, `authorizer`), names of sources, or globs of names. */
  readonly sources?: readonly string[] | undefined;
  /** Names of functions, or globs. */
  readonly functions?: readonly string[] | undefined;
  /** All lines of these requests: API, extended, Lambda or trace ids, or the first eight or more characters. */
  readonly requestIds?: readonly string[] | undefined;
  /** Lines of at least this level; those without any are left out. */
  readonly level?: Level | undefined;
  /** All lines of the requests that ended so: `502`, `'5xx'`. */
  readonly status?: readonly (number | string)[] | undefined;
  /** All lines of the requests that failed: a 5xx, a function that threw, timed out or crashed. */
  readonly errors?: boolean | undefined;
}

/** Options of `readStage`. */
export interface ReadStageOptions extends StageOptions, LineSelection {
  /** Epoch ms, inclusive. Five minutes ago where it is left out. */
  readonly startTime?: number | undefined;
  /** Epoch ms, inclusive. Now where it is left out. */
  readonly endTime?: number | undefined;
  /**
   * `filter` where it is left out. `insights` lets AWS search where the logs are; `auto` queries only the log groups
   * from which FilterLogEvents cannot read, and tells `onNotice` before.
   */
  readonly engine?: Engine | undefined;
}

/** Options of `followStage`. */
export interface FollowStageOptions extends StageOptions, LineSelection {
  /** Epoch ms: lines since then come first. Five minutes ago where it is left out. */
  readonly startTime?: number | undefined;
  /** Ms between polls: 1,000 where it is left out. */
  readonly watchIntervalMs?: number | undefined;
  /** Ms that a line may wait for its place in time and for its request: 2,000 where it is left out. */
  readonly holdMs?: number | undefined;
  /** Ms after which it ends by itself; never where it is left out. */
  readonly followForMs?: number | undefined;
}

/** Options of `trace`. */
export interface TraceOptions extends StageOptions {
  /**
   * Any id of the request: of API Gateway (`x-amzn-RequestId`), extended (`x-amz-apigw-id`), of Lambda, of X-Ray; or
   * the first eight or more characters of one.
   */
  readonly id: string;
  /** Epoch ms: the earliest that the request may have been. 24 hours before `endTime` where it is left out. */
  readonly startTime?: number | undefined;
  /** Epoch ms: the latest. Now where it is left out. */
  readonly endTime?: number | undefined;
  /**
   * `filter` where it is left out. `insights` lets AWS search where the logs are; `auto` queries only the log groups
   * from which FilterLogEvents cannot read, and tells `onNotice` before.
   */
  readonly engine?: Engine | undefined;
}
