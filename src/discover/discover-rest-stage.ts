import {isAccessDenied, isNotFound, toApilogsError} from '../aws/aws-error.js';
import type {Notices} from '../notices.js';
import {accessLogOf} from './access-log.js';
import {allPages} from './all-pages.js';
import {attempt, failedWith} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';
import {findExecutionDelivery} from './execution-delivery.js';
import {executionSource} from './execution-source.js';
import {functionSources} from './function-sources.js';
import {narrowSharedGroups} from './narrow-shared-groups.js';
import {rankSources} from './rank-sources.js';
import {readRestDefinition} from './read-rest-definition.js';
import {restFunctions} from './rest-functions.js';
import {executionLogging, unknownLogging} from './rest-logging.js';
import {type RestStageTarget, unknownApi, unknownStage} from './rest-stage-errors.js';
import {sayWhatIsMissing, stageGaps, unknownEverythingGap} from './rest-stage-gaps.js';
import {accessSources, canarySources, deliveredSources} from './rest-stage-sources.js';
import {isOfAccount, otherAccountGaps, ownerOf} from './stage-account.js';
import type {StageDiscovery} from './stage-discovery.js';
import {stageFingerprint} from './stage-fingerprint.js';
import {variableSets} from './stage-variables.js';

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

  const logging = settings
    ? executionLogging(settings.methodSettings ?? {}, definition.methods)
    : unknownLogging;
  const execution = executionSource(restApiId, stage, region);
  // Where methods log and nobody may say where to, the log group with the usual name is a guess.
  const isAssumed = delivery.isUnknown && logging.level !== 'OFF' && logging.level !== 'unknown';
  const found = [
    {
      source: isAssumed ? {...execution, isAssumed} : execution,
      foundBy: 'the name that API Gateway gives it',
    },
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
  sayWhatIsMissing(gaps, logging, target, notices);

  return {
    kind: 'rest',
    api: {id: restApiId, name: restApi.ok ? restApi.value.name : undefined},
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
