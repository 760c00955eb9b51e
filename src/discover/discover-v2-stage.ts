import type {GetApiResponse, Stage} from '@aws-sdk/client-apigatewayv2';
import {isAccessDenied, isNotFound, toApilogsError} from '../aws/aws-error.js';
import type {Notices} from '../notices.js';
import {type AccessLog, accessLogOf} from './access-log.js';
import {allPages} from './all-pages.js';
import {type Attempt, attempt, failedWith} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';
import {notRerouted} from './execution-delivery.js';
import type {FoundSource} from './found-source.js';
import {functionSources} from './function-sources.js';
import type {Gap} from './gap.js';
import {narrowSharedGroups} from './narrow-shared-groups.js';
import {rankSources} from './rank-sources.js';
import {restFunctions} from './rest-functions.js';
import {unknownLogging} from './rest-logging.js';
import {accessSources} from './rest-stage-sources.js';
import {isOfAccount, otherAccountGaps, ownerOf} from './stage-account.js';
import type {StageDiscovery} from './stage-discovery.js';
import {v2StageFingerprint} from './stage-fingerprint.js';
import {
  definitionFromObjects,
  definitionFromV2Export,
  unreadObjectGaps,
  type V2Definition,
  type V2Objects,
} from './v2-definition.js';
import {noExecutionLogging, webSocketExecutionSource, webSocketLogging} from './v2-logging.js';
import {unknownV2Stage} from './v2-stage-errors.js';
import {
  sayWhatV2IsMissing,
  unknownDeploymentGap,
  unreadStageGaps,
  type V2StageTarget,
} from './v2-stage-gaps.js';

export type {V2StageTarget} from './v2-stage-gaps.js';

export type V2Api = Pick<GetApiResponse, 'Name' | 'ProtocolType'>;

/** The stage that an HTTP API has where none was made by name. */
const defaultStage = '$default';

/**
 * Finds every log group that belongs to a stage of an HTTP or WebSocket API: its access log, the execution log
 * of a WebSocket API, and its functions' logs. Says and throws as `discoverRestStage` does.
 */
export async function discoverV2Stage(
  ports: DiscoverPorts,
  asked: V2StageTarget,
  api: V2Api,
  notices: Notices,
  signal?: AbortSignal,
): Promise<StageDiscovery> {
  const {apiId, region} = asked;
  const kind = api.ProtocolType === 'WEBSOCKET' ? 'websocket' : 'http';
  const known = await firstAnswers(ports, asked, signal);
  const {stage, objects} = known;
  const target = {...asked, stage};
  const settings = known.stageAnswer.ok ? known.stageAnswer.value : undefined;
  const accessLog = v2AccessLogOf(settings);
  const {definition, gaps: deploymentGaps} = await readDefinition(
    ports,
    target,
    {kind, settings, objects},
    signal,
  );
  const functions = restFunctions(definition, settings && [settings.StageVariables ?? {}]);
  const parts = {accessLog, delivery: notRerouted, uses: functions.uses};
  const accountId = known.accountId ?? ownerOf(parts);
  const own = functions.uses.filter(use => isOfAccount(use.function, accountId));
  const lookedUp = await functionSources(ports, own, signal);

  const found: FoundSource[] = [
    ...(kind === 'websocket'
      ? [
          {
            source: webSocketExecutionSource(apiId, stage, region),
            foundBy: 'the name that API Gateway gives it',
          },
        ]
      : []),
    ...accessSources(accessLog, accountId).map(withOneRequestId),
    ...lookedUp.found,
  ];
  const gaps = [
    ...unreadStageGaps(target, known.stageAnswer),
    ...unreadObjectGaps(objects),
    ...deploymentGaps,
    ...functions.gaps,
    ...otherAccountGaps(parts, accountId),
    ...(accessLog.kind === 'elsewhere' ? [accessLog.gap] : []),
    ...lookedUp.gaps,
  ];
  const logging =
    kind === 'http'
      ? noExecutionLogging
      : settings
        ? webSocketLogging(settings, routeKeys(objects))
        : unknownLogging;
  const hasFunctions = functions.uses.some(use => use.kind === 'lambda');
  const logs = {kind, accessLog: settings && accessLog, logging, hasFunctions} as const;
  sayWhatV2IsMissing(gaps, logs, target, notices);

  return {
    kind,
    api: {id: apiId, name: api.Name},
    stage,
    accountId,
    ...rankSources(narrowSharedGroups(found)),
    gaps,
    logging,
    accessLogging: settings ? accessLog.kind : 'unknown',
    executionRerouted: false,
    fingerprint: settings && v2StageFingerprint(settings),
  };
}

/** What can be asked without knowing anything but the arguments, at once. */
async function firstAnswers(ports: DiscoverPorts, target: V2StageTarget, signal: AbortSignal | undefined) {
  const {apiId} = target;
  const {v2} = ports;
  try {
    const [stage, routes, integrations, authorizers, accountId] = await Promise.all([
      findStage(ports, target, signal),
      attempt(
        allPages(next => v2.getRoutes(apiId, next, signal)),
        signal,
      ),
      attempt(
        allPages(next => v2.getIntegrations(apiId, next, signal)),
        signal,
      ),
      attempt(
        allPages(next => v2.getAuthorizers(apiId, next, signal)),
        signal,
      ),
      ports.accountId(),
    ]);
    // Neither the access log nor any function is known then, and no log has a name that could be guessed.
    if (
      failedWith(stage.stageAnswer, isAccessDenied) &&
      !integrations.ok &&
      isAccessDenied(integrations.error)
    ) {
      throw integrations.error;
    }
    return {...stage, objects: {routes, integrations, authorizers}, accountId};
  } catch (error) {
    if (signal?.aborted) throw error;
    throw toApilogsError(error, {
      action: 'apigateway:GET',
      what: `stage "${target.stage}" of API ${apiId}`,
      region: target.region,
      ...ports.asked,
    });
  }
}

/** The stage's settings, and its name: `default` means `$default`, which shells make hard to type. */
async function findStage(
  ports: DiscoverPorts,
  target: V2StageTarget,
  signal: AbortSignal | undefined,
): Promise<{stage: string; stageAnswer: Attempt<Omit<Stage, 'StageName'>>}> {
  const {apiId, stage} = target;
  const stageAnswer = await attempt(ports.v2.getStage(apiId, stage, signal), signal);
  if (stageAnswer.ok || !isNotFound(stageAnswer.error)) return {stage, stageAnswer};
  if (stage === 'default') {
    const ofDefault = await attempt(ports.v2.getStage(apiId, defaultStage, signal), signal);
    if (!failedWith(ofDefault, isNotFound)) return {stage: defaultStage, stageAnswer: ofDefault};
  }
  throw await unknownV2Stage(ports, target, stageAnswer.error, signal);
}

interface DefinitionParts {
  readonly kind: 'http' | 'websocket';
  readonly settings: Omit<Stage, 'StageName'> | undefined;
  readonly objects: V2Objects;
}

/**
 * What the stage serves. With AutoDeploy that is the API as it is edited; without, a deployment, which can be
 * exported of HTTP APIs alone.
 */
async function readDefinition(
  {v2}: DiscoverPorts,
  {apiId, stage}: V2StageTarget,
  {kind, settings, objects}: DefinitionParts,
  signal: AbortSignal | undefined,
): Promise<{definition: V2Definition; gaps: Gap[]}> {
  if (settings && servesWhatIsEdited(settings)) {
    return {definition: definitionFromObjects(objects, {isDeployed: true}), gaps: []};
  }
  const exported = kind === 'http' ? await attempt(v2.exportApi(apiId, stage, signal), signal) : undefined;
  const deployed = exported?.ok ? definitionFromV2Export(exported.value, objects) : undefined;
  if (deployed) return {definition: deployed, gaps: []};
  const error = exported?.ok === false ? exported.error : undefined;
  return {
    definition: definitionFromObjects(objects, {isDeployed: false}),
    gaps: objects.integrations.ok ? [unknownDeploymentGap(kind, error)] : [],
  };
}

/** An automatic deployment that failed leaves the one before in place, which only the message tells. */
const servesWhatIsEdited = ({
  AutoDeploy,
  LastDeploymentStatusMessage = '',
}: Omit<Stage, 'StageName'>): boolean => AutoDeploy === true && !/fail/i.test(LastDeploymentStatusMessage);

function v2AccessLogOf(settings: Omit<Stage, 'StageName'> | undefined): AccessLog {
  const {DestinationArn: destinationArn, Format: format} = settings?.AccessLogSettings ?? {};
  return accessLogOf({destinationArn, format});
}

const withOneRequestId = ({source, ...found}: FoundSource): FoundSource => ({
  ...found,
  source: {...source, hasOneRequestId: true},
});

const routeKeys = ({routes}: V2Objects): string[] =>
  routes.ok ? routes.value.flatMap(({RouteKey}) => RouteKey ?? []) : [];
