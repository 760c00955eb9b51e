import {serviceOfArn} from '../discover/log-group-arn.js';
import {invokeUrl, kindNames, type ListedApi, type ListedStage} from '../reach/api-listing.js';
import {showControlCharacters, toSafeJson} from './control-characters.js';
import {type TableColumn, table} from './table.js';

/** An API and its stages; undefined where those cannot be read. */
export interface ApiWithStages {
  readonly api: ListedApi;
  readonly stages: readonly ListedStage[] | undefined;
}

const columns: readonly TableColumn[] = [
  {heading: 'NAME', align: 'left', isFlexible: true},
  {heading: 'ID', align: 'left'},
  {heading: 'KIND', align: 'left'},
  {heading: 'STAGE', align: 'left'},
  {heading: 'LOGGING', align: 'left'},
  {heading: 'ACCESS LOG', align: 'left', isFlexible: true, dropOrder: 2},
  // Half of a URL is of no use.
  {heading: 'URL', align: 'left', dropOrder: 1},
];

const nothing = '-';
const unknown = '?';

/** One row a stage, in aligned columns; an API without stages has one as well. */
export function renderApis(apis: readonly ApiWithStages[], width: number | undefined): string {
  const rows = apis.flatMap(({api, stages}) => {
    const ofApi = [api.name || nothing, api.id, describeKind(api)];
    if (stages === undefined) return [[...ofApi, unknown, unknown, unknown, api.endpoint ?? nothing]];
    if (stages.length === 0) return [[...ofApi, nothing, nothing, nothing, api.endpoint ?? nothing]];
    return stages.map(stage => [
      ...ofApi,
      stage.name,
      describeLogging(stage),
      describeAccessLog(stage),
      invokeUrl(api, stage.name) ?? nothing,
    ]);
  });
  const safe = rows.map(row => row.map(showControlCharacters));
  return table(columns, safe, width)
    .map(line => `${line}\n`)
    .join('');
}

const describeKind = ({kind, endpointType}: ListedApi): string =>
  endpointType === null || endpointType === 'regional'
    ? kindNames[kind]
    : `${kindNames[kind]} ${endpointType}`;

const describeLogging = ({loggingLevel, dataTrace}: ListedStage): string =>
  loggingLevel === null ? nothing : `${loggingLevel}${dataTrace ? '+data' : ''}`;

function describeAccessLog({accessLog}: ListedStage): string {
  if (accessLog === null) return nothing;
  return serviceOfArn(accessLog) === 'firehose' ? `Firehose ${accessLog.split('/').at(-1)}` : accessLog;
}

/** One object a line for each stage, with all keys in one order, which are a promise. */
export const renderApisJson = (apis: readonly ApiWithStages[], region: string): string =>
  apis
    .flatMap(({api, stages}) =>
      stages === undefined || stages.length === 0
        ? [toJson(api, undefined, {region, stagesKnown: stages !== undefined})]
        : stages.map(stage => toJson(api, stage, {region, stagesKnown: true})),
    )
    .map(object => `${toSafeJson(object)}\n`)
    .join('');

const toJson = (
  api: ListedApi,
  stage: ListedStage | undefined,
  {region, stagesKnown}: {region: string; stagesKnown: boolean},
) => ({
  kind: api.kind,
  name: api.name,
  id: api.id,
  region,
  endpointType: api.endpointType,
  stage: stage?.name ?? null,
  stagesKnown,
  loggingLevel: stage?.loggingLevel ?? null,
  dataTrace: stage?.dataTrace ?? null,
  accessLog: stage?.accessLog ?? null,
  url: stage ? invokeUrl(api, stage.name) : api.endpoint,
});
