import type {HttpApiDefinition} from '../../src/local-aws/http-api-definition.js';
import {LocalAws, type LocalAwsOptions} from '../../src/local-aws/local-aws.js';

const logGroupArn = (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`;
const nothing = {routes: [], authorizers: []};

function addRestApi(localAws: LocalAws, id: string, name: string, ...stages: string[]): void {
  localAws.apiGateway.addRestApi({
    id,
    name,
    deployed: nothing,
    stages: stages.map(stageName => ({stageName, methodSettings: {'*/*': {loggingLevel: 'INFO'}}})),
  });
  for (const stage of stages) {
    const group = `API-Gateway-Execution-Logs_${id}/${stage}`;
    localAws.logs.putEvents(group, 's', [{timestamp: Date.now() - 1000, message: `(1) of ${name} ${stage}`}]);
  }
}

const v2 = (definition: Pick<HttpApiDefinition, 'id' | 'name' | 'protocolType' | 'stages'>) => ({
  ...nothing,
  integrations: [],
  ...definition,
});

/** A region with an API for every way to find one. */
export async function startRegion(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const localAws = await LocalAws.start(options);
  addRestApi(localAws, 'abc123def4', 'orders-api', 'dev', 'prod');
  addRestApi(localAws, 'lone0stage', 'lonely.api', 'live');
  addRestApi(localAws, 'no0stages0', 'empty');
  addRestApi(localAws, 'twin0000a1', 'twin', 'prod');
  addRestApi(localAws, 'twin0000b2', 'twin', 'prod');
  addRestApi(localAws, 'own-id', 'with an id of its own', 'prod');
  addRestApi(localAws, 'like0an0id', 'x', 'prod');
  addRestApi(localAws, 'named0like', 'ordersapi1', 'prod');
  localAws.apiGatewayV2.addApi(
    v2({
      id: 'ht7m2kd04v',
      name: 'shop',
      protocolType: 'HTTP',
      stages: [
        {
          stageName: '$default',
          autoDeploy: true,
          accessLogSettings: {destinationArn: logGroupArn('/shop/access'), format: '$context.requestId'},
        },
        {stageName: 'beta', autoDeploy: true},
      ],
    }),
  );
  localAws.apiGatewayV2.addApi(
    v2({
      id: 'ws4s9k2m1x',
      name: 'chat',
      protocolType: 'WEBSOCKET',
      stages: [{stageName: 'prod', defaultRouteSettings: {loggingLevel: 'INFO', dataTraceEnabled: true}}],
    }),
  );
  localAws.customDomains.addDomain({
    name: 'api.example.com',
    mappings: [
      {key: '', apiId: 'abc123def4', stage: 'prod'},
      {key: 'v1', apiId: 'abc123def4', stage: 'dev'},
      {key: 'v1/shop', apiId: 'ht7m2kd04v', stage: '$default', kind: 'http'},
      {key: 'bare', apiId: 'abc123def4'},
    ],
  });
  localAws.customDomains.addDomain({
    name: '*.wild.example.com',
    mappings: [{key: '', apiId: 'lone0stage', stage: 'live'}],
  });
  localAws.customDomains.addDomain({
    name: 'edge.example.com',
    endpointType: 'EDGE',
    mappings: [
      {key: 'a', apiId: 'abc123def4', stage: 'prod'},
      {key: 'b', apiId: 'abc123def4', stage: 'prod'},
    ],
  });
  localAws.customDomains.addDomain({name: 'unused.example.com', mappings: []});
  return localAws;
}
