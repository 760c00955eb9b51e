import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {runCommands} from '../support/run-commands.js';
import {startVirtualTime} from '../support/virtual-time.js';
import {
  cartsGroup,
  executionGroup,
  httpApiId,
  requestId,
  restApiId,
  startWorld,
  today,
  window,
} from './world.js';

const time = startVirtualTime(today);
const rest = ['-a', restApiId, '-t', 'prod'];

async function run(argv: readonly string[], prepare: (localAws: LocalAws) => void) {
  time.restart(today);
  const localAws = await startWorld({now: time.now});
  try {
    prepare(localAws);
    return await time.during(runCommands(argv, {localAws}), 600_000);
  } finally {
    await localAws.stop();
  }
}

describe('a log group that was only assumed to be the right one, and does not exist', () => {
  for (const [command, args] of [
    [['get'], window],
    [['get', '-n', '5'], window],
    [['get', '--watch', '--for', '10s'], []],
    [['requests'], window],
    [['requests', '--watch', '--for', '10s'], []],
    [['trace', requestId], window],
  ] as const) {
    it(`makes ${command.join(' ')} partial`, async () => {
      const {stdout, stderr, exitCode} = await run([...command, ...rest, ...args], localAws => {
        localAws.faults.deny('logs:DescribeDeliverySources');
        localAws.logs.deleteLogGroup(executionGroup);
      });
      assert.notEqual(stdout, '');
      assert.match(stderr, /does not exist, and whether a log delivery sends the execution log elsewhere/);
      assert.equal(exitCode, 8);
    });
  }

  const watch = ['get', ...rest, '--watch', '--for', '30s'];

  it('is no loss any more once it has come to exist while it was watched', async () => {
    const {stderr, exitCode} = await run(watch, localAws => {
      localAws.faults.deny('lambda:GetFunctionConfiguration');
      localAws.logs.deleteLogGroup(cartsGroup);
      setTimeout(() => localAws.logs.createLogGroup(cartsGroup), 10_000);
    });
    assert.match(stderr, /does not exist, and function carts could not be looked up/);
    assert.equal(exitCode, 0);
  });

  it('is none where its function was looked up', async () => {
    const {stderr, exitCode} = await run(watch, localAws => localAws.logs.deleteLogGroup(cartsGroup));
    assert.match(stderr, /log group "\/aws\/lambda\/carts" does not exist yet/);
    assert.equal(exitCode, 0);
  });
});

describe('requests of an HTTP API', () => {
  it('does not mind that there is no execution log to read', async () => {
    const {stderr, exitCode} = await run(['requests', '-a', httpApiId, '-t', 'live', ...window], localAws =>
      localAws.faults.deny('logs:FilterLogEvents', ({logGroupName}) =>
        String(logGroupName).startsWith('API-Gateway-Execution-Logs'),
      ),
    );
    assert.doesNotMatch(stderr, /API-Gateway-Execution-Logs/);
    assert.equal(exitCode, 0);
  });
});
