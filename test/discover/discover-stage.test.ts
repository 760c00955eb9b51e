import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {DiscoverPorts} from '../../src/discover/discover-ports.js';
import {discoverStage} from '../../src/discover/discover-stage.js';
import type {V2Ports} from '../../src/discover/v2-ports.js';
import {ApilogsError} from '../../src/errors.js';
import {
  atInfo,
  awsError,
  counting,
  denied,
  failing,
  groupsOf,
  portsOf,
  recordNotices,
  region,
  v2PortsOf,
} from './stage-fixture.js';

const target = {apiId: 'abc123def4', stage: 'prod', region};
const notFound = awsError('NotFoundException', 'Invalid API identifier specified', 404);

const noPages = async () => ({items: [], next: undefined});
const httpApi: Partial<V2Ports> = {
  getApi: async () => ({Name: 'orders', ProtocolType: 'HTTP'}),
  getStage: async () => ({AutoDeploy: true}),
  getRoutes: noPages,
  getIntegrations: noPages,
  getAuthorizers: noPages,
};
const unknownToRest: Partial<DiscoverPorts> = {
  getRestApi: failing(notFound),
  getStage: failing(notFound),
  getExport: failing(notFound),
  getAuthorizers: failing(notFound),
};

const discover = (different: Partial<DiscoverPorts>, notices = recordNotices()) =>
  discoverStage(portsOf(different), target, notices);

async function errorOf(promise: Promise<unknown>): Promise<ApilogsError> {
  const error = await promise.then(
    () => undefined,
    reason => reason,
  );
  assert.ok(error instanceof ApilogsError, String(error));
  return error;
}

describe('discoverStage', () => {
  it('finds the kind of an API by who knows its id', async () => {
    assert.equal((await discover({})).kind, 'rest');
    assert.equal((await discover({...unknownToRest, v2: v2PortsOf(httpApi)})).kind, 'http');
    const getApi = async () => ({Name: 'chat', ProtocolType: 'WEBSOCKET'}) as const;
    const chat = await discover({...unknownToRest, v2: v2PortsOf({...httpApi, getApi})});
    assert.deepEqual([chat.kind, groupsOf(chat.sources)], ['websocket', ['/aws/apigateway/abc123def4/prod']]);
  });

  it('waits for nobody else once one knows the API', async () => {
    const never = () => new Promise<never>(() => {});
    assert.equal((await discover({v2: v2PortsOf({getApi: never})})).kind, 'rest');
    const http = await discover({...unknownToRest, getRestApi: never, v2: v2PortsOf(httpApi)});
    assert.equal(http.kind, 'http');
  });

  it('asks for a REST stage at once, before the kind is known', async () => {
    const asked: string[] = [];
    const never = (name: string) => () => {
      asked.push(name);
      return new Promise<never>(() => {});
    };
    void discover({
      getRestApi: never('getRestApi'),
      getStage: never('getStage'),
      getExport: never('getExport'),
      v2: v2PortsOf({getApi: never('getApi')}),
    });
    assert.deepEqual(asked.sort(), ['getApi', 'getExport', 'getRestApi', 'getStage']);
  });

  it('asks for the REST API once', async () => {
    const {ports, calls} = counting(portsOf());
    await discoverStage(ports, target, recordNotices());
    assert.equal(calls.get('getRestApi'), 1);
  });

  it('does not mind that it may not ask one of them when the other knows the API', async () => {
    const notices = recordNotices();
    const rest = await discover({v2: v2PortsOf({getApi: failing(denied())})}, notices);
    const allDenied = {
      getRestApi: failing(denied()),
      getStage: failing(denied()),
      getExport: failing(denied()),
    };
    const withLog = {
      ...httpApi,
      getStage: async () => ({
        AutoDeploy: true,
        AccessLogSettings: {
          DestinationArn: `arn:aws:logs:${region}:123456789012:log-group:/access`,
          Format: '$context.requestId',
        },
      }),
    };
    const http = await discover({...allDenied, v2: v2PortsOf(withLog)}, notices);
    assert.deepEqual([rest.kind, http.kind, notices.notices], ['rest', 'http', []]);
  });

  it('says that the API does not exist when neither knows it', async () => {
    const error = await errorOf(discover(unknownToRest));
    assert.match(error.message, /^API "abc123def4" does not exist in region eu-central-1/);
    assert.equal(error.exitCode, 5);
  });

  it('says the same where there is no second version, as on LocalStack', async () => {
    const getApi = failing(awsError('InternalFailure', 'not included in your license', 501));
    const error = await errorOf(discover({...unknownToRest, v2: v2PortsOf({getApi})}));
    assert.equal(error.exitCode, 5);
  });

  it('says what permission is missing when it is no REST API and others may not be looked up', async () => {
    const error = await errorOf(discover({...unknownToRest, v2: v2PortsOf({getApi: failing(denied())})}));
    assert.equal(error.message, 'no permission to read API abc123def4');
    assert.match(error.hint ?? '', /allow apigateway:GET/);
    assert.equal(error.exitCode, 4);
  });

  it('reads the execution log of a REST API where nothing may be looked up at all', async () => {
    const nothing = {
      getRestApi: failing(denied()),
      getStage: failing(denied()),
      getExport: failing(denied()),
      getResources: failing(denied()),
      getAuthorizers: failing(denied()),
      v2: v2PortsOf({getApi: failing(denied())}),
    };
    const found = await discover(nothing);
    assert.deepEqual(groupsOf(found.sources), ['API-Gateway-Execution-Logs_abc123def4/prod']);
  });

  it('says of missing credentials what a REST API says, whatever the kind', async () => {
    const missing = Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });
    const nothing = {
      getRestApi: failing(missing),
      getStage: failing(missing),
      getExport: failing(missing),
      v2: v2PortsOf({getApi: failing(missing)}),
    };
    assert.match((await errorOf(discover(nothing))).message, /^no AWS credentials found/);
  });

  it('ends with the reason of the signal', async () => {
    const stop = new AbortController();
    const never = (_id: string, ...rest: unknown[]) =>
      new Promise<never>((_resolve, reject) => {
        const signal = rest.at(-1);
        if (signal instanceof AbortSignal) signal.addEventListener('abort', () => reject(signal.reason));
      });
    const ports = portsOf({
      getRestApi: never,
      getStage: never,
      getExport: never,
      v2: v2PortsOf({getApi: never}),
    });
    const discovery = discoverStage(ports, target, recordNotices(), stop.signal);
    const reason = new Error('enough');
    stop.abort(reason);
    await assert.rejects(discovery, reason);
  });

  it('leaves a REST stage as it is found otherwise', async () => {
    const found = await discover({getStage: async () => atInfo});
    assert.equal(found.logging.level, 'INFO');
    assert.equal(found.api.name, 'orders');
  });
});
