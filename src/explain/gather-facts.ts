import type {LogGroup} from '@aws-sdk/client-cloudwatch-logs';
import {isAccessDenied} from '../aws/aws-error.js';
import {chunks} from '../chunks.js';
import {type Attempt, failedWith} from '../discover/attempt.js';
import {groupBy} from '../discover/group-by.js';
import type {LogSource} from '../log-source.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import type {LogReader} from '../read/log-reader.js';
import type {ExplainPorts} from './explain-ports.js';
import type {SourceFacts, StageFacts} from './stage-facts.js';

/** What a read or a probe of a log group found out. */
export interface ReadOutcome {
  readonly reading: LogGroupReading;
  readonly newestAt: number | undefined;
  readonly isEmpty: boolean;
}

/** Looks for the newest event of each log group: one call each, which also shows whether it may be read. */
export function probeLogGroups(
  reader: LogReader,
  readings: readonly LogGroupReading[],
  {startTime, endTime}: {readonly startTime: number; readonly endTime: number},
): Promise<ReadOutcome[]> {
  return Promise.all(
    readings.map(async reading => {
      const window = {startTime, endTime, filterPattern: undefined, limit: 1};
      const {newestAt, completeFrom} = await reader.readNewest(reading, window);
      return {reading, newestAt, isEmpty: newestAt === undefined && completeFrom <= endTime};
    }),
  );
}

/**
 * Asks for what the reads did not tell: class and retention of the log groups that could be found, and whether
 * API Gateway may write logs. What may not be asked stays unknown.
 */
export async function gatherFacts(
  ports: ExplainPorts,
  outcomes: readonly ReadOutcome[],
  failures: LogReader['failures'],
  signal: AbortSignal,
): Promise<StageFacts> {
  const failureOf = (reading: LogGroupReading) => failures.find(failure => failure.reading === reading);
  const existing = outcomes
    .map(({reading}) => reading)
    .filter(reading => !['missing', 'everywhere'].includes(failureOf(reading)?.kind ?? ''));
  const [role, described] = await Promise.all([
    answerOf(ports.getCloudWatchRole(signal), signal),
    describeAll(ports, existing, signal),
  ]);

  const ofSource = new Map<LogSource, SourceFacts>();
  for (const {reading, newestAt, isEmpty} of outcomes) {
    const failure = failureOf(reading);
    const {logGroupClass, retentionInDays} = described.of(reading) ?? {};
    for (const source of reading.sources) {
      ofSource.set(source, {
        failure,
        newestAt,
        isEmpty: isEmpty && !failure,
        logGroupClass: logGroupClass ?? failure?.logGroupClass,
        retentionInDays,
      });
    }
  }
  return {
    ofSource,
    hasCloudWatchRole: role.ok ? role.value !== undefined : undefined,
    isRoleDenied: failedWith(role, isAccessDenied),
    isDescribingDenied: described.isDenied,
  };
}

/** An explanation can do without any answer. */
async function answerOf<Value>(call: Promise<Value>, signal: AbortSignal): Promise<Attempt<Value>> {
  try {
    return {ok: true, value: await call};
  } catch (error) {
    signal.throwIfAborted();
    return {ok: false, error};
  }
}

/** The most that DescribeLogGroups takes at once (documented). */
const mostIdentifiers = 50;

async function describeAll(ports: ExplainPorts, readings: readonly LogGroupReading[], signal: AbortSignal) {
  const calls = [...groupBy(readings, ({region}) => region)].flatMap(([region, ofRegion]) =>
    chunks(
      ofRegion.map(({logGroup}) => logGroup),
      mostIdentifiers,
    ).map(async identifiers => ({
      region,
      answer: await answerOf(ports.describeLogGroups(identifiers, region, signal), signal),
    })),
  );
  const answers = await Promise.all(calls);
  const known = new Map<string, LogGroup>();
  for (const {region, answer} of answers) {
    if (!answer.ok) continue;
    for (const group of answer.value) {
      known.set(`${region} ${group.logGroupName}`, group);
      known.set(`${region} ${group.logGroupArn}`, group);
    }
  }
  return {
    of: ({region, logGroup}: LogGroupReading) => known.get(`${region} ${logGroup}`),
    isDenied: answers.some(({answer}) => failedWith(answer, isAccessDenied)),
  };
}
