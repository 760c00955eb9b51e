import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic, type TrafficOptions} from '../../src/local-aws/traffic/generate-traffic.js';
import {putEvents} from '../../src/local-aws/traffic/seed-api.js';
import {functionsOf} from '../../src/local-aws/traffic/traffic-model.js';
import type {TruthEvent} from '../../src/local-aws/traffic/truth.js';

/** The keys of an access log line, as the format of the stage has them. */
export type AccessKeys = readonly string[];

export const everyKey: AccessKeys = ['requestId', 'status', 'responseLatency', 'integrationRequestId'];

const variables: Readonly<Record<string, string>> = {integrationRequestId: 'integration.requestId'};

const uuid = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g;

/**
 * Generated traffic as an HTTP API would have logged it: ids that are no UUIDs, no execution log, and an access
 * log with the given keys, whose lines are all that names invocations.
 */
export function httpTraffic(options: TrafficOptions, keys: AccessKeys) {
  const {api, events, requests} = generateTraffic({...options, accessLog: 'full', xray: 'off'});
  const newIds = new Map(
    requests.map(({apiRequestId, extendedRequestId}) => [apiRequestId, extendedRequestId]),
  );
  const accessMessage = (message: string) => {
    const all = JSON.parse(message) as Record<string, string>;
    return JSON.stringify(Object.fromEntries(keys.map(key => [key, all[key]])));
  };
  const endTimes = new Map(requests.map(({apiRequestId, endTime}) => [apiRequestId, endTime]));
  // A client learns a request's id from its answer, before which nobody else can have sent it in a header.
  const isKnown = (id: string, {apiRequestId, timestamp}: TruthEvent) =>
    id === apiRequestId || timestamp >= (endTimes.get(id) ?? 0);
  const renamed = events
    .filter(({kind}) => kind !== 'execution')
    .map((event): TruthEvent => {
      const text = event.kind === 'access' ? accessMessage(event.message) : event.message;
      const {apiRequestId, ...others} = event;
      const newId = newIds.get(apiRequestId ?? '');
      return {
        ...others,
        message: text.replace(uuid, id => (isKnown(id, event) ? (newIds.get(id) ?? id) : id)),
        ...(newId !== undefined && {apiRequestId: newId}),
      };
    });
  const named = new Set(
    renamed.filter(({kind}) => kind === 'access').flatMap(({message}) => message.match(uuid) ?? []),
  );
  const withEvidence = renamed.map(event => ({
    ...event,
    expectsLink: event.kind === 'access' || named.has(event.lambdaRequestId ?? ''),
  }));

  return {
    api,
    requests,
    events: withEvidence,
    seedInto(localAws: LocalAws): void {
      const {region, accountId, restApiId, accessLogGroup} = api;
      const format = Object.fromEntries(keys.map(key => [key, `$context.${variables[key] ?? key}`]));
      const models = functionsOf(api);
      for (const {name, logGroup} of models) localAws.lambda.addFunction({name, logGroup});
      localAws.apiGatewayV2.addApi({
        id: restApiId,
        name: api.name,
        protocolType: 'HTTP',
        integrations: models.map(({name}) => ({
          id: name,
          type: 'AWS_PROXY',
          uri: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
        })),
        routes: models.map(({name}) => ({routeKey: `ANY /${name}`, integrationId: name})),
        authorizers: [],
        stages: [
          {
            stageName: '$default',
            autoDeploy: true,
            accessLogSettings: {
              destinationArn: `arn:aws:logs:${region}:${accountId}:log-group:${accessLogGroup}`,
              format: JSON.stringify(format),
            },
          },
        ],
      });
      putEvents(localAws, withEvidence);
    },
  };
}
