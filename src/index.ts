/**
 * The logs behind an Amazon API Gateway stage, for programs: the same lines that `apilogs` prints. What is exported
 * here, and nothing else, is a promise of the version.
 */
export {ApilogsError, type ExitCode, exitCodes} from './errors.js';
export {type FollowedLines, followStage} from './library/follow-stage.js';
export type {
  AwsCredentials,
  AwsOptions,
  Engine,
  FollowStageOptions,
  LineSelection,
  Notice,
  ReadStageOptions,
  StageOptions,
  TraceOptions,
} from './library/library-options.js';
export type {LogGap} from './library/log-gap.js';
export {readStage, type StageLines} from './library/read-stage.js';
export type {StageLine} from './library/stage-line.js';
export {type Trace, trace} from './library/trace.js';
export type {Level} from './log-line.js';
export type {SourceKind} from './log-source.js';
export type {ExecutionStatus} from './requests/execution-status.js';
export type {FunctionRecord, RequestError, RequestRecord} from './requests/request-record.js';
export type {PartKind, TraceCause, TracePart} from './trace/request-trace.js';
