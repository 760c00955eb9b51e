import {isAccessDenied, messageOf} from '../aws/aws-error.js';
import type {Notices} from '../notices.js';
import type {AccessLog} from './access-log.js';
import type {Attempt} from './attempt.js';
import {type Gap, hintOfFailure} from './gap.js';
import type {ExecutionLogging} from './rest-logging.js';

export interface V2StageTarget {
  readonly apiId: string;
  readonly stage: string;
  readonly region: string;
}

/** The gap where the stage's own settings could not be read. */
export function unreadStageGaps({apiId, stage, region}: V2StageTarget, answer: Attempt<unknown>): Gap[] {
  if (answer.ok) return [];
  const isDenied = isAccessDenied(answer.error);
  return [
    {
      kind: isDenied ? 'denied' : 'failed',
      what: `stage ${stage}`,
      message: isDenied
        ? `no permission to read stage "${stage}": its access log and variables are unknown`
        : `stage "${stage}" cannot be read, so its access log and variables are unknown: ${messageOf(answer.error)}`,
      hint: isDenied
        ? `allow apigateway:GET on arn:aws:apigateway:${region}::/apis/${apiId}/stages/${stage}`
        : hintOfFailure(answer.error),
      isPartial: true,
    },
  ];
}

/** Where the stage serves a deployment that cannot be looked into: how the API is now was taken for it. */
export const unknownDeploymentGap = (kind: 'http' | 'websocket', error: unknown): Gap => ({
  kind: isAccessDenied(error) ? 'denied' : 'failed',
  what: 'deployment',
  message:
    kind === 'websocket'
      ? 'AutoDeploy is off and the deployment of a WebSocket API cannot be looked into: functions are those of the API as it is edited now'
      : `AutoDeploy is off and the stage's deployment cannot be exported, so functions are those of the API as it is edited now${error === undefined ? '' : `: ${messageOf(error)}`}`,
  hint: 'a function that only the deployment calls is missing',
  isPartial: false,
  // Of WebSocket APIs it is so always, and mostly nothing was edited since the deployment.
  isQuiet: kind === 'websocket',
});

export interface V2StageLogs {
  readonly kind: 'http' | 'websocket';
  /** Undefined where the stage cannot be read. */
  readonly accessLog: AccessLog | undefined;
  readonly logging: ExecutionLogging;
  readonly hasFunctions: boolean;
}

/** Tells the user what is missing from the output, and what the stage itself does not write. */
export function sayWhatV2IsMissing(
  gaps: readonly Gap[],
  {kind, accessLog, logging, hasFunctions}: V2StageLogs,
  target: V2StageTarget,
  notices: Notices,
): void {
  const {stage} = target;
  for (const {message, hint, isQuiet} of gaps) {
    if (isQuiet) notices.detail(message);
    else notices.notice(message, hint);
  }
  if (kind === 'websocket' && logging.level === 'OFF') {
    notices.notice(`stage "${stage}" writes no execution log`, `turn it on: ${howToLogExecution(target)}`);
  }
  if (kind === 'websocket' && logging.level === 'ERROR') {
    notices.detail(
      `stage "${stage}" logs failing requests only (level ERROR): others may not be tied to their functions`,
    );
  }
  // Where the execution log tells of requests, the access log need not.
  if (kind === 'websocket' && logging.level !== 'OFF') return;
  if (accessLog?.kind === 'none') {
    notices.notice(
      kind === 'http'
        ? `stage "${stage}" writes no access log, the only log an HTTP API has: no line can be tied to a request`
        : `stage "${stage}" writes no access log either: no line can be tied to a request`,
      howToLogAccess(target),
    );
  }
  if (accessLog?.kind === 'logGroup') {
    const missing = missingVariables(accessLog.format ?? '', hasFunctions);
    if (missing.length > 0) {
      notices.notice(
        `the format of the access log lacks ${missing.join(' and ')}, which tie${missing.length === 1 ? 's' : ''} lines to requests`,
        `add ${missing.length === 1 ? 'it' : 'them'} to the format, in the settings of the stage`,
      );
    }
  }
}

/** The variables from which ties come; each has an older name that says the same. */
function missingVariables(format: string, hasFunctions: boolean): string[] {
  const has = (...names: string[]) => names.some(name => format.includes(`$context.${name}`));
  return [
    ...(has('requestId', 'extendedRequestId') ? [] : ['$context.requestId']),
    ...(has('integration.requestId', 'awsEndpointRequestId') || !hasFunctions
      ? []
      : ['$context.integration.requestId']),
  ];
}

/** A format from which every tie can come, with what people want to know of a request. */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  integrationRequestId: '$context.integration.requestId',
  authorizerRequestId: '$context.authorizer.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLatency: '$context.responseLatency',
  integrationError: '$context.integration.error',
});

/** The command that turns a stage's access log on. */
export const howToLogAccess = ({apiId, stage, region}: V2StageTarget): string =>
  `\`aws apigatewayv2 update-stage --region ${region} --api-id ${apiId} --stage-name '${stage}'` +
  ` --access-log-settings '${JSON.stringify({
    DestinationArn: `arn:aws:logs:${region}:ACCOUNT:log-group:NAME`,
    Format: accessLogFormat,
  })}'\``;

/** The command that has a WebSocket API's stage log every event. */
export const howToLogExecution = ({apiId, stage, region}: V2StageTarget): string =>
  `\`aws apigatewayv2 update-stage --region ${region} --api-id ${apiId} --stage-name '${stage}'` +
  ' --default-route-settings LoggingLevel=INFO`';
