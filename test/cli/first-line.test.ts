import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {answerInRounds} from '../support/answer-in-rounds.js';
import {runCommands} from '../support/run-commands.js';

const kindOf = (call: string) => {
  if (call.includes('FilterLogEvents')) return 'events';
  return call.includes('/functions/') ? 'functions' : 'stage';
};

describe('the first line of get', () => {
  for (const {functions, lookUps, reads} of [
    {functions: 4, lookUps: 1, reads: 1},
    // No more than 15 functions are looked up at once, and 16 pages read.
    {functions: 40, lookUps: 3, reads: 3},
  ]) {
    it(`comes after three calls in a row with ${functions} functions, and nobody is warned`, async () => {
      const localAws = await LocalAws.start();
      const warnings: Error[] = [];
      const onWarning = (warning: Error) => warnings.push(warning);
      const {api, seedInto} = generateTraffic({functions, requests: 200});
      seedInto(localAws);
      const rounds = await answerInRounds(localAws.endpoint);
      process.on('warning', onWarning);
      try {
        const args = ['-a', api.restApiId, '-t', api.stage, '-s', '2026-03-10T09:00Z', '--max-rate', '1000'];
        const env = {AWS_ENDPOINT_URL: rounds.endpoint};
        const {stdout, exitCode} = await runCommands(['get', ...args], {localAws, env});
        assert.equal(exitCode, 0);
        assert.ok(stdout.split('\n').length > 1_000);
        const kinds = rounds.asked.slice(1).map(round => [...new Set(round.map(kindOf))].join());
        assert.deepEqual(kinds, [...Array(lookUps).fill('functions'), ...Array(reads).fill('events')]);
        assert.ok(rounds.asked[0]?.some(call => kindOf(call) === 'events'));
        assert.deepEqual(warnings, []);
      } finally {
        process.off('warning', onWarning);
        rounds.stop();
        await localAws.stop();
      }
    });
  }
});
