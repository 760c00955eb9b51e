import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {runCli} from '../support/run-cli.js';

describe('demo', () => {
  it('says that its port is in use', async () => {
    const other = await LocalAws.start();
    try {
      const {port} = new URL(other.endpoint);
      const {stdout, stderr, exitCode} = await runCli(['demo', '--serve', '--port', port]);
      assert.deepEqual(
        [stdout, stderr, exitCode],
        ['', `apilogs: port ${port} is in use\n  hint: leave --port out for one that is free\n`, 1],
      );
    } finally {
      await other.stop();
    }
  });
});
