import {isAccessDenied, messageOf} from '../aws/aws-error.js';
import type {Notices} from '../notices.js';
import type {Attempt} from './attempt.js';
import {type Gap, hintOfFailure} from './gap.js';
import type {ExecutionLogging} from './rest-logging.js';
import type {RestStageTarget} from './rest-stage-errors.js';

/** The gap where the stage's own settings could not be read. */
export function stageGaps({stage, restApiId, region}: RestStageTarget, stageAnswer: Attempt<unknown>): Gap[] {
  if (stageAnswer.ok) return [];
  const {error} = stageAnswer;
  const isDenied = isAccessDenied(error);
  return [
    {
      kind: isDenied ? 'denied' : 'failed',
      what: `stage ${stage}`,
      message: isDenied
        ? `no permission to read stage "${stage}": its access log and variables are unknown`
        : `stage "${stage}" cannot be read, so its access log and variables are unknown: ${messageOf(error)}`,
      hint: isDenied
        ? `allow apigateway:GET on arn:aws:apigateway:${region}::/restapis/${restApiId}/stages/${stage}`
        : hintOfFailure(error),
      isPartial: true,
    },
  ];
}

/** The one gap where no permission is there to look into the API at all. */
export const unknownEverythingGap = ({restApiId, stage, region}: RestStageTarget): Gap => ({
  kind: 'denied',
  what: `API ${restApiId}`,
  message: `no permission to look into API ${restApiId}, stage "${stage}": only its execution log is read`,
  hint:
    `allow apigateway:GET on arn:aws:apigateway:${region}::/restapis/${restApiId} (::/apis/${restApiId} for an ` +
    'HTTP or WebSocket API) and what is below it, and lambda:GetFunctionConfiguration',
  isPartial: true,
});

/** Tells the user what is missing from the output, and what the stage itself does not write. */
export function sayWhatIsMissing(
  gaps: readonly Gap[],
  {level}: ExecutionLogging,
  target: RestStageTarget,
  notices: Notices,
): void {
  const {stage} = target;
  for (const {message, hint, isQuiet} of gaps) {
    if (isQuiet) notices.detail(message);
    else notices.notice(message, hint);
  }
  if (level === 'OFF') {
    notices.notice(`stage "${stage}" writes no execution log`, `turn on ${howToLogAtInfo(target)}`);
  }
  if (level === 'ERROR') {
    notices.detail(
      `stage "${stage}" logs failing requests only (level ERROR): others cannot be tied to their functions`,
    );
  }
  if (level === 'mixed') notices.detail(`the methods of stage "${stage}" log at different levels`);
}

/** Where the execution log of a REST API's stage is turned on. */
export const howToLogAtInfo = (target: RestStageTarget): string =>
  `CloudWatch logs in the stage's "Logs and tracing" settings, or \`${updateStage(target)}` +
  " --patch-operations 'op=replace,path=/*/*/logging/loglevel,value=INFO'`";

/** The command that sets a REST API's stage an access log, but for its format. */
export const howToSetAccessLog = (target: RestStageTarget): string =>
  `\`${updateStage(target)} --patch-operations` +
  ' op=replace,path=/accessLogSettings/destinationArn,value=LOG_GROUP_ARN`';

const updateStage = ({restApiId, stage, region}: RestStageTarget): string =>
  `aws apigateway update-stage --region ${region} --rest-api-id ${restApiId} --stage-name ${stage}`;
