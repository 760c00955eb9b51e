import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {runShell} from '../support/run-cli.js';
import {runProgram} from '../support/run-program.js';

async function withGroups(t: TestContext, names: readonly string[]): Promise<LocalAws> {
  const localAws = await LocalAws.start();
  t.after(() => localAws.stop());
  for (const name of names) localAws.logs.createLogGroup(name);
  return localAws;
}

const arnOf = (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`;

describe('groups', () => {
  it('prints every name on a line, page after page', async t => {
    const names = Array.from({length: 120}, (_, n) => `/aws/lambda/f${String(n).padStart(3, '0')}`);
    const localAws = await withGroups(t, names);
    const {stdout, stderr, exitCode} = await runProgram(['groups'], localAws);
    assert.equal(stdout, names.map(name => `${name}\n`).join(''));
    assert.deepEqual([stderr, exitCode], ['', 0]);
    assert.equal(localAws.calls.count('DescribeLogGroups'), 3);
  });

  it('selects by how names begin, and by text in them', async t => {
    const localAws = await withGroups(t, ['/aws/lambda/orders', '/aws/lambda/web', '/ecs/orders']);
    const groups = async (...argv: string[]) => (await runProgram(['groups', ...argv], localAws)).stdout;
    assert.equal(await groups('-p', '/aws/'), '/aws/lambda/orders\n/aws/lambda/web\n');
    assert.equal(await groups('--log-group-prefix', '/ecs'), '/ecs/orders\n');
    assert.equal(await groups('-p', 'C:/Program Files/Git/ecs/'), '/ecs/orders\n');
    assert.equal(await groups('orders'), '/aws/lambda/orders\n/ecs/orders\n');
    assert.equal(await groups('orders', '-p', '/aws/'), '/aws/lambda/orders\n');
    assert.equal(await groups('-p', ''), '/aws/lambda/orders\n/aws/lambda/web\n/ecs/orders\n');
  });

  it('says in JSON what is known of each, also of those selected by text', async t => {
    const localAws = await withGroups(t, []);
    const creationTime = Date.UTC(2026, 2, 10);
    localAws.logs.createLogGroup('orders', {creationTime, retentionInDays: 14});
    localAws.logs.createLogGroup('cold', {creationTime, logGroupClass: 'INFREQUENT_ACCESS'});
    const {stdout} = await runProgram(['groups', '-o', 'json'], localAws);
    const rest = {storedBytes: 0, creationTime: '2026-03-10T00:00:00.000Z'};
    const cold = {
      name: 'cold',
      arn: arnOf('cold'),
      class: 'INFREQUENT_ACCESS',
      retentionInDays: null,
      ...rest,
    };
    const orders = {name: 'orders', arn: arnOf('orders'), class: 'STANDARD', retentionInDays: 14, ...rest};
    assert.equal(stdout, `${JSON.stringify(cold)}\n${JSON.stringify(orders)}\n`);
    const byText = await runProgram(['groups', 'order', '-o', 'json'], localAws);
    assert.equal(byText.stdout, `${JSON.stringify(orders)}\n`);
  });

  it('says where it looked when there are none', async t => {
    const localAws = await withGroups(t, ['a']);
    const {stdout, stderr, exitCode} = await runProgram(['groups', '-p', '/x', 'y'], localAws);
    assert.deepEqual([stdout, exitCode], ['', 0]);
    assert.match(
      stderr,
      /^apilogs: no log group in region eu-west-1 has a name that begins with "\/x" and contains "y"\n {2}hint: another region/,
    );
  });

  it('exits with 4 without permission', async t => {
    const localAws = await withGroups(t, ['a']);
    localAws.faults.deny('logs:DescribeLogGroups');
    const {stderr, exitCode} = await runProgram(['groups'], localAws);
    assert.equal(exitCode, 4);
    assert.match(
      stderr,
      /no permission to read the list of log groups\n {2}hint: allow logs:DescribeLogGroups/,
    );
  });

  it('makes control characters of names visible', async t => {
    const localAws = await withGroups(t, []);
    localAws.faults.add({
      operation: 'DescribeLogGroups',
      fault: {
        answer: {
          contentType: 'application/x-amz-json-1.1',
          body: JSON.stringify({logGroups: [{logGroupName: 'a\u001b[2Jb'}]}),
        },
      },
    });
    const text = await runProgram(['groups'], localAws);
    const json = await runProgram(['groups', '-o', 'json'], localAws);
    assert.ok(!text.stdout.includes('\u001b') && text.stdout.endsWith('[2Jb\n'));
    assert.ok(!json.stdout.includes('\u001b'));
  });

  it('ends at once when its reader has seen enough', async t => {
    const names = Array.from({length: 500}, (_, n) => `/aws/lambda/f${n}`);
    const localAws = await withGroups(t, names);
    const {stdout, stderr} = await runShell('apilogs groups | head -1', {localAws});
    assert.deepEqual([stdout, stderr], ['/aws/lambda/f0\n', '']);
  });

  it('refuses a TEXT that no name can contain', async t => {
    const localAws = await withGroups(t, []);
    const {stderr, exitCode} = await runProgram(['groups', 'a b'], localAws);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^apilogs: TEXT cannot be "a b"/);
  });
});

describe('streams', () => {
  const now = Date.now();
  const hourMs = 3_600_000;

  function put(localAws: LocalAws, logStream: string, ...hoursAgo: number[]): void {
    const events = hoursAgo.map(hours => {
      const timestamp = now - hours * hourMs;
      return {timestamp, ingestionTime: timestamp, message: 'x'};
    });
    localAws.logs.putEvents('g', logStream, events);
  }

  const streams = async (localAws: LocalAws, ...argv: string[]) =>
    (await runProgram(['streams', 'g', ...argv], localAws)).stdout;

  it('prints the names of those that may hold events of the last hour', async t => {
    const localAws = await withGroups(t, ['g']);
    put(localAws, 'new', 0.1);
    put(localAws, 'long lived', 50, 0.5);
    put(localAws, 'last told an hour late', 1.9);
    put(localAws, 'old', 3);
    assert.equal(await streams(localAws), 'last told an hour late\nlong lived\nnew\n');
  });

  it('prints those of a window', async t => {
    const localAws = await withGroups(t, ['g']);
    put(localAws, 'new', 1);
    put(localAws, 'old', 30);
    put(localAws, 'both', 30, 1);
    assert.equal(await streams(localAws, '-s', '2d'), 'both\nnew\nold\n');
    assert.equal(await streams(localAws, '-s', '2d', '-e', '1d'), 'both\nold\n');
  });

  it('prints page after page', async t => {
    const localAws = await withGroups(t, ['g']);
    const names = Array.from({length: 120}, (_, n) => `s${String(n).padStart(3, '0')}`);
    for (const name of names) put(localAws, name, 0.1);
    assert.equal(await streams(localAws), names.map(name => `${name}\n`).join(''));
    assert.equal(localAws.calls.count('DescribeLogStreams'), 3);
  });

  it('says in JSON when their events were', async t => {
    const localAws = await withGroups(t, ['g']);
    put(localAws, 'a', 2, 0.5);
    const {creationTime, ...rest} = JSON.parse(await streams(localAws, '-o', 'json'));
    assert.ok(Date.parse(creationTime) >= now);
    assert.deepEqual(rest, {
      name: 'a',
      arn: `${arnOf('g')}:log-stream:a`,
      firstEventTimestamp: new Date(now - 2 * hourMs).toISOString(),
      lastEventTimestamp: new Date(now - 0.5 * hourMs).toISOString(),
      lastIngestionTime: new Date(now - 0.5 * hourMs).toISOString(),
    });
  });

  it('says when there are none in the window', async t => {
    const localAws = await withGroups(t, ['g']);
    put(localAws, 'old', 5);
    const {stdout, stderr, exitCode} = await runProgram(['streams', 'g'], localAws);
    assert.deepEqual([stdout, exitCode], ['', 0]);
    assert.match(
      stderr,
      /^apilogs: no log stream of "g" can hold events of this window\n {2}hint: .*--start 6h/,
    );
  });

  it('exits with 5 for a group that does not exist, and names one like it', async t => {
    const localAws = await withGroups(t, ['/aws/lambda/orders']);
    const {stderr, exitCode} = await runProgram(['streams', 'orders'], localAws);
    assert.equal(exitCode, 5);
    assert.match(
      stderr,
      /log group "orders" does not exist in region eu-west-1\n {2}hint: did you mean \/aws\/lambda\/orders\?/,
    );
  });

  it('reads a linked account’s group by its ARN', async t => {
    const localAws = await withGroups(t, []);
    const linked = localAws.logs.linkAccount({region: 'us-east-1', accountId: '444455556666'});
    linked.putEvents('g', 's', [{timestamp: now - 1_000, message: 'x'}]);
    const {stdout} = await runProgram(['streams', `${linked.arn('g')}:*`], localAws);
    assert.equal(stdout, 's\n');
    assert.equal(localAws.calls.list('DescribeLogStreams')[0]?.region, 'us-east-1');
  });

  it('refuses what is wrong in its words and options', async t => {
    const localAws = await withGroups(t, []);
    const exit = async (...argv: string[]) => (await runProgram(['streams', ...argv], localAws)).exitCode;
    assert.deepEqual(
      [await exit(), await exit('g', 'more'), await exit('g', '-s', 'nonsense'), await exit('g', '-w')],
      [2, 2, 3, 2],
    );
  });
});
