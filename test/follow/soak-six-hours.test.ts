import {describe, it} from 'node:test';
import {soak} from './soak.js';
import {assertExact} from './soak-seeds.js';

describe('following for six simulated hours', () => {
  it('loses, repeats and wrongly links nothing', async () => {
    assertExact(await soak({seed: 6, minutes: 360, requestsPerSecond: 0.7, burst: 25_000}));
  });
});
