import type {RouteSettings, Stage} from '@aws-sdk/client-apigatewayv2';
import type {LogSource} from '../log-source.js';
import type {ExecutionLogging} from './rest-logging.js';

/** An HTTP API writes no execution log, whatever its settings say (API Gateway guide, "Logging for HTTP APIs"). */
export const noExecutionLogging: ExecutionLogging = {
  level: 'OFF',
  everyMethodAtInfo: false,
  dataTrace: false,
};

/**
 * The level that holds for each route of a WebSocket API: its own, else the stage's, else OFF.
 *
 * Its execution log does not count as showing requests whole: which line is a request's last is not documented.
 */
export function webSocketLogging(
  {DefaultRouteSettings = {}, RouteSettings = {}}: Pick<Stage, 'DefaultRouteSettings' | 'RouteSettings'>,
  routeKeys: readonly string[],
): ExecutionLogging {
  const effective =
    routeKeys.length > 0
      ? routeKeys.map(key => ({...DefaultRouteSettings, ...RouteSettings[key]}))
      : [DefaultRouteSettings, ...Object.values(RouteSettings)];
  const levels = new Set(effective.map(levelOf));
  const [level = 'OFF'] = levels;
  return {
    level: levels.size > 1 ? 'mixed' : level,
    everyMethodAtInfo: false,
    dataTrace: effective.some(settings => settings.DataTraceEnabled === true && levelOf(settings) !== 'OFF'),
  };
}

function levelOf({LoggingLevel}: RouteSettings): 'OFF' | 'ERROR' | 'INFO' {
  return LoggingLevel === 'ERROR' || LoggingLevel === 'INFO' ? LoggingLevel : 'OFF';
}

/** The documentation does not name it; seen in real accounts. */
export const webSocketExecutionLogGroup = (apiId: string, stage: string): string =>
  `/aws/apigateway/${apiId}/${stage}`;

/** The execution log of a WebSocket API's stage. */
export const webSocketExecutionSource = (
  apiId: string,
  stage: string,
  region: string,
): Omit<LogSource, 'rank'> => ({
  kind: 'execution',
  name: 'execution',
  logGroup: webSocketExecutionLogGroup(apiId, stage),
  region,
  canary: false,
});
