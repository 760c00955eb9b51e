import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, afterEach, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {Fault} from '../../src/local-aws/faults.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import type {FakeService} from '../aws/fake-service.js';
import {answering, fakeService} from '../aws/fake-service.js';
import {fakeSts} from '../aws/fake-sts.js';
import {runCli} from '../support/run-cli.js';
import {runCommands, type Typed} from '../support/run-commands.js';
import {executionGroup, putLine, restApiId, startWatchedStage} from '../support/watched-stage.js';

// Tests are built into another folder, which holds neither scripts nor the source.
const ofRepository = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** What must be found nowhere. Each contains `PLANT`, and nothing else does. */
const planted = {
  keyId: 'AKIAPLANTEDKEYID0001',
  secret: 'wJalrXUtnFEMI/PLANTED+secret/bPxRfiCYKEY',
  token: 'IQoJb3JpZ2luX2VjEPLANTED//session+token==',
  externalId: 'external-PLANTED-id',
  bearer: 'aoaAAAA-PLANTED-bearer-token',
  password: 'PLANTED-pass',
} as const;
const isLeaked = (text: string) => text.includes('PLANT') || text.includes('918273');

/** Where the credentials of a run come from. */
interface CredentialSource {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly typist?: readonly Typed[];
}

const noKeys = {AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined};
const ofProfile = (name: string) => ({flags: ['--profile', name], env: noKeys});

const sources: Readonly<Record<string, CredentialSource>> = {
  flags: {
    flags: [
      ...['--aws-access-key-id', planted.keyId],
      ...['--aws-secret-access-key', planted.secret],
      ...['--aws-session-token', planted.token],
    ],
    env: noKeys,
  },
  'the environment': {
    env: {
      AWS_ACCESS_KEY_ID: planted.keyId,
      AWS_SECRET_ACCESS_KEY: planted.secret,
      AWS_SESSION_TOKEN: planted.token,
    },
  },
  'a profile': ofProfile('keys'),
  'a credential_process': ofProfile('process'),
  'a credential_process that fails': ofProfile('failing-process'),
  'a credential_process that prints no JSON': ofProfile('broken-process'),
  'a role': ofProfile('role'),
  'a role with an MFA device': {...ofProfile('mfa'), typist: [{when: /MFA code/, keys: '918273\n'}]},
  'a role whose MFA code is refused': {
    ...ofProfile('refused-mfa'),
    typist: [1, 2, 3].map(() => ({when: /MFA code/, keys: '918273\n'})),
  },
  'an SSO session that is refused': ofProfile('sso'),
};

/** AWS, as talkative as it can be. */
const quoting =
  `The key ${planted.keyId} and x-amz-security-token:${planted.token} (${encodeURIComponent(planted.token)}), ` +
  `signed with ${planted.secret}, external id ${planted.externalId}, ` +
  `at https://user:${planted.password}@proxy:1/ are wrong`;

const error = (name: string, status?: number): Fault => ({
  error: {name, message: quoting, ...(status && {status})},
});
const failures: Readonly<Record<string, Fault | undefined>> = {
  nothing: undefined,
  'no permission': error('AccessDeniedException'),
  'expired credentials': error('ExpiredTokenException'),
  'unknown credentials': error('UnrecognizedClientException'),
  'a wrong signature': error('InvalidSignatureException', 403),
  'an argument that is refused': error('ValidationException'),
  'nothing found': error('ResourceNotFoundException'),
  'an unknown error': error('TeapotException', 418),
  'an answer that is none': {answer: {body: quoting}},
};

const stage = ['-a', restApiId, '-t', 'prod'];
const commands: Readonly<Record<string, readonly string[]>> = {
  get: ['get', ...stage, '-s', '1h'],
  'get GROUP': ['get', executionGroup, '-s', '1h'],
  'get --watch': ['get', ...stage, '-s', '1h', '--watch', '--for', '1s'],
  trace: ['trace', '3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18', ...stage, '-s', '1h'],
  requests: ['requests', ...stage, '-s', '1h'],
  sources: ['sources', ...stage],
  apis: ['apis'],
  groups: ['groups'],
  streams: ['streams', executionGroup],
};

describe('secrets', () => {
  let localAws: LocalAws;
  let sts: FakeService;
  let strictSts: FakeService;
  let sso: FakeService;
  let home: string;
  const written: string[] = [];

  before(async () => {
    localAws = await startWatchedStage();
    putLine(localAws, 'a line');
    const session = {secretAccessKey: planted.secret, sessionToken: planted.token};
    sts = await fakeSts({session});
    strictSts = await fakeSts({
      error: {
        code: 'AccessDenied',
        message: `MultiFactorAuthentication failed with invalid MFA one time pass code 918273. ${quoting}`,
      },
    });
    sso = await fakeService(
      answering(
        403,
        {message: `x-amz-sso_bearer_token: ${planted.bearer} is wrong`},
        {'x-amzn-errortype': 'ForbiddenException'},
      ),
    );
    home = mkdtempSync(join(tmpdir(), 'apilogs-home-'));
    const role = (name: string, extra = '') =>
      `[profile ${name}]\nrole_arn = arn:aws:iam::111122223333:role/PLANTEDKEYID${name.length}${name.length}\n` +
      `source_profile = keys\nexternal_id = ${planted.externalId}\n${extra}`;
    const mfa = 'mfa_serial = arn:aws:iam::111122223333:mfa/me\n';
    put(
      'keys.json',
      JSON.stringify({
        Version: 1,
        AccessKeyId: planted.keyId,
        SecretAccessKey: planted.secret,
        SessionToken: planted.token,
      }),
    );
    put(
      '.aws/config',
      `[profile keys]\naws_access_key_id = ${planted.keyId}\naws_secret_access_key = ${planted.secret}\n` +
        `aws_session_token = ${planted.token}\n` +
        `[profile process]\ncredential_process = cat ${join(home, 'keys.json')}\n` +
        `[profile failing-process]\ncredential_process = echo ${planted.secret} >&2; exit 3\n` +
        `[profile broken-process]\ncredential_process = echo ${planted.secret}\n` +
        role('role') +
        role('mfa', mfa) +
        role('refused-mfa', mfa) +
        '[profile sso]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = Reader\n' +
        '[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n',
    );
    put(
      `.aws/sso/cache/${createHash('sha1').update('s').digest('hex')}.json`,
      JSON.stringify({
        accessToken: planted.bearer,
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      }),
    );
  });
  after(async () => {
    rmSync(home, {recursive: true});
    await Promise.all([
      localAws.stop(),
      sts[Symbol.asyncDispose](),
      strictSts[Symbol.asyncDispose](),
      sso[Symbol.asyncDispose](),
    ]);
  });
  afterEach(() => localAws.faults.clear());

  const put = (path: string, text: string) => {
    const file = join(home, path);
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, text);
    written.push(file);
  };

  const envOf = ({env}: CredentialSource, name: string) => ({
    HOME: home,
    AWS_CONFIG_FILE: join(home, '.aws/config'),
    AWS_ENDPOINT_URL_STS: (name.includes('refused') ? strictSts : sts).url,
    AWS_ENDPOINT_URL_SSO: sso.url,
    ...env,
  });

  const run = async (command: readonly string[], name: string, fault?: Fault) => {
    const source = sources[name] ?? {};
    if (fault) localAws.faults.add({fault});
    return runCommands([...command, ...(source.flags ?? [])], {
      localAws,
      env: envOf(source, name),
      cacheFolder: join(home, '.cache', 'apilogs'),
      ...(source.typist && {typist: source.typist}),
    });
  };

  for (const name of Object.keys(sources)) {
    it(`of ${name} appear in no output, whatever fails`, async () => {
      for (const [failure, fault] of Object.entries(failures)) {
        const {stdout, stderr, exitCode} = await run([...(commands.get ?? []), '-v'], name, fault);
        assert.equal(isLeaked(stdout + stderr), false, `${failure}: ${stderr}`);
        const isRefused = /refused|fails|no JSON/.test(name);
        assert.equal(exitCode === 0, failure === 'nothing' && !isRefused, `${failure}: ${stderr}`);
        localAws.faults.clear();
      }
    });
  }

  for (const [command, argv] of Object.entries(commands)) {
    it(`appear in no output of ${command}, whatever fails`, async () => {
      for (const [failure, fault] of Object.entries(failures)) {
        const {stdout, stderr} = await run(argv, 'flags', fault);
        assert.equal(isLeaked(stdout + stderr), false, `${failure}: ${stderr}`);
        assert.match(stderr, /--aws-secret-access-key, .* can be seen by other users of this machine/);
        localAws.faults.clear();
      }
    });
  }

  it('stand in no message about a proxy or an endpoint, nor does the cache keep them', async () => {
    const endpoint = localAws.endpoint.replace('//', `//user:${planted.password}@`);
    const proxy = `http://user:${planted.password}@127.0.0.1:1`;
    const runs = [
      {argv: commands.get, env: {AWS_ENDPOINT_URL: endpoint}},
      {argv: [...(commands.sources ?? []), '--endpoint-url', endpoint], env: {}},
      {argv: [...(commands.apis ?? []), '--endpoint-url', endpoint], env: {}},
      {
        argv: [...(commands.get ?? []), '--endpoint-url', `http://user:${planted.password}@127.0.0.1:1`],
        env: {},
      },
      {argv: [...(commands.get ?? []), '--endpoint-url', `ftp://user:${planted.password}@host`], env: {}},
      {argv: commands.get, env: {AWS_ENDPOINT_URL: undefined, HTTPS_PROXY: proxy}},
      {
        argv: commands.get,
        env: {AWS_ENDPOINT_URL: undefined, HTTPS_PROXY: `socks://u:${planted.password}@x`},
      },
    ];
    for (const {argv, env} of runs) {
      const {stdout, stderr} = await runCommands([...(argv ?? []), '-v'], {
        localAws,
        env: {HOME: home, ...env},
        cacheFolder: join(home, '.cache', 'apilogs'),
      });
      assert.notEqual(stdout + stderr, '');
      assert.equal(isLeaked(stdout + stderr), false, stderr);
    }
  });

  it('stand in no report of a crash', async () => {
    const env = {
      ...envOf(sources['the environment'] ?? {}, ''),
      NODE_OPTIONS: `--require ${ofRepository('test/support/broken-node.cjs')}`,
      BREAK_BY: 'exception',
      BREAK_MESSAGE: quoting,
    };
    const {stderr, exitCode} = await runCli([...(commands.get ?? []), '-v', '-f', 'PLANTED'], {
      localAws,
      env,
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, /unexpected error: TypeError: The key \*\*\* and /);
    assert.equal(isLeaked(stderr.replaceAll(planted.externalId, '')), false, stderr);
  });

  it('are kept in no file but the sessions of roles, and every file and folder that is written is private', async () => {
    const caches = join(home, '.cache', 'apilogs');
    // As another program, or an older one, may have made it.
    rmSync(caches, {recursive: true, force: true});
    mkdirSync(caches, {recursive: true});
    chmodSync(caches, 0o755);
    await run(commands.apis ?? [], 'a profile');
    await run(commands.get ?? [], 'a role');
    const files = readdirSync(home, {recursive: true, withFileTypes: true})
      .filter(entry => entry.isFile())
      .map(({parentPath, name}) => join(parentPath, name))
      .filter(path => !written.includes(path));
    const sessions = files.filter(path => isLeaked(readFileSync(path, 'utf8')));
    assert.ok(sessions.length > 0);
    for (const path of sessions) assert.equal(dirname(path), join(home, '.aws', 'cli', 'cache'));
    assert.ok(files.length > sessions.length, 'there is a cache of APIs too');
    for (const path of files) assert.equal(statSync(path).mode & 0o777, 0o600, path);
    for (const path of [join(home, '.aws', 'cli', 'cache'), caches]) {
      assert.equal(statSync(path).mode & 0o777, 0o700, path);
    }
  });

  it('of others stay masked: no call asks to unmask, and nothing in the source could', () => {
    const calls = localAws.calls.list('FilterLogEvents');
    assert.ok(calls.length > 20);
    assert.deepEqual(
      calls.filter(({input}) => 'unmask' in input),
      [],
    );
    const source = ofRepository('src');
    const files = readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(path =>
      path.endsWith('.ts'),
    );
    assert.deepEqual(
      files.filter(path => /unmask/i.test(readFileSync(join(source, path), 'utf8'))),
      [],
    );
  });
});
