import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Fault} from '../../src/local-aws/faults.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {runCommands} from '../support/run-commands.js';
import {startVirtualTime} from '../support/virtual-time.js';
import {cartsGroup, restApiId, startWorld, today} from './world.js';

const time = startVirtualTime(today);
const rest = ['-a', restApiId, '-t', 'prod'] as const;
const watch = ['get', ...rest, '--watch', '-o', 'raw'] as const;

/** Runs the command line in a world that is prepared for it, and says how long it took. */
async function run(argv: readonly string[], prepare: (localAws: LocalAws) => void) {
  time.restart(today);
  const localAws = await startWorld({now: time.now});
  try {
    prepare(localAws);
    const begun = time.now();
    const result = await time.during(runCommands(argv, {localAws}), 3_600_000);
    return {...result, tookMs: time.now() - begun};
  } finally {
    await localAws.stop();
  }
}

const throttled: Fault = {error: {name: 'ThrottlingException', message: 'Rate exceeded'}};

describe('get --watch --for, where nothing is answered', () => {
  for (const [what, fault, says, exitCodeOfNothing] of [
    ['throttling', throttled, /AWS keeps throttling logs:FilterLogEvents/, 8],
    ['silence', 'hang', /no answer within 30 s/, 1],
  ] as const) {
    it(`ends when it was asked to in spite of ${what} from the beginning on`, async () => {
      const {stdout, stderr, exitCode, tookMs} = await run([...watch, '--for', '90s'], localAws =>
        localAws.faults.add({operation: 'FilterLogEvents', fault}),
      );
      assert.equal(stdout, '');
      assert.match(stderr, says);
      assert.ok(tookMs >= 90_000 && tookMs < 125_000, `${tookMs} ms`);
      assert.equal(exitCode, exitCodeOfNothing);
    });

    it(`ends with 8 when it was asked to in spite of ${what} that begins in the middle`, async () => {
      const {stdout, stderr, exitCode, tookMs} = await run([...watch, '--for', '90s'], localAws =>
        localAws.faults.add({when: () => time.now() >= today + 50_000, fault}),
      );
      assert.match(stdout, /^orders line 6$/m);
      assert.match(stderr, says);
      assert.ok(tookMs >= 90_000 && tookMs < 125_000, `${tookMs} ms`);
      assert.equal(exitCode, 8);
    });

    it(`ends with 8 in spite of ${what} that befalls one log group`, async () => {
      const {stdout, stderr, exitCode, tookMs} = await run([...watch, '--for', '90s'], localAws =>
        localAws.faults.add({
          operation: 'FilterLogEvents',
          when: ({logGroupName}) => logGroupName === cartsGroup,
          fault,
        }),
      );
      assert.match(stdout, /^orders line 6$/m);
      assert.match(stderr, new RegExp(cartsGroup));
      assert.ok(tookMs < 215_000, `${tookMs} ms`);
      assert.equal(exitCode, 8);
    });
  }

  it('waits half a minute for the last answers, however short it is', async () => {
    const {stdout, exitCode} = await run([...watch, '--for', '2s'], localAws =>
      localAws.faults.add({
        operation: 'FilterLogEvents',
        when: () => time.now() < today + 20_000,
        fault: throttled,
      }),
    );
    assert.match(stdout, /^orders line 6$/m);
    assert.equal(exitCode, 0);
  });
});
