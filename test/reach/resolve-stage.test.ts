import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {AwsClients} from '../../src/aws/aws-clients.js';
import {systemClock} from '../../src/clock.js';
import {ApilogsError} from '../../src/errors.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {createReachPorts} from '../../src/reach/reach-ports.js';
import {resolveStage} from '../../src/reach/resolve-stage.js';
import {type SdkWorld, sdkWorld} from '../aws/sdk-world.js';
import {startRegion} from './region-fixture.js';
import {wanted} from './wanted.js';

let localAws: LocalAws;
let world: SdkWorld;
let clients: AwsClients;

before(async () => {
  localAws = await startRegion();
  world = await sdkWorld(localAws.env());
  clients = await world.create();
});
after(async () => {
  await world[Symbol.asyncDispose]();
  await localAws.stop();
});
afterEach(() => {
  localAws.faults.clear();
  localAws.calls.clear();
});

const notices: string[] = [];

interface Words {
  readonly url?: string;
  readonly apiId?: string;
  readonly stage?: string;
  readonly stackName?: string;
  /** The labels are offered; says which to pick. */
  readonly pick?: (labels: readonly string[]) => number;
}

async function find({pick, ...words}: Words) {
  return resolveStage(wanted(words), {
    ports: createReachPorts(clients, systemClock),
    pick: pick && (async (_, labels) => pick(labels)),
    notices: {notice: message => void notices.push(message), detail: () => {}},
    command: 'get',
    signal: new AbortController().signal,
  });
}

async function errorOf(words: Words): Promise<ApilogsError> {
  const error = await find(words).then(
    found => assert.fail(`found ${JSON.stringify(found)}`),
    reason => reason,
  );
  assert.ok(error instanceof ApilogsError, String(error));
  return error;
}

const at = (id: string, path = '') => `https://${id}.execute-api.eu-west-1.amazonaws.com${path}`;

const found: readonly [what: string, words: Words, apiId: string, stage: string][] = [
  ['the only stage of an id', {apiId: 'lone0stage'}, 'lone0stage', 'live'],
  ['the id of an HTTP API, its kind unknown', {apiId: 'ws4s9k2m1x'}, 'ws4s9k2m1x', 'prod'],
  ['an id that LocalStack let somebody choose', {apiId: 'own-id', stage: 'prod'}, 'own-id', 'prod'],
  ['a name', {apiId: 'orders-api', stage: 'prod'}, 'abc123def4', 'prod'],
  ['a name with spaces', {apiId: 'with an id of its own'}, 'own-id', 'prod'],
  ['a name that looks like a host', {apiId: 'lonely.api'}, 'lone0stage', 'live'],
  ['the name of a WebSocket API, and its only stage', {apiId: 'chat'}, 'ws4s9k2m1x', 'prod'],
  ['a name that looks like an id, without a stage', {apiId: 'ordersapi1'}, 'named0like', 'prod'],
  ['an invoke URL with the stage', {url: at('abc123def4', '/dev/orders')}, 'abc123def4', 'dev'],
  ['an invoke URL without the only stage', {url: at('lone0stage')}, 'lone0stage', 'live'],
  ['an invoke URL with --stage', {url: at('abc123def4'), stage: 'prod'}, 'abc123def4', 'prod'],
  [
    'an invoke URL whose path begins with a route',
    {url: at('ht7m2kd04v', '/orders')},
    'ht7m2kd04v',
    '$default',
  ],
  ['an invoke URL of $default', {url: at('ht7m2kd04v')}, 'ht7m2kd04v', '$default'],
  [
    'an invoke URL of another stage beside $default',
    {url: at('ht7m2kd04v', '/beta/x')},
    'ht7m2kd04v',
    'beta',
  ],
  [
    'a route of $default that is said to be one',
    {url: at('ht7m2kd04v', '/beta'), stage: '$default'},
    'ht7m2kd04v',
    '$default',
  ],
  [
    'an invoke URL of a stage that does not exist, for discovery to say so',
    {url: at('abc123def4', '/nope')},
    'abc123def4',
    'nope',
  ],
  ['a custom domain with a path', {url: 'https://api.example.com/v1/orders'}, 'abc123def4', 'dev'],
  ['the longest base path', {url: 'https://api.example.com/v1/shop/1'}, 'ht7m2kd04v', '$default'],
  [
    'no base path for a part that only begins like one',
    {url: 'https://api.example.com/v1x/shop'},
    'abc123def4',
    'prod',
  ],
  [
    'a base path whose callers name the stage',
    {url: 'https://api.example.com/bare/dev/orders'},
    'abc123def4',
    'dev',
  ],
  [
    'a domain, the stage telling which mapping',
    {apiId: 'edge.example.com', stage: 'prod'},
    'abc123def4',
    'prod',
  ],
  ['a domain of which all paths lead to one stage', {apiId: 'edge.example.com'}, 'abc123def4', 'prod'],
  ['a wildcard domain', {url: 'https://eu.wild.example.com/x'}, 'lone0stage', 'live'],
];

describe('resolveStage', () => {
  for (const [what, words, apiId, stage] of found) {
    it(`finds ${what}`, async () => assert.deepEqual(await find(words), {apiId, stage}));
  }

  it('lists the stages of an API that has several', async () => {
    const {message, hint, exitCode} = await errorOf({apiId: 'abc123def4'});
    assert.deepEqual(
      [message, hint, exitCode],
      [
        'get needs to know what to read: no stage was given, and API abc123def4 has several',
        'give --stage dev or prod, or set APILOGS_STAGE',
        2,
      ],
    );
    assert.equal(
      (await errorOf({apiId: 'shop'})).hint,
      "give --stage '$default' or beta, or set APILOGS_STAGE",
    );
  });

  it('says of an API without stages that it has none', async () => {
    const {message, exitCode} = await errorOf({apiId: 'no0stages0'});
    assert.deepEqual([message, exitCode], ['API no0stages0 has no stages, and so no logs', 5]);
  });

  it('lists the APIs of one name', async () => {
    const {message, hint, list, exitCode} = await errorOf({apiId: 'twin', stage: 'prod'});
    assert.deepEqual(
      [message, hint, list, exitCode],
      [
        '2 APIs are named "twin"',
        'give --api-id the id of one of them:',
        ['twin0000a1  REST', 'twin0000b2  REST'],
        2,
      ],
    );
  });

  it('names the APIs that a name nobody has may stand for', async () => {
    const {message, hint, exitCode} = await errorOf({apiId: 'order-api'});
    assert.deepEqual(
      [message, hint, exitCode],
      [
        'API "order-api" does not exist in region eu-west-1',
        'did you mean orders-api (abc123def4)? `apilogs apis` lists every API and stage',
        5,
      ],
    );
    assert.equal(
      (await errorOf({apiId: 'ORDERS'})).hint,
      'did you mean orders-api (abc123def4), ordersapi1 (named0like)? `apilogs apis` lists every API and stage',
    );
    for (const apiId of ['abc123def5', 'ABC123DEF4']) {
      assert.match((await errorOf({apiId})).hint ?? '', /^did you mean orders-api \(abc123def4\)\?/, apiId);
    }
    assert.match(
      (await errorOf({apiId: 'zzz'})).hint ?? '',
      /^is it in another region .* `apilogs apis` lists/,
    );
  });

  it('lists the APIs and their stages where none was given, the first of many', async () => {
    const {message, hint, list, exitCode} = await errorOf({});
    assert.deepEqual(
      [message, exitCode, list.length],
      ['get needs to know what to read: no API and no stage was given', 2, 10],
    );
    assert.match(hint ?? '', /^give --api-id and --stage, .* `apilogs apis` lists all/);
    assert.deepEqual(list.slice(0, 3), [
      '-a ws4s9k2m1x  chat (WebSocket)  -t prod',
      '-a no0stages0  empty (REST)  no stages',
      '-a lone0stage  lonely.api (REST)  -t live',
    ]);
    assert.ok(list.includes("-a ht7m2kd04v  shop (HTTP)  -t '$default' | beta"));
    for (const id of ['more0api01', 'more0api02']) {
      localAws.apiGateway.addRestApi({id, name: 'z', deployed: {routes: [], authorizers: []}, stages: []});
    }
    try {
      localAws.calls.clear();
      assert.deepEqual((await errorOf({})).list.slice(9), ['-a like0an0id  x (REST)  -t prod', 'and 2 more']);
      assert.equal(localAws.calls.count('GetStages'), 10);
    } finally {
      for (const id of ['more0api01', 'more0api02']) localAws.apiGateway.removeRestApi(id);
    }
  });

  it('lets the API be picked, and then its stage unless that is alone', async () => {
    const pickLast = (labels: readonly string[]) => labels.length - 1;
    const pickShop = (labels: readonly string[]) =>
      Math.max(
        0,
        labels.findIndex(label => label.includes('shop')),
      );
    assert.deepEqual(await find({pick: pickLast}), {apiId: 'like0an0id', stage: 'prod'});
    assert.deepEqual(await find({pick: pickShop}), {apiId: 'ht7m2kd04v', stage: '$default'});
    assert.deepEqual(await find({pick: pickLast, stage: 'dev'}), {apiId: 'like0an0id', stage: 'dev'});
    assert.deepEqual(await find({pick: pickLast, apiId: 'twin'}), {apiId: 'twin0000b2', stage: 'prod'});
    assert.deepEqual(await find({pick: pickLast, apiId: 'abc123def4'}), {apiId: 'abc123def4', stage: 'prod'});
  });

  it('reads every page of the lists', async () => {
    const ids = Array.from({length: 501}, (_, index) => `many${String(index).padStart(6, '0')}`);
    const api = (id: string) => ({id, name: `n${id}`, deployed: {routes: [], authorizers: []}, stages: []});
    for (const id of ids) localAws.apiGateway.addRestApi(api(id));
    try {
      assert.match((await errorOf({apiId: 'nmany000500'})).message, /^API many000500 has no stages/);
      assert.equal(localAws.calls.count('GetRestApis'), 2);
    } finally {
      for (const id of ids) localAws.apiGateway.removeRestApi(id);
    }
  });

  it('lists the mappings of a domain that leads to several stages', async () => {
    const {message, list, exitCode} = await errorOf({apiId: 'api.example.com'});
    assert.deepEqual(
      [message, list, exitCode],
      [
        'several APIs answer at api.example.com',
        [
          '/  abc123def4  stage prod',
          '/bare  abc123def4',
          '/v1  abc123def4  stage dev',
          '/v1/shop  ht7m2kd04v  stage $default',
        ],
        2,
      ],
    );
  });

  it('says what is wrong with a domain', async () => {
    const unknown = await errorOf({url: 'https://www.example.com/x'});
    assert.deepEqual(
      [unknown.message, unknown.exitCode],
      ['no custom domain name of API Gateway in region eu-west-1 is "www.example.com"', 5],
    );
    const unused = await errorOf({apiId: 'unused.example.com'});
    assert.deepEqual(
      [unused.message, unused.exitCode],
      ['custom domain name "unused.example.com" leads to no API', 5],
    );
    const elsewhere = await errorOf({url: 'https://edge.example.com/c'});
    assert.deepEqual(
      [elsewhere.message, elsewhere.list, elsewhere.exitCode],
      [
        'no API answers at edge.example.com/c',
        ['/a  abc123def4  stage prod', '/b  abc123def4  stage prod'],
        5,
      ],
    );
    const other = await errorOf({url: 'https://edge.example.com/a', stage: 'dev'});
    assert.deepEqual(
      [other.message, other.exitCode],
      ['edge.example.com leads to stage "prod", and --stage says "dev"', 2],
    );
  });

  it('says without permissions what to give instead', async () => {
    localAws.faults.deny('apigateway:GET');
    const nothingGiven = await errorOf({});
    assert.equal(nothingGiven.exitCode, 4);
    assert.match(
      nothingGiven.message,
      /no API and no stage was given; no permission to read the list of REST APIs/,
    );
    assert.match(
      nothingGiven.hint ?? '',
      /^give --api-id ID and --stage NAME, or allow apigateway:GET on \S+\/restapis/,
    );
    const named = await errorOf({apiId: 'orders-api', stage: 'prod'});
    assert.equal(named.exitCode, 4);
    assert.match(
      named.message,
      /^no API has the id "orders-api", and without a list of APIs none is found by its name/,
    );
    const withoutStage = await errorOf({apiId: 'abc123def4'});
    assert.equal(withoutStage.exitCode, 4);
    assert.match(
      withoutStage.hint ?? '',
      /^give --api-id abc123def4 and --stage NAME, or allow apigateway:GET/,
    );
    const domain = await errorOf({url: 'https://api.example.com'});
    assert.deepEqual(
      [domain.message, domain.exitCode],
      ['no permission to read custom domain name "api.example.com"', 4],
    );
    assert.deepEqual(await find({url: at('abc123def4', '/prod')}), {apiId: 'abc123def4', stage: 'prod'});
  });

  it('does with what may be listed, and says that a name may be among the rest', async () => {
    localAws.faults.deny('apigateway:GET', (_, {service}) => service === 'apigatewayv2');
    assert.deepEqual(await find({apiId: 'orders-api', stage: 'dev'}), {apiId: 'abc123def4', stage: 'dev'});
    assert.deepEqual(await find({url: 'https://api.example.com/v1/x'}), {apiId: 'abc123def4', stage: 'dev'});
    assert.match(notices.join(), /other mappings may lead further: no permission to read custom domain name/);
    assert.deepEqual(await find({apiId: 'lonely.api'}), {apiId: 'lone0stage', stage: 'live'});
    const {message, exitCode} = await errorOf({apiId: 'shop'});
    assert.equal(exitCode, 4);
    assert.match(
      message,
      /^no API named "shop" is found: no permission to read the list of HTTP and WebSocket/,
    );
  });

  it('does without the second version where there is none, as in LocalStack', async () => {
    const answer = {status: 501, body: '{"message":"not implemented"}'};
    localAws.faults.add({when: (_, {service}) => service === 'apigatewayv2', fault: {answer}});
    assert.deepEqual(await find({apiId: 'lonely.api'}), {apiId: 'lone0stage', stage: 'live'});
    assert.equal((await errorOf({apiId: 'shop'})).exitCode, 5);
  });

  it('asks nothing where id and stage are in the URL and --stage', async () => {
    await find({url: at('abc123def4'), stage: 'prod'});
    assert.equal(localAws.calls.count(), 0);
  });
});

describe('resolveStage with a stack', () => {
  const rest = (physicalId: string) => ({logicalId: 'Api', physicalId, type: 'AWS::ApiGateway::RestApi'});
  const stage = (physicalId: string) => ({logicalId: 'Stage', physicalId, type: 'AWS::ApiGateway::Stage'});
  const http = (physicalId: string) => ({logicalId: 'Web', physicalId, type: 'AWS::ApiGatewayV2::Api'});
  const httpStage = (physicalId: string) => ({
    logicalId: 'WebStage',
    physicalId,
    type: 'AWS::ApiGatewayV2::Stage',
  });
  const topic = {logicalId: 'Topic', physicalId: 'topic', type: 'AWS::SNS::Topic'};

  before(() => {
    const nested = (name: string) => ({
      logicalId: 'Nested',
      physicalId: localAws.stacks.arnOf(name),
      type: 'AWS::CloudFormation::Stack',
    });
    const stacks = {
      one: [topic, rest('abc123def4'), stage('dev')],
      http: [http('ht7m2kd04v'), httpStage('$default')],
      'no-stage': [rest('lone0stage')],
      'two-stages': [rest('abc123def4'), stage('dev'), stage('prod')],
      outer: [topic, nested('one')],
      both: [rest('abc123def4'), stage('prod'), http('ht7m2kd04v'), httpStage('beta')],
      none: [topic],
      loop: [nested('loop')],
      deleted: [{...rest('gone000000'), status: 'DELETE_COMPLETE'}, rest('lone0stage'), stage('live')],
      long: [...Array.from({length: 100}, () => topic), rest('abc123def4'), stage('prod')],
    };
    for (const [name, resources] of Object.entries(stacks)) localAws.stacks.addStack({name, resources});
  });

  const expected: readonly [stackName: string, apiId: string, stage: string][] = [
    ['one', 'abc123def4', 'dev'],
    ['http', 'ht7m2kd04v', '$default'],
    ['no-stage', 'lone0stage', 'live'],
    ['outer', 'abc123def4', 'dev'],
    ['deleted', 'lone0stage', 'live'],
    ['long', 'abc123def4', 'prod'],
  ];
  for (const [stackName, apiId, name] of expected) {
    it(`finds the one of "${stackName}"`, async () =>
      assert.deepEqual(await find({stackName}), {apiId, stage: name}));
  }

  it('takes a stage that is given, or picked', async () => {
    assert.deepEqual(await find({stackName: 'two-stages', stage: 'prod'}), {
      apiId: 'abc123def4',
      stage: 'prod',
    });
    assert.deepEqual(await find({stackName: 'two-stages', pick: () => 1}), {
      apiId: 'abc123def4',
      stage: 'prod',
    });
    assert.deepEqual(await find({stackName: 'both', pick: () => 1}), {apiId: 'ht7m2kd04v', stage: 'beta'});
  });

  it('lists the APIs, or the stages, of which it has several', async () => {
    const {message, list, exitCode} = await errorOf({stackName: 'both'});
    assert.deepEqual(
      [message, list, exitCode],
      ['stack "both" has 2 APIs', ['abc123def4  Api (REST)', 'ht7m2kd04v  Web (HTTP)'], 2],
    );
    assert.equal(
      (await errorOf({stackName: 'two-stages'})).hint,
      'give --stage dev or prod, or set APILOGS_STAGE',
    );
  });

  it('says that a stack has no API, does not exist or may not be read', async () => {
    for (const stackName of ['none', 'loop']) {
      const {message, exitCode} = await errorOf({stackName});
      assert.deepEqual([message, exitCode], [`stack "${stackName}" has no API`, 5]);
    }
    const missing = await errorOf({stackName: 'nope'});
    assert.deepEqual(
      [missing.message, missing.exitCode],
      ['stack "nope" does not exist in region eu-west-1', 5],
    );
    localAws.faults.deny('cloudformation:ListStackResources');
    const denied = await errorOf({stackName: 'one'});
    assert.deepEqual([denied.message, denied.exitCode], ['no permission to read stack "one"', 4]);
    assert.match(
      denied.hint ?? '',
      /^allow cloudformation:ListStackResources on .*; or give --api-id and --stage$/,
    );
  });
});
