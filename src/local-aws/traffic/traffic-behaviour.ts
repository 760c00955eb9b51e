import {type IngestionLag, realisticLag} from './ingestion-lag.js';
import type {Outcome} from './truth.js';

export type LoggingLevel = 'ERROR' | 'INFO' | 'INFO+trace';

/** What traffic does and how it is logged. Shares are between 0 and 1. */
export interface TrafficBehaviour {
  /** The stage's logging level; `INFO+trace` is INFO with data trace. */
  readonly loggingLevel: LoggingLevel;
  /** `full` names invocations and the trace; `basic` is the format that the console proposes. */
  readonly accessLog: 'full' | 'basic' | 'off';
  /**
   * `active` traces: REPORT lines name the trace too. `header` is a stage without tracing, whose requests
   * have a trace id all the same. `off` is API Gateway of 2018, which printed none.
   */
  readonly xray: 'active' | 'header' | 'off';
  /** Of the requests to routes that have an authorizer, those that invoke it (the rest have a cached policy). */
  readonly authorizerShare: number;
  /** Of all invocations, those that something other than the API triggered. */
  readonly foreignInvocationShare: number;
  /** Of the requests, those that last 3 seconds. */
  readonly slowShare: number;
  /** Of the invocations, those that start a new sandbox. */
  readonly coldStartShare: number;
  /** Of the cold starts, those whose INIT ran ahead, with no request waiting for it. */
  readonly proactiveInitShare: number;
  /** Of the requests, those served by the stage's canary. */
  readonly canaryShare: number;
  /** Of the requests that reach a function, those whose function logs the API request id passed on to it. */
  readonly passRequestIdShare: number;
  /** Of the invocations, those that log the id of another, earlier request (a client's header, a queue's message). */
  readonly foreignHeaderShare: number;
  /** Of the good requests, those whose function calls its own API within the same trace. */
  readonly selfCallShare: number;
  /** Of the application lines, those without a request id, also where the runtime has one to give. */
  readonly idlessShare: number;
  /** Whether failures and some warnings bring a stack trace. */
  readonly stackTraces: boolean;
  /** The most by which the clock of a sandbox differs from API Gateway's, either way. */
  readonly clockSkewMs: number;
  /** The outcomes of requests that are not slow, by weight. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly ingestionLag: IngestionLag;
  /** The fewest and the most lines that a function writes for one invocation. */
  readonly linesPerInvocation: readonly [min: number, max: number];
}

export const typicalOutcomes = {
  ok: 0.9,
  clientError: 0.04,
  malformedResponse: 0.005,
  functionError: 0.012,
  functionTimeout: 0.002,
  integrationTimeout: 0.002,
  throttled: 0.005,
  usagePlanExceeded: 0.01,
  denied: 0.01,
  missingToken: 0.01,
  outOfMemory: 0.002,
  initError: 0.002,
} as const satisfies Partial<Record<Outcome, number>>;

export const typicalBehaviour: TrafficBehaviour = {
  loggingLevel: 'INFO',
  accessLog: 'full',
  xray: 'header',
  authorizerShare: 0.2,
  foreignInvocationShare: 0.1,
  slowShare: 0.01,
  coldStartShare: 0.01,
  proactiveInitShare: 0,
  canaryShare: 0,
  passRequestIdShare: 0.2,
  foreignHeaderShare: 0.02,
  selfCallShare: 0.01,
  idlessShare: 0.2,
  stackTraces: true,
  clockSkewMs: 0,
  outcomes: typicalOutcomes,
  ingestionLag: realisticLag,
  linesPerInvocation: [1, 5],
};
