import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {
  APIGatewayClient,
  GetBasePathMappingsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
} from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  GetApiMappingsCommand,
  GetDomainNameCommand as GetV2DomainNameCommand,
  GetDomainNamesCommand as GetV2DomainNamesCommand,
} from '@aws-sdk/client-apigatewayv2';
import {startSdkFixture} from './sdk-fixture.js';

const {aws} = await startSdkFixture();
const config = {
  endpoint: aws.endpoint,
  region: aws.region,
  credentials: {accessKeyId: 'local', secretAccessKey: 'local'},
  maxAttempts: 1,
};
const v1 = new APIGatewayClient(config);
const v2 = new ApiGatewayV2Client(config);
after(() => {
  v1.destroy();
  v2.destroy();
});

const domainName = 'api.example.com';
const notFound = {name: 'NotFoundException', message: 'Invalid domain name identifier specified'};

describe('LocalAws for custom domain names', () => {
  before(() => {
    aws.customDomains.addDomain({
      name: domainName,
      mappings: [
        {key: '', apiId: 'rest0root0', stage: 'prod'},
        {key: 'bare', apiId: 'rest0bare0'},
        {key: 'v1/orders', apiId: 'rest0deep0', stage: 'live'},
        {key: 'shop', apiId: 'http0shop0', stage: '$default', kind: 'http'},
      ],
    });
    aws.customDomains.addDomain({name: 'edge.example.com', endpointType: 'EDGE', mappings: []});
  });

  it('lists domain names, to the second version those alone that are regional', async () => {
    const {items = []} = await v1.send(new GetDomainNamesCommand({}));
    assert.deepEqual(
      items.map(item => [item.domainName, item.endpointConfiguration?.types]),
      [
        [domainName, ['REGIONAL']],
        ['edge.example.com', ['EDGE']],
      ],
    );
    const {Items = []} = await v2.send(new GetV2DomainNamesCommand({}));
    assert.deepEqual(
      Items.map(({DomainName}) => DomainName),
      [domainName],
    );
  });

  it('describes one, and knows of no other', async () => {
    assert.equal((await v1.send(new GetDomainNameCommand({domainName}))).domainName, domainName);
    const {DomainName} = await v2.send(new GetV2DomainNameCommand({DomainName: domainName}));
    assert.equal(DomainName, domainName);
    await assert.rejects(v1.send(new GetDomainNameCommand({domainName: 'x.example.com'})), notFound);
    await assert.rejects(v2.send(new GetApiMappingsCommand({DomainName: 'edge.example.com'})), notFound);
  });

  it('gives the first version the mappings of one part to REST APIs, a page at a time', async () => {
    const first = await v1.send(new GetBasePathMappingsCommand({domainName, limit: 1}));
    assert.deepEqual(first.items, [{basePath: '(none)', restApiId: 'rest0root0', stage: 'prod'}]);
    const {position} = first;
    const second = await v1.send(new GetBasePathMappingsCommand({domainName, limit: 1, position}));
    assert.deepEqual(
      [second.items, second.position],
      [[{basePath: 'bare', restApiId: 'rest0bare0'}], undefined],
    );
  });

  it('gives the second version all mappings', async () => {
    const {Items = []} = await v2.send(new GetApiMappingsCommand({DomainName: domainName}));
    assert.deepEqual(
      Items.map(({ApiMappingKey, ApiId, Stage}) => [ApiMappingKey, ApiId, Stage]),
      [
        ['', 'rest0root0', 'prod'],
        ['bare', 'rest0bare0', undefined],
        ['v1/orders', 'rest0deep0', 'live'],
        ['shop', 'http0shop0', '$default'],
      ],
    );
  });
});
