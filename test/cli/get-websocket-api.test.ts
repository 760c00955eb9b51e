import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Explanation, ExplanationKind, SourceReport} from '../../src/explain/source-report.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {parseLines} from '../support/compare-links.js';
import {loadSamples} from '../support/load-samples.js';
import {runCli} from '../support/run-cli.js';

const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
const invocationOf = (name: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;

describe('get of a WebSocket API', () => {
  let localAws: LocalAws;
  const args = (stage: string) => [
    'get',
    '-a',
    'ws9k2m4p7q',
    '-t',
    stage,
    '-s',
    '2026-03-10T13:00Z',
    '-e',
    '2026-03-10T15:00Z',
  ];
  const at = 1_773_151_210_000;
  const id = 'ZmQyXGZaDoEFYJg=';
  const invocation = '5c0e7a41-2f6b-4d39-8a10-7e4f2b9d6c83';

  before(async () => {
    localAws = await LocalAws.start();
    for (const name of ['chat', 'gate']) localAws.lambda.addFunction({name});
    localAws.apiGatewayV2.addApi({
      id: 'ws9k2m4p7q',
      name: 'chat',
      protocolType: 'WEBSOCKET',
      routes: [{routeKey: '$connect', integrationId: 'i1', authorizerId: 'a1'}],
      integrations: [{id: 'i1', type: 'AWS_PROXY', uri: invocationOf('chat')}],
      authorizers: [{id: 'a1', name: 'gate', type: 'REQUEST', authorizerUri: invocationOf('gate')}],
      stages: [
        {stageName: 'prod', defaultRouteSettings: {loggingLevel: 'INFO', dataTraceEnabled: true}},
        {stageName: 'quiet'},
      ],
    });
    loadSamples(localAws, 'websocket-authorizer-config-error');
    const execution = (offset: number, text: string) => ({
      timestamp: at + offset,
      message: `(${id}) ${text}`,
    });
    localAws.logs.putEvents('/aws/apigateway/ws9k2m4p7q/prod', 'stream', [
      execution(0, `Extended Request Id: ${id}`),
      execution(40, `AWS Integration Endpoint RequestId : ${invocation}`),
    ]);
    localAws.logs.putEvents('/aws/lambda/chat', '2026/03/10/[$LATEST]00112233445566778899aabbccddeeff', [
      {timestamp: at + 10, message: `START RequestId: ${invocation} Version: $LATEST\n`},
      {timestamp: at + 20, message: 'hello\n'},
      {timestamp: at + 30, message: `END RequestId: ${invocation}\n`},
    ]);
  });
  after(() => localAws.stop());

  it('reads the execution log and the functions, and ties their lines', async () => {
    const {stdout, stderr, exitCode} = await runCli([...args('prod'), '-o', 'json'], {localAws});
    const lines = parseLines(stdout);
    assert.deepEqual(
      lines.map(({logGroup, apiRequestId}) => [logGroup, apiRequestId]),
      [
        ...Array(4).fill(['/aws/apigateway/ws9k2m4p7q/prod', 'ZmQwTFh3DoEFYJg=']),
        ['/aws/apigateway/ws9k2m4p7q/prod', id],
        ...Array(3).fill(['/aws/lambda/chat', id]),
        ['/aws/apigateway/ws9k2m4p7q/prod', id],
      ],
    );
    // The authorizer was never invoked; of the log group that REST APIs have nothing is said.
    assert.equal(
      stderr,
      'apilogs: log group "/aws/lambda/gate" does not exist yet\n  hint: AWS creates it when the function is first invoked, if its role may write logs (AWSLambdaBasicExecutionRole)\n',
    );
    assert.equal(exitCode, 0);
  });

  it('prints the id in the column of execution lines, and not in front of their text', async () => {
    const {stdout} = await runCli([...args('prod'), '-r', 'ZmQwTFh3DoEFYJg='], {localAws});
    assert.match(
      stdout,
      /^2026-03-10T14:00:00\.881Z {2}execution {2}ZmQwTFh3DoEFYJg= +Extended Request Id: ZmQwTFh3DoEFYJg=\n/,
    );
  });

  it('says with -v that the deployment cannot be looked into', async () => {
    const {stderr} = await runCli([...args('prod'), '-v'], {localAws});
    assert.match(stderr, /AutoDeploy is off and the deployment of a WebSocket API cannot be looked into/);
  });

  it('says what to set where the stage writes no log at all', async () => {
    const {stderr} = await runCli(args('quiet'), {localAws});
    assert.match(stderr, /stage "quiet" writes no execution log\n {2}hint: .*LoggingLevel=INFO/);
    assert.match(stderr, /stage "quiet" writes no access log either: no line can be tied to a request/);
    assert.doesNotMatch(stderr, /has no access log/);
  });

  it('explains in sources what its settings mean, as those of REST APIs', async () => {
    const explanationsOf = async (stage: string) => {
      const {stdout} = await runCli(['sources', '-a', 'ws9k2m4p7q', '-t', stage, '-o', 'json'], {localAws});
      const reports: SourceReport[] = stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line));
      return reports.flatMap(({explanations}) => explanations);
    };
    const hintOf = (explanations: readonly Explanation[], kind: ExplanationKind) =>
      explanations.find(it => it.kind === kind)?.hint ?? '';
    const quiet = await explanationsOf('quiet');
    const update =
      /`aws apigatewayv2 update-stage --region eu-west-1 --api-id ws9k2m4p7q --stage-name 'quiet'/;
    for (const [kind, setting] of [
      ['executionLoggingOff', / --default-route-settings LoggingLevel=INFO`$/],
      ['noAccessLog', / --access-log-settings '\{/],
    ] as const) {
      assert.match(hintOf(quiet, kind), update);
      assert.match(hintOf(quiet, kind), setting);
    }
    assert.match(hintOf(await explanationsOf('prod'), 'dataTraceOn'), /turn "Data tracing" off/);
  });
});
