import {executionLogGroup} from '../discover/execution-source.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {webSocketExecutionLogGroup} from '../discover/v2-logging.js';
import type {LogSource} from '../log-source.js';
import {howToLogAtInfo} from './how-to-log.js';
import {missingText, whyMissing} from './missing-log-group.js';
import type {Explanation} from './source-report.js';
import type {SourceFacts} from './stage-facts.js';

/** The part of time that is, or was, looked at. */
export interface ExplainedWindow {
  /** Epoch milliseconds. */
  readonly startTime: number;
  readonly now: number;
}

/** What was looked at, and where. */
export interface ExplainedRead extends ExplainedWindow {
  /** Of the API. */
  readonly region: string;
}

type Stage = Pick<
  StageDiscovery,
  'kind' | 'api' | 'stage' | 'sources' | 'logging' | 'executionRerouted' | 'accountId'
>;

const dayMs = 86_400_000;

/** Every reason why a source may be empty, or hold less than expected. */
export function explainSource(
  source: LogSource,
  facts: SourceFacts,
  stage: Stage,
  read: ExplainedRead,
): Explanation[] {
  return [
    ...(source.kind === 'execution' ? explainExecution(source, stage, read) : []),
    ...(source.canary && !facts.failure ? [canaryExplanation(source)] : []),
    ...explainFailure(source, facts),
    ...explainRetention(source, facts, read),
    ...(facts.isEmpty ? [noEventsExplanation(source, read)] : []),
  ];
}

/** What the settings of the stage mean for its execution log. */
function explainExecution(source: LogSource, stage: Stage, {region}: ExplainedRead): Explanation[] {
  const {logging} = stage;
  // A delivery has no settings of its own; neither has the canary.
  if (source.canary || source.logGroup !== ownLogGroup(stage)) return [];
  const atInfo = howToLogAtInfo(stage, region);
  const levels: Readonly<Record<typeof logging.level, readonly Explanation[]>> = {
    OFF: [
      {
        kind: 'executionLoggingOff',
        message: `stage "${stage.stage}" writes no execution log`,
        hint: `turn on ${atInfo}`,
      },
    ],
    ERROR: [
      {
        kind: 'executionLoggingErrorsOnly',
        message: `stage "${stage.stage}" logs failing requests only (level ERROR)`,
        hint: `for a line of every request, choose level INFO of ${atInfo}`,
      },
    ],
    mixed: [
      {
        kind: 'executionLoggingMixed',
        message: `the methods of stage "${stage.stage}" log at different levels, so some requests are not logged`,
        hint: `for a line of every request, choose level INFO of ${atInfo}, and none for single methods`,
      },
    ],
    INFO: [],
    unknown: [],
  };
  return [...levels[logging.level], ...explainDataTrace(stage), ...explainDelivery(source, stage)];
}

const ownLogGroup = ({kind, api, stage}: Stage): string =>
  kind === 'websocket' ? webSocketExecutionLogGroup(api.id, stage) : executionLogGroup(api.id, stage);

function explainDataTrace({logging: {level, dataTrace}}: Stage): Explanation[] {
  if (level === 'OFF' || level === 'unknown') return [];
  if (dataTrace) {
    return [
      {
        kind: 'dataTraceOn',
        message: 'data tracing is on: requests and responses are logged in full, with the secrets in them',
        hint: 'turn "Data tracing" off when it is no longer needed',
      },
    ];
  }
  return [
    {
      kind: 'dataTraceOff',
      message: 'data tracing is off: headers and bodies of requests and responses are not logged',
      hint: 'turn "Data tracing" on in the stage\'s "Logs and tracing" settings while they are needed',
    },
  ];
}

/** Execution logs come to one place: its own log group or the delivery's (API Gateway guide, log deliveries). */
function explainDelivery(source: LogSource, {executionRerouted, sources}: Stage): Explanation[] {
  if (!executionRerouted) return [];
  const delivered = sources.find(
    other => other.kind === 'execution' && !other.canary && other.logGroup !== source.logGroup,
  );
  return [
    {
      kind: 'rerouted',
      message: `a log delivery sends the execution log elsewhere: "${source.logGroup}" gets no new lines`,
      hint: delivered
        ? `they are in "${delivered.logGroup}", which is read as well`
        : 'delete the delivery to have them here again, or add one to a log group',
    },
  ];
}

const canaryExplanation = ({kind}: LogSource): Explanation => ({
  kind: 'canary',
  message: `holds only what the canary served, which the stage's own ${kind} log has as well`,
  hint: 'nothing needs to be done: each line is printed once',
});

function explainFailure(source: LogSource, {failure}: SourceFacts): Explanation[] {
  const {logGroup, kind} = source;
  switch (failure?.kind) {
    case 'missing': {
      const isFunction = kind === 'lambda' || kind === 'authorizer';
      return [
        {
          kind: isFunction ? 'neverInvoked' : 'logGroupMissing',
          message: missingText(logGroup),
          hint: whyMissing(source),
        },
      ];
    }
    case 'denied':
      return [{kind: 'denied', message: failure.error.message, hint: failure.error.hint}];
    case 'failed':
    case 'unanswered':
    case 'everywhere':
      return [
        {
          kind: failure.logGroupClass === undefined ? 'failed' : 'logGroupClass',
          message: failure.error.message,
          hint: failure.error.hint,
        },
      ];
    case undefined:
      return [];
  }
}

/** That a log group does not keep its events for as long as the window goes back. */
export function explainRetention(
  {logGroup}: Pick<LogSource, 'logGroup'>,
  {retentionInDays}: Pick<SourceFacts, 'retentionInDays'>,
  {startTime, now}: ExplainedWindow,
): Explanation[] {
  const windowDays = (now - startTime) / dayMs;
  if (retentionInDays === undefined || retentionInDays >= windowDays) return [];
  const days = retentionInDays === 1 ? 'one day' : `${retentionInDays} days`;
  return [
    {
      kind: 'retention',
      message: `log group "${logGroup}" keeps events for ${days}; what is older is gone`,
      hint:
        `to keep what comes from now on for longer: \`aws logs put-retention-policy --log-group-name ${logGroup}` +
        ` --retention-in-days ${retentionFor(windowDays)}\``,
    },
  ];
}

/** What PutRetentionPolicy takes (documented), up to a year. */
const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365] as const;

const retentionFor = (days: number): number => retentions.find(retention => retention >= days) ?? 3653;

const noEventsExplanation = ({logGroup}: LogSource, {startTime}: ExplainedWindow): Explanation => ({
  kind: 'noEvents',
  message: `no events in "${logGroup}" since ${new Date(startTime).toISOString()}`,
  hint: 'look further back with --start 7d',
});
