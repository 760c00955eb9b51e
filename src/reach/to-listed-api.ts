import type {RestApi, Stage} from '@aws-sdk/client-api-gateway';
import type {Api, Stage as V2Stage} from '@aws-sdk/client-apigatewayv2';
import {parseLogGroupArn} from '../discover/log-group-arn.js';
import {executionLogging} from '../discover/rest-logging.js';
import {webSocketLogging} from '../discover/v2-logging.js';
import type {ListedApi, ListedStage} from './api-listing.js';

export const toListedRestApi = (
  {id = '', name = '', endpointConfiguration, disableExecuteApiEndpoint}: RestApi,
  region: string,
): ListedApi => ({
  kind: 'rest',
  id,
  name,
  endpointType: endpointTypeOf(endpointConfiguration?.types?.[0]),
  endpoint: disableExecuteApiEndpoint ? null : `https://${id}.execute-api.${region}.${dnsSuffix(region)}`,
});

export const toListedV2Api = ({
  ApiId = '',
  Name = '',
  ProtocolType,
  ApiEndpoint,
  DisableExecuteApiEndpoint,
}: Api): ListedApi => ({
  kind: ProtocolType === 'WEBSOCKET' ? 'websocket' : 'http',
  id: ApiId,
  name: Name,
  endpointType: null,
  endpoint: DisableExecuteApiEndpoint ? null : (ApiEndpoint ?? null),
});

export function toListedRestStage({
  stageName = '',
  methodSettings = {},
  accessLogSettings,
}: Stage): ListedStage {
  const {level, dataTrace} = executionLogging(methodSettings, []);
  return {
    name: stageName,
    loggingLevel: level === 'unknown' ? null : level,
    dataTrace,
    accessLog: destinationName(accessLogSettings?.destinationArn),
  };
}

export function toListedV2Stage(stage: V2Stage): ListedStage {
  const {StageName = '', AccessLogSettings} = stage;
  const {level, dataTrace} = webSocketLogging(stage, []);
  return {
    name: StageName,
    loggingLevel: level === 'unknown' ? null : level,
    dataTrace,
    accessLog: destinationName(AccessLogSettings?.DestinationArn),
  };
}

const destinationName = (arn: string | undefined): string | null =>
  arn ? (parseLogGroupArn(arn)?.logGroup ?? arn) : null;

function endpointTypeOf(type: string | undefined): ListedApi['endpointType'] {
  const lower = type?.toLowerCase();
  return lower === 'regional' || lower === 'edge' || lower === 'private' ? lower : null;
}

const dnsSuffix = (region: string) => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');
