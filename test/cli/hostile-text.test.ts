import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {runCommands} from '../support/run-commands.js';
import {runOnTerminal} from '../support/run-on-terminal.js';

/** What strangers can write into a log: each drives, hides, reorders or breaks something where it is let through. */
const hostile: Readonly<Record<string, string>> = {
  colour: '\x1b[31mred\x1b[0m',
  'clearing the screen': '\x1b[2J\x1b[H',
  'moving the cursor': '\x1b[1A\x1b[2K\x1b[999D',
  'a window title': '\x1b]0;owned\x07',
  'the clipboard': '\x1b]52;c;cm0gLXJmIC8=\x1b\\',
  'a hyperlink': '\x1b]8;;https://evil.example\x1b\\harmless\x1b]8;;\x1b\\',
  'a device query': '\x1b[c\x1b[6n\x1bZ\x05',
  'an alternate screen': '\x1b[?1049h',
  'a device control string': '\x1bP$q"p\x1b\\',
  'C1 controls': '\x9b2J\x9d0;owned\x9c\x90\x85',
  'backspaces and deletes': 'rm -rf\b\b\b\b\b\b\x7f',
  NUL: 'a\0b',
  'a bell': '\x07',
  'shift out': '\x0e\x0f',
  'a bidirectional override': '\u202eexe.gnp\u202c',
  isolates: '\u2066a\u2067b\u2069',
  'text without width': 'ad\u200bmin\ufeff\u2060\u00ad',
  'a joiner within an id': '3e0f\u200d6c52',
  'tags that nobody sees': 'a\u{e0041}\u{e007f}',
  'line separators': 'a\u2028b\u2029c',
  'a line break and a forged line': 'x\n2026-01-01T00:00:00.000Z  execution  -  forged',
  'a carriage return and a forged line': 'x\r2026-01-01T00:00:00.000Z  execution  -  forged',
  'lone surrogates': '\ud800x\udc00',
  'bytes that were no UTF-8': '\ufffd\ufffe',
  'names of prototypes':
    '{"__proto__":{"level":"ERROR"},"constructor":1,"toString":"x","hasOwnProperty":null}',
  'a format string': '%s%n%c %o',
};
const payloads = Object.values(hostile);
const all = payloads.join(' ');
/** The same without what ends a name in AWS or a word in a line. */
const inWord = '\x1b]0;owned\x07\u202e\u200b\x9b2J\0';

const restApiId = 'hostile123';
const id = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const lambdaId = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const executionGroup = `API-Gateway-Execution-Logs_${restApiId}/prod`;
const functionGroup = '/aws/lambda/orders';
const oddGroup = `/odd/${inWord}`;
const accessGroup = '/access';
const plainGroup = '/plain';
const stream = `2026/03/10/[$LATEST]${inWord}`;

async function hostileStage(): Promise<LocalAws> {
  const localAws = await LocalAws.start();
  const {logs} = localAws;
  for (const group of [executionGroup, functionGroup, accessGroup, oddGroup, plainGroup])
    logs.createLogGroup(group);
  localAws.lambda.addFunction({name: 'orders'});
  localAws.apiGateway.addRestApi({
    id: restApiId,
    name: `shop ${all}`,
    deployed: {
      routes: [
        {
          path: `/${inWord}`,
          method: 'GET',
          integration: {
            type: 'AWS_PROXY',
            uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders/invocations',
          },
        },
        {
          path: `/broken/${inWord}`,
          method: 'POST',
          integration: {
            type: 'AWS_PROXY',
            uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${inWord}\${stageVariables.${inWord}}/invocations`,
          },
        },
      ],
      authorizers: [],
    },
    stages: [
      {
        stageName: 'prod',
        variables: {[inWord]: all, name: inWord},
        methodSettings: {'*/*': {loggingLevel: 'INFO'}},
        accessLogSettings: {
          destinationArn: `arn:aws:logs:eu-west-1:111122223333:log-group:${accessGroup}`,
          format:
            '{"requestId":"$context.requestId","path":"$context.path","httpMethod":"$context.httpMethod","userAgent":"$context.identity.userAgent","status":"$context.status","responseType":"$context.error.responseType","errorMessage":"$context.error.message"}',
        },
      },
      {stageName: `other${inWord}`, variables: {}, deployed: {routes: [], authorizers: []}},
    ],
  });

  const start = Date.now() - 120_000;
  const put = (group: string, at: number, message: string) =>
    logs.putEvents(group, stream, [{timestamp: start + at, ingestionTime: start + at + 50, message}]);
  const gateway = (at: number, n: number, text: string) => put(executionGroup, at, `(${id(n)}) ${text}`);

  // A request that failed, all of whose texts a stranger wrote.
  gateway(0, 1, `Extended Request Id: ${inWord}`);
  gateway(1, 1, `HTTP Method: GET${inWord}, Resource Path: /${all}`);
  put(functionGroup, 10, `START RequestId: ${lambdaId(1)} Version: ${inWord}\n`);
  for (const [index, payload] of payloads.entries()) {
    put(functionGroup, 11, payload);
    put(functionGroup, 11, `2026-03-10T09:16:40.551Z\t${lambdaId(1)}\tERROR\t${payload}`);
    put(functionGroup, 12, JSON.stringify({level: 'ERROR', requestId: lambdaId(1), message: payload}));
    put(functionGroup, 12, `{"errorType":${JSON.stringify(payload)},"errorMessage":${JSON.stringify(all)}}`);
    put(
      functionGroup,
      12,
      `[ERROR] Runtime.X: ${payload}\nTraceback (most recent call last):\n  File "${payload}", line 1`,
    );
    put(executionGroup, 12, `(${inWord}${index}) HTTP Method: ${payload}, Resource Path: ${payload}`);
    put(executionGroup, 13, `(${inWord}${index}) Execution failed due to configuration error: ${payload}`);
    put(executionGroup, 13, `(${inWord}${index}) Method completed with status: 500`);
    put(executionGroup, 14, payload);
  }
  put(
    functionGroup,
    15,
    `REPORT RequestId: ${lambdaId(1)}\tDuration: 1.2.3 ms\tStatus: error\tError Type: ${inWord}\n`,
  );
  put(
    functionGroup,
    16,
    `REPORT RequestId: ${inWord}\tDuration: 1 ms\tStatus: timeout\tError Type: ${inWord}\n`,
  );
  put(functionGroup, 17, `{"type":"platform.start","record":{"requestId":${JSON.stringify(all)}}}`);
  put(
    functionGroup,
    18,
    `{"type":"platform.report","record":{"requestId":${JSON.stringify(all)},"status":"error","errorType":${JSON.stringify(all)},"metrics":{"durationMs":1}}}`,
  );
  gateway(
    20,
    1,
    `Lambda execution failed with status 200 due to customer function error: ${all}. Lambda request id: ${lambdaId(1)}`,
  );
  gateway(21, 1, `Gateway response type: ${inWord} with status code: 502`);
  gateway(22, 1, 'Method completed with status: 502');
  gateway(23, 1, `X-ray Tracing ID : ${inWord}`);
  put(
    accessGroup,
    24,
    JSON.stringify({
      requestId: id(1),
      path: `/${all}`,
      httpMethod: `GET${inWord}`,
      userAgent: all,
      status: '502',
      responseType: inWord,
      errorMessage: all,
    }),
  );
  put(oddGroup, 25, all);
  put(plainGroup, 25, `${all} ${inWord}`);
  return localAws;
}

/** All that no terminal must get: what could drive it, hide text or reorder it. */
const forbidden =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\u{e0000}-\u{e0fff}]|[\x20-\x7e]\u200d/u;

const fromNow = (ms: number) => new Date(Date.now() + ms).toISOString();
// The same for all runs that are compared.
const window = ['-s', fromNow(-600_000), '-e', fromNow(0), '--max-rate', '100000'];
const ofStage = ['-a', restApiId, '-t', 'prod', ...window];
const reported = ['-a', restApiId, '-t', 'prod', '-s', '10m', '--max-rate', '100000'];
const watch = ['-a', restApiId, '-t', 'prod', '-s', '10m', '--watch', '--for', '200ms', '--hold', '0'];

/** With an integration that cannot be read, which is told too, a stage is read in part. */
const commands: readonly (readonly [name: string, argv: readonly string[], exitCode: number])[] = [
  ...['text', 'classic', 'raw'].map(
    output => [`get -o ${output}`, ['get', ...ofStage, '-o', output], 8] as const,
  ),
  ['get --wide', ['get', ...ofStage, '--wide', '--columns', 'time,ingestion,source,request,group,stream'], 8],
  ['get -o classic, all columns', ['get', ...ofStage, '-o', 'classic', '--timestamp', '--ingestion-time'], 8],
  ['get --query', ['get', ...ofStage, '-q', 'keys(@)'], 8],
  ['get --query of a text', ['get', ...ofStage, '-q', 'errorMessage'], 8],
  ['get --highlight', ['get', ...ofStage, '-H', '\x1b', '-H', 'red', '-H', '\u202e'], 8],
  ['get --last', ['get', ...ofStage, '-n', '5'], 8],
  ['get --errors', ['get', ...ofStage, '--errors'], 8],
  ['get --watch', ['get', ...watch], 8],
  ['requests --watch', ['requests', ...watch], 8],
  ['get GROUP', ['get', functionGroup, ...window], 0],
  ['get GROUP STREAM', ['get', functionGroup, '2026.*', ...window, '-v'], 0],
  ['trace', ['trace', id(1), ...ofStage], 8],
  ['trace -o text', ['trace', id(1), ...ofStage, '-o', 'text', '-v'], 8],
  ['requests', ['requests', ...ofStage], 8],
  ['requests --wide', ['requests', ...ofStage, '--wide'], 8],
  ['requests --summary', ['requests', ...ofStage, '--summary'], 8],
  ['sources', ['sources', ...reported, '-v'], 8],
  ['apis', ['apis'], 0],
  ['groups', ['groups'], 0],
  ['streams', ['streams', functionGroup], 0],
];

/** What is refused, with words that quote what was typed or what AWS answered. */
const refusals: readonly (readonly [name: string, argv: readonly string[], exitCode: number])[] = [
  ['an unknown command', [all], 2],
  ['an unknown option', ['get', `--${all}`], 2],
  ['a bad value', ['get', ...ofStage, '-n', all], 2],
  ['a bad date', ['get', ...ofStage.slice(0, 4), '-s', all], 3],
  ['a bad expression', ['get', ...ofStage, '-q', all], 2],
  ['a bad time zone', ['get', ...ofStage, '--tz', all], 2],
  ['an unknown stage', ['get', '-a', restApiId, '-t', inWord, ...window], 5],
  ['a stage left out', ['get', '-a', restApiId, ...window], 2],
  ['an unknown API', ['get', '-a', all, '-t', 'prod', ...window], 2],
  ['an unknown source', ['get', ...ofStage, '--source', all], 2],
  ['an impossible log group', ['get', `/aws/${inWord}`, ...window], 2],
  ['an unknown stream', ['get', functionGroup, inWord, ...window], 7],
  ['a bad stream', ['get', functionGroup, `(${inWord}`, ...window], 2],
  ['what is no id', ['trace', all, ...ofStage], 2],
  ['an id of nothing', ['trace', 'cccccccc-0000-4000-8000-000000000000', ...ofStage], 8],
];

describe('text that a stranger wrote', () => {
  let localAws: LocalAws;
  before(async () => {
    localAws = await hostileStage();
  });
  after(() => localAws.stop());

  const isSafe = (text: string) => assert.equal(forbidden.exec(text)?.[0], undefined, lineWith(text));
  /** A cell that is painted keeps the spaces that a plain line loses at its end. */
  const withoutColour = (text: string) => text.replace(/\x1b\[[\d;]*m/g, '').replace(/ +\n/g, '\n');
  const inColor = ([command = '']: readonly string[], when: string) =>
    ['get', 'trace', 'requests'].includes(command) ? ['--color', when] : [];
  const lineWith = (text: string) => JSON.stringify(text.split('\n').find(line => forbidden.test(line)));

  for (const [name, argv, exitCode] of commands) {
    it(`is shown safely by ${name}`, async () => {
      const onTerminal = await runCommands([...argv, ...inColor(argv, 'never')], {
        localAws,
        columns: 100,
        typist: [],
      });
      assert.equal(onTerminal.exitCode, exitCode, onTerminal.stderr);
      assert.ok(onTerminal.stdout.length > 0);
      isSafe(onTerminal.stdout);
      assert.doesNotMatch(onTerminal.stdout, /\bNaN|Infinity|\[object|\bundefined\b/);
      // What the program itself draws there: a line that is rewritten.
      isSafe(onTerminal.stderr.replace(/\r|\x1b\[[\d;]*[mK]/g, ''));
    });

    it(`is shown in colour as without by ${name}`, async () => {
      const plain = await runCommands([...argv, ...inColor(argv, 'never')], {localAws, columns: 100});
      const coloured = await runCommands([...argv, ...inColor(argv, 'always')], {localAws, columns: 100});
      isSafe(withoutColour(coloured.stdout));
      assert.equal(withoutColour(coloured.stdout), withoutColour(plain.stdout));
    });

    if (!argv.includes('raw')) {
      it(`is made visible in a pipe by ${name}`, async () => {
        const {stdout, stderr} = await runCommands(argv, {localAws});
        isSafe(stdout);
        isSafe(stderr);
      });
    }
  }

  for (const argv of [
    ['get', ...ofStage],
    ['get', ...ofStage, '-q', '@'],
    ['trace', id(1), ...ofStage],
    ['requests', ...ofStage],
    ['requests', ...ofStage, '--summary'],
    ['sources', ...reported],
    ['apis'],
    ['groups'],
    ['streams', functionGroup],
  ]) {
    const name = argv.filter(word => !ofStage.includes(word)).join(' ');
    it(`is valid JSON on a line each in ${name} -o json`, async () => {
      const {stdout} = await runCommands([...argv, '-o', 'json'], {localAws});
      const lines = stdout.trimEnd().split('\n');
      for (const line of lines) assert.equal(typeof JSON.parse(line), 'object');
      isSafe(stdout);
    });
  }

  it('comes back from JSON as it was logged, lone surrogates aside', async () => {
    const {stdout} = await runCommands(['get', ...ofStage, '-o', 'json'], {localAws});
    const printed = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    const messages = new Set(printed.map(({message}) => message));
    for (const payload of payloads)
      assert.ok(messages.has(Buffer.from(payload).toString()), JSON.stringify(payload));
    assert.ok(printed.every(({logStream}) => logStream === stream));
  });

  it('leaves raw in a pipe byte for byte', async () => {
    const run = await runCommands(['get', ...ofStage, '-o', 'raw', '--source', 'lambda'], {localAws});
    const stdout = Buffer.from(run.stdout).toString();
    for (const payload of payloads)
      assert.ok(stdout.includes(`${Buffer.from(payload).toString()}\n`), JSON.stringify(payload));
  });

  it('reaches a real terminal as text alone', async () => {
    const shown = await runOnTerminal(
      `$apilogs get ${plainGroup} -s 10m --quiet; $apilogs get ${plainGroup} -s 10m --quiet -o raw`,
      {localAws},
    );
    const text = shown.replace(/\x1b\[[\d;]*m/g, '').replaceAll('\r\n', '\n');
    isSafe(text);
    assert.equal(text.split('\\x1b]0;owned\\x07').length, 5);
  });

  it('forges no line of text: each printed line has the columns in front', async () => {
    const {stdout} = await runCommands(['get', ...ofStage], {localAws});
    for (const line of stdout.trimEnd().split('\n')) assert.match(line, /^20\d\d-\d\d-\d\dT[\d:.]+Z {2}\S+ /);
  });

  for (const [name, argv, exitCode] of refusals) {
    it(`is quoted safely where it is ${name}`, async () => {
      for (const world of [{localAws}, {localAws, columns: 80, typist: [] as const}]) {
        // A question would wait for an answer.
        const run = await runCommands(argv, {...world, env: {CI: 'true'}});
        assert.equal(run.exitCode, exitCode, run.stderr);
        assert.equal(run.stdout, '');
        isSafe(run.stderr);
        assert.ok(run.stderr.startsWith('apilogs: ') || run.stderr.includes('\napilogs: '), run.stderr);
      }
    });
  }
});
