import {describe, it} from 'node:test';
import {assertExact, withSoak} from './soak-seeds.js';

describe('following for six simulated hours', () => {
  const soak = withSoak();

  it('loses, repeats and wrongly links nothing', async () => {
    assertExact(await soak({seed: 6, minutes: 360, requestsPerSecond: 0.7, burst: 25_000}));
  });
});
