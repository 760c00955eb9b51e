import type {Invocation} from './invocation.js';
import type {LineDraft} from './world.js';

/**
 * How long a reader can be asked to wait for the tie, by log time: so long after a line, and so long after the
 * end of its invocation. Readers hold for 30 s and 1 s; the difference keeps the truth away from the edge.
 */
const holdMs = 29_500;
const graceMs = 900;
/** Clocks of services may differ by so much; a reader gives requests this long to appear. */
const clockDifferenceMs = 250;

/** What the logs say of a request's ties; all times are timestamps of log lines. */
export interface RequestEvidence {
  /** By integration: the execution log names the invocation. */
  readonly executionNames: {readonly lambdaRequestId: string; readonly at: number} | undefined;
  /** The access log names these invocations. */
  readonly accessNames: {readonly lambdaRequestIds: readonly string[]; readonly at: number} | undefined;
  /** When the logs have named the request's trace; absent where they never do, or several requests share it. */
  readonly ownTraceSeenAt: number | undefined;
  /** When the execution log shows that the request is over; absent where it shows nothing of the request. */
  readonly closesAt: number | undefined;
  /** Whether every request is in the execution log, so that a reader may stop waiting once all have closed. */
  readonly showsEveryRequest: boolean;
  /** The invocation whose lines contain the API request id, and the first of these lines. */
  readonly claimedBy: {readonly lambdaRequestId: string; readonly at: number} | undefined;
}

/** When each kind of evidence that ties `invocation` to the request can first be read. */
export function tieTimes(evidence: RequestEvidence, invocation: Invocation): number[] {
  const {executionNames, accessNames, ownTraceSeenAt, closesAt, claimedBy} = evidence;
  const {lambdaRequestId} = invocation.truth;
  const times: number[] = [];
  if (executionNames?.lambdaRequestId === lambdaRequestId) times.push(executionNames.at);
  if (accessNames?.lambdaRequestIds.includes(lambdaRequestId)) times.push(accessNames.at);
  if (ownTraceSeenAt !== undefined && invocation.traceSeenAt !== undefined) {
    const at = Math.max(ownTraceSeenAt, invocation.traceSeenAt);
    if (at <= lastWait(evidence, invocation)) times.push(at);
  }
  // A claim counts once the request has closed and has named no invocation; after that nobody waits for one.
  const isClaimed = claimedBy?.lambdaRequestId === lambdaRequestId && !namesInvocation(evidence);
  if (isClaimed && closesAt !== undefined && claimedBy.at <= closesAt) times.push(closesAt);
  return times;
}

/** Whether the logs say of any invocation that it is the request's. */
export const namesInvocation = ({executionNames, accessNames}: RequestEvidence) =>
  executionNames !== undefined || (accessNames?.lambdaRequestIds.length ?? 0) > 0;

/** Whether a reader that holds lines for a bounded time still has `line` when it can know where it belongs. */
export function isLinkExpected(
  line: LineDraft,
  invocation: Invocation,
  evidence: RequestEvidence,
  ties: readonly number[],
): boolean {
  if (line.kind === 'init' && !isInitSettledInTime(line, invocation, evidence)) return false;
  const latest = Math.min(line.timestamp + holdMs, invocation.truth.endTime + graceMs);
  return ties.some(at => at <= latest);
}

function isInitSettledInTime(line: LineDraft, invocation: Invocation, evidence: RequestEvidence): boolean {
  const {initSettledAt} = invocation;
  if (initSettledAt === undefined) return false;
  return initSettledAt <= Math.min(line.timestamp + holdMs, lastWait(evidence, invocation));
}

/** When a reader that sees every request close may stop waiting for news of the invocation. */
function lastWait({closesAt, showsEveryRequest}: RequestEvidence, {truth}: Invocation): number {
  if (!showsEveryRequest || closesAt === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(closesAt, truth.startTime + clockDifferenceMs);
}
