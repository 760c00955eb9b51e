import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {startRegion} from '../reach/region-fixture.js';
import {runCommands, type Typed} from '../support/run-commands.js';

let localAws: LocalAws;
before(async () => {
  localAws = await startRegion();
});
after(() => localAws.stop());
afterEach(() => {
  localAws.faults.clear();
  localAws.calls.clear();
});

const run = (argv: readonly string[], env: Record<string, string> = {}) => runCommands(argv, {localAws, env});
const get = (...argv: string[]) => run(['get', '-o', 'raw', ...argv]);
const prod = {exitCode: 0, stdout: '(1) of orders-api prod\n', stderr: ''};
const url = 'https://abc123def4.execute-api.eu-west-1.amazonaws.com/prod/orders';

/** With an API that is there for a while. */
async function withApi<T>(name: string, use: () => Promise<T>): Promise<T> {
  const id = 'evil000001';
  localAws.apiGateway.addRestApi({id, name, deployed: {routes: [], authorizers: []}, stages: []});
  try {
    return await use();
  } finally {
    localAws.apiGateway.removeRestApi(id);
  }
}

describe('reaching a stage', () => {
  it('reads by id, name, URL, domain and stack alike', async () => {
    localAws.stacks.addStack({
      name: 'shop',
      resources: [
        {logicalId: 'Api', physicalId: 'abc123def4', type: 'AWS::ApiGateway::RestApi'},
        {logicalId: 'Stage', physicalId: 'prod', type: 'AWS::ApiGateway::Stage'},
      ],
    });
    assert.deepEqual(await get('-a', 'abc123def4', '-t', 'prod'), prod);
    assert.deepEqual(await get('-a', 'orders-api', '-t', 'prod'), prod);
    assert.deepEqual(await get('-a', url), prod);
    assert.deepEqual(await get(url), prod);
    assert.deepEqual(await get('abc123def4.execute-api.eu-west-1.amazonaws.com/prod'), prod);
    assert.deepEqual(await get('https://api.example.com/orders'), prod);
    assert.deepEqual(await get('--stack-name', 'shop'), prod);
    const env = {APILOGS_API_ID: url};
    assert.deepEqual(await run(['get', '-o', 'raw'], env), prod);
  });

  it('looks an id that no API has up as a name', async () => {
    assert.deepEqual(await get('-a', 'ordersapi1', '-t', 'prod'), {
      exitCode: 0,
      stdout: '(1) of ordersapi1 prod\n',
      stderr: '',
    });
    const {exitCode, stderr} = await get('-a', 'ordersapi2', '-t', 'prod');
    assert.equal(exitCode, 5);
    assert.equal(
      stderr,
      'apilogs: API "ordersapi2" does not exist in region eu-west-1\n' +
        '  hint: did you mean ordersapi1 (named0like)? `apilogs apis` lists every API and stage\n',
    );
  });

  it('says that there is no such API where the list of APIs may not be read', async () => {
    localAws.faults.deny('apigateway:GET', (_, {operation}) =>
      ['GetApis', 'GetRestApis'].includes(operation),
    );
    const {exitCode, stderr} = await get('-a', 'ordersapi1', '-t', 'prod');
    assert.equal(exitCode, 5);
    assert.match(
      stderr,
      /^apilogs: API "ordersapi1" does not exist in region eu-west-1\n {2}hint: is it in another/,
    );
  });

  it('makes no call more for an id and a stage', async () => {
    await get('-a', 'abc123def4', '-t', 'prod');
    const calls = localAws.calls.list().map(({operation}) => operation);
    const toReach = ['GetStages', 'GetApis', 'GetRestApis', 'GetBasePathMappings', 'GetApiMappings'];
    assert.deepEqual(
      calls.filter(operation => toReach.includes(operation)),
      [],
    );
    assert.equal(calls.filter(operation => operation === 'GetRestApi').length, 1);
  });

  it('takes the region from a URL', async () => {
    localAws.calls.clear();
    const {exitCode} = await run(['get', '-a', url.replace('eu-west-1', 'us-east-1'), '-o', 'raw']);
    assert.equal(exitCode, 0);
    assert.deepEqual([...new Set(localAws.calls.list().map(({region}) => region))], ['us-east-1']);
  });

  it('finds LocalStack by a URL alone', async () => {
    const {host} = new URL(localAws.endpoint);
    const env = {AWS_ENDPOINT_URL: ''};
    const there = `http://${host}/restapis/abc123def4/prod/_user_request_/orders`;
    assert.deepEqual(await run(['get', there, '-o', 'raw'], env), prod);
  });

  it('works for every command that reads a stage', async () => {
    const sources = await run(['sources', url, '-o', 'json']);
    assert.deepEqual([sources.exitCode, JSON.parse(sources.stdout.split('\n')[0] ?? '').name], [0, 'prod']);
    assert.equal((await run(['requests', url])).exitCode, 0);
    const tail = await run(['tail', url, '--for', '1ms', '-o', 'raw']);
    assert.deepEqual([tail.exitCode, tail.stdout], [0, prod.stdout]);
    const trace = await run(['trace', '11111111-2222-3333-4444-555555555555', '-a', url]);
    assert.equal(trace.exitCode, 5);
    assert.match(
      trace.stderr,
      /to search further back: apilogs trace \S+ -a abc123def4 -t prod --region eu-west-1/,
    );
  });

  it('takes default for $default where no stage has that name', async () => {
    localAws.logs.putEvents('/shop/access', 's', [{timestamp: Date.now(), message: 'one'}]);
    const {stdout, exitCode} = await get('-a', 'ht7m2kd04v', '-t', 'default', '--quiet');
    assert.deepEqual([stdout, exitCode], ['one\n', 0]);
    const {stderr} = await get('-a', 'abc123def4', '-t', 'default');
    assert.match(
      stderr,
      /^apilogs: stage "default" of API abc123def4 does not exist\n {2}hint: its stages are dev, prod;/,
    );
  });

  it('lists the choices where nobody can be asked, names in it made safe', async () => {
    const {stderr, exitCode} = await withApi('evil\x1b[2J\nname', () => run(['get']));
    assert.equal(exitCode, 2);
    const [message, hint, ...list] = stderr.trimEnd().split('\n');
    assert.equal(message, 'apilogs: get needs to know what to read: no API and no stage was given');
    assert.match(hint ?? '', /^ {2}hint: give --api-id and --stage/);
    assert.equal(list.length, 11);
    assert.equal(list[2], '    -a evil000001  evil\\x1b[2J\\x0aname (REST)  no stages');
  });

  it('says that there are no credentials, whatever has to be looked up', async () => {
    const env = {AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''};
    for (const words of [
      [],
      ['-a', 'foo'],
      ['-a', 'a name'],
      ['https://api.example.com'],
      ['--stack-name', 'x'],
      [url],
    ]) {
      const {stderr, exitCode} = await run(['get', ...words], env);
      assert.equal(exitCode, 4, stderr);
      assert.match(stderr, /^apilogs: no AWS credentials found\n {2}hint: set AWS_PROFILE/, words.join(' '));
    }
  });

  it('says with -v which stage it has taken for being alone', async () => {
    const {stderr, stdout} = await get('-a', 'lone0stage', '-v');
    assert.equal(stdout, '(1) of lonely.api live\n');
    assert.match(
      stderr,
      /^apilogs: "live" is the only stage of API lone0stage\nlonely\.api \(lone0stage\), stage live,/,
    );
  });
});

describe('reaching a stage on a terminal', () => {
  const down = '\x1b[B';
  const enter = '\r';
  const escapeKey = '\x1b';
  const controlC = '\x03';
  const at = (typist: readonly Typed[], ...argv: string[]) => runCommands(argv, {localAws, typist});

  it('lets API and stage be picked, and says the command line that needs no picking', async () => {
    const typist = [
      {when: /Which API\?/, keys: 'api rest'},
      {when: /3 matches/, keys: `${down}${enter}`},
      {when: /Which stage of API abc123def4\?/, keys: `${down}${enter}`},
    ];
    const {stdout, stderr, exitCode} = await at(typist, 'get', '-o', 'raw', '-f', '"of orders"');
    assert.deepEqual([stdout, exitCode], [prod.stdout, 0]);
    assert.match(
      stderr,
      /apilogs: the same again: apilogs get --output raw --filter-pattern '"of orders"' --api-id abc123def4 --stage prod$/m,
    );
  });

  it('asks for the stage alone where the API is known, and repeats the region of a URL', async () => {
    const url = 'https://abc123def4.execute-api.us-east-1.amazonaws.com';
    const {stdout, stderr} = await at([{when: /Which stage/, keys: enter}], 'get', url, '-o', 'raw');
    assert.equal(stdout, '(1) of orders-api dev\n');
    assert.match(
      stderr,
      /again: apilogs get --output raw --api-id abc123def4 --stage dev --region us-east-1$/m,
    );
  });

  it('says nothing again where nothing was picked', async () => {
    const {stdout, stderr} = await at([], 'get', '-a', 'lone0stage', '-o', 'raw');
    assert.equal(stdout, '(1) of lonely.api live\n');
    assert.doesNotMatch(stderr, /the same again/);
  });

  for (const [name, keys] of Object.entries({Esc: escapeKey, 'Ctrl-C': controlC})) {
    it(`ends with 130 on ${name}`, async () => {
      const {stdout, stderr, exitCode} = await at([{when: /Which API\?/, keys}], 'sources');
      assert.deepEqual([stdout, exitCode], ['', 130]);
      assert.match(stderr, /apilogs: nothing was chosen\n$/);
    });
  }

  it('is drawn in ASCII outside UTF-8, and without colours where none are wanted', async () => {
    const typist = [
      {when: /Which API\?/, keys: 'shop'},
      {when: /1 match/, keys: controlC},
    ];
    const drawn = async (env: Record<string, string>) =>
      (await runCommands(['get'], {localAws, typist, env})).stderr;
    const inColor = /\x1b\[\d*m/;
    // Node colours prompts only where stdout is a terminal as well, or is told to.
    const plain = await drawn({LANG: 'C', FORCE_COLOR: '1'});
    assert.match(plain, /^[\n\r\x1b\x20-\x7e]+$/);
    assert.match(plain, inColor);
    assert.match(stripVTControlCharacters(plain), /> ht7m2kd04v {2}shop/);
    const colorless = await drawn({LANG: 'C.UTF-8', NO_COLOR: '1'});
    assert.match(colorless, /\u25cf ht7m2kd04v {2}shop/);
    assert.doesNotMatch(colorless, inColor);
  });

  it('lists the choices where the cursor does not move', async () => {
    const typist = [{when: /Which API\?/, keys: controlC}];
    const {stderr, exitCode} = await runCommands(['get'], {localAws, typist, env: {TERM: 'dumb'}});
    assert.equal(exitCode, 2);
    assert.match(stderr, /no API and no stage was given\n {2}hint: .*\n {4}-a ws4s9k2m1x {2}chat/);
  });

  it('cannot be made to drive the terminal by a name', async () => {
    const {stderr} = await withApi('evil\x1b]0;x\x07', () =>
      at([{when: /Which API\?/, keys: controlC}], 'get'),
    );
    assert.match(stderr, /evil000001 {2}evil\\x1b\]0;x\\x07 \(REST\)/);
  });
});
