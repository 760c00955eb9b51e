import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Fault} from '../../src/local-aws/faults.js';
import {runCommands} from '../support/run-commands.js';
import {startVirtualTime} from '../support/virtual-time.js';
import {requestId, restApiId, restGroups, startWorld, today, window} from './world.js';

const time = startVirtualTime(today);
const rest = ['-a', restApiId, '-t', 'prod', ...window] as const;

/** Runs the command line where each log group answers so many times, and never again. */
async function run(argv: readonly string[], {answers, fault}: {answers: number; fault: Fault}) {
  time.restart(today);
  const localAws = await startWorld({now: time.now});
  const asked = new Map<unknown, number>();
  localAws.faults.add({
    operation: 'FilterLogEvents',
    when: ({logGroupName}) => {
      asked.set(logGroupName, (asked.get(logGroupName) ?? 0) + 1);
      return (asked.get(logGroupName) ?? 0) > answers;
    },
    fault,
  });
  try {
    return await time.during(runCommands(argv, {localAws}), 3_600_000);
  } finally {
    await localAws.stop();
  }
}

const commands: readonly (readonly [fault: 'hang' | 'html', ...argv: readonly string[]])[] = [
  ['hang', 'get', ...rest, '-o', 'raw'],
  ['html', 'get', ...rest, '-o', 'raw', '-f', 'line'],
  ['html', 'get', ...rest, '-o', 'raw', '--last', '12'],
  ['html', 'trace', requestId, ...rest],
  ['html', 'requests', ...rest],
];

describe('a read that loses AWS in the middle', () => {
  for (const [fault, ...argv] of commands) {
    const name = argv.filter(word => !rest.some(other => other === word)).join(' ');
    it(`ends with 8 and names what is not whole: ${name}`, async () => {
      const {stdout, stderr, exitCode} = await run(argv, {answers: 1, fault});
      assert.equal(exitCode, 8, stderr);
      assert.ok(restGroups.some(group => stderr.includes(`log group "${group}" cannot be read: `)));
      // Of a log group that is not whole nobody knows which events are the last.
      if (argv[0] === 'get' && !argv.includes('--last')) assert.notEqual(stdout, '');
    });

    it(`ends with 1 where it was so from the beginning on: ${name}`, async () => {
      const {stdout, stderr, exitCode} = await run(argv, {answers: 0, fault});
      assert.equal(exitCode, 1, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, /cannot be reached|does not answer .* as AWS does/);
    });
  }
});
