import {isAccessDenied, isNotFound, toApilogsError} from '../aws/aws-error.js';
import type {LogSource} from '../log-source.js';
import type {Notices} from '../notices.js';
import {type AccessLog, accessLogOf} from './access-log.js';
import {allPages} from './all-pages.js';
import {attempt, failedWith} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';
import {findExecutionDelivery} from './execution-delivery.js';
import {executionSource} from './execution-source.js';
import {functionSources} from './function-sources.js';
import type {Gap} from './gap.js';
import {narrowSharedGroups} from './narrow-shared-groups.js';
import {rankSources} from './rank-sources.js';
import {readRestDefinition} from './read-rest-definition.js';
import {restFunctions} from './rest-functions.js';
import {type ExecutionLogging, executionLogging, unknownLogging} from './rest-logging.js';
import {type RestStageTarget, unknownApi, unknownStage} from './rest-stage-errors.js';
import {sayWhatIsMissing, stageGaps, unknownEverythingGap} from './rest-stage-gaps.js';
import {accessSources, canarySources, deliveredSources} from './rest-stage-sources.js';
import {isOfAccount, otherAccountGaps, ownerOf} from './stage-account.js';
import {stageFingerprint} from './stage-fingerprint.js';
import {variableSets} from './stage-variables.js';

/** The logs of an API's stage, as deployed, and what is missing from them. */
export interface StageDiscovery {
  readonly kind: 'rest' | 'http' | 'websocket';
  /** The API, of whichever kind. */
  readonly restApi: {readonly id: string; readonly name: string | undefined};
  readonly stage: string;
  /** The account that owns the API, where anything said it. */
  readonly accountId: string | undefined;
  /** In the order of their ranks. */
  readonly sources: readonly LogSource[];
  /** How each was found, in one phrase. */
  readonly foundBy: ReadonlyMap<LogSource, string>;
  readonly gaps: readonly Gap[];
  readonly logging: ExecutionLogging;
  /** Whether a log delivery sends the execution log elsewhere, so that the usual log group gets no new lines. */
  readonly executionRerouted: boolean;
  /** Where the access log goes: nowhere, to a log group, to what is none; unknown where the stage cannot be read. */
  readonly accessLogging: AccessLog['kind'] | 'unknown';
  /** Differs once the stage has been redeployed or set otherwise; undefined where the stage cannot be read. */
  readonly fingerprint: string | undefined;
}

/**
 * Finds every log group that belongs to a stage. What cannot be read becomes a gap and a notice, and the rest
 * goes on; throws an `ApilogsError` where the API or the stage does not exist, where there are no credentials,
 * and where nothing that speaks for AWS answers.
 */
export async function discoverRestStage(
  ports: DiscoverPorts,
  target: RestStageTarget,
  notices: Notices,
  signal?: AbortSignal,
): Promise<StageDiscovery> {
  const {restApiId, stage, region} = target;
  const known = await firstAnswers(ports, target, signal);
  const {restApi, stageAnswer, delivery} = known;
  const settings = stageAnswer.ok ? stageAnswer.value : undefined;
  const hasCanary = settings?.canarySettings !== undefined;

  const accessLog = accessLogOf(settings?.accessLogSettings);
  const [{definition, gaps: definitionGaps}, canaries] = await Promise.all([
    readRestDefinition(ports, restApiId, {...known, hasCanary}, signal),
    hasCanary ? canarySources(ports, target, accessLog, signal) : [],
  ]);
  const functions = restFunctions(definition, settings && variableSets(settings));
  const parts = {accessLog, delivery, uses: functions.uses};
  const accountId = known.accountId ?? ownerOf(parts);
  const own = functions.uses.filter(use => isOfAccount(use.function, accountId));
  const lookedUp = await functionSources(ports, own, signal);

  const found = [
    {source: executionSource(restApiId, stage, region), foundBy: 'the name that API Gateway gives it'},
    ...canaries,
    ...deliveredSources(delivery, accountId),
    ...accessSources(accessLog, accountId),
    ...lookedUp.found,
  ];
  const unreadable = definitionGaps.filter(({isPartial}) => isPartial);
  const isAllDenied =
    failedWith(stageAnswer, isAccessDenied) && unreadable.some(({kind}) => kind === 'denied');
  const gaps = [
    ...(isAllDenied
      ? [unknownEverythingGap(target)]
      : [...stageGaps(target, stageAnswer), ...definitionGaps]),
    ...functions.gaps,
    ...otherAccountGaps(parts, accountId),
    ...(accessLog.kind === 'elsewhere' ? [accessLog.gap] : []),
    ...delivery.gaps,
    ...lookedUp.gaps,
  ];
  const logging = settings
    ? executionLogging(settings.methodSettings ?? {}, definition.methods)
    : unknownLogging;
  sayWhatIsMissing(gaps, logging, target, notices);

  return {
    kind: 'rest',
    restApi: {id: restApiId, name: restApi.ok ? restApi.value.name : undefined},
    stage,
    accountId,
    ...rankSources(narrowSharedGroups(found)),
    gaps,
    logging,
    executionRerouted: delivery.isRerouted,
    accessLogging: settings ? accessLog.kind : 'unknown',
    fingerprint: settings && stageFingerprint(settings),
  };
}

/** What can be asked without knowing anything but the arguments, at once. */
async function firstAnswers(ports: DiscoverPorts, target: RestStageTarget, signal: AbortSignal | undefined) {
  const {restApiId, stage} = target;
  try {
    const [restApi, stageAnswer, exported, authorizers, delivery, accountId] = await Promise.all([
      attempt(ports.getRestApi(restApiId, signal), signal),
      attempt(ports.getStage(restApiId, stage, signal), signal),
      attempt(ports.getExport(restApiId, stage, signal), signal),
      attempt(
        allPages(next => ports.getAuthorizers(restApiId, next, signal)),
        signal,
      ),
      findExecutionDelivery(ports, restApiId, stage, signal),
      ports.accountId(),
    ]);
    if (!restApi.ok && isNotFound(restApi.error)) throw await unknownApi(ports, target, restApi.error);
    if (!stageAnswer.ok && isNotFound(stageAnswer.error)) {
      throw await unknownStage(ports, target, stageAnswer.error, signal);
    }
    // When neither answers, for another reason than a permission, nothing else will: no network, wrong endpoint.
    if (!restApi.ok && !stageAnswer.ok) {
      const [failure] = [stageAnswer.error, restApi.error].filter(error => !isAccessDenied(error));
      if (failure !== undefined) throw failure;
    }
    return {restApi, stageAnswer, exported, authorizers, delivery, accountId};
  } catch (error) {
    if (signal?.aborted) throw error;
    throw toApilogsError(error, {
      action: 'apigateway:GET',
      what: `stage "${stage}" of API ${restApiId}`,
      region: target.region,
      ...ports.asked,
    });
  }
}
