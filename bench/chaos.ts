import {parseArgs} from 'node:util';
import {chaosGet} from '../test/chaos/chaos-get.js';
import {brokenPromises, type ChaosResult, faultCount} from '../test/chaos/chaos-result.js';
import {chaosWatch} from '../test/chaos/chaos-watch.js';

// Lets calls fail at random under the built program, which reads and follows meanwhile, and holds what it printed
// against what is true. The same seed makes the same calls fail, as far as the program makes the same calls.

const {values} = parseArgs({
  options: {
    seconds: {type: 'string', default: '600'},
    seed: {type: 'string', default: String(Date.now() % 100_000)},
    json: {type: 'boolean', default: false},
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
const clockAheadMs = 20 * 60_000;
console.log(`npm run chaos -- --seconds ${seconds} --seed ${seed}`);

const endsAt = Date.now() + seconds * 1_000;
const watch = (ofSeed: number, ahead: number) =>
  chaosWatch({
    seed: ofSeed,
    seconds,
    requestsPerSecond: 10,
    hangs: Math.floor(seconds / 120),
    longestStormMs: Math.min(30_000, seconds * 100),
    clockAheadMs: ahead,
  }).then(tell);

const results = (
  await Promise.all([watch(seed, 0), watch(seed + 1, clockAheadMs), readAgainAndAgain()])
).flat();
const faults: Record<string, number> = {};
for (const result of results) {
  for (const [kind, count] of Object.entries(result.faults)) faults[kind] = (faults[kind] ?? 0) + count;
}
const sum = (count: (result: ChaosResult) => number) =>
  results.reduce((total, result) => total + count(result), 0);
console.log(`\n${results.length} runs, ${sum(({events}) => events)} events, ${sum(faultCount)} faults:`);
for (const [kind, count] of Object.entries(faults).sort())
  console.log(`  ${String(count).padStart(6)}  ${kind}`);
console.log(
  `${sum(({lost}) => lost)} lost, ${sum(({repeated}) => repeated)} repeated, ` +
    `${sum(({wrong}) => wrong.length)} wrong links, ${sum(({outOfOrder}) => outOfOrder)} out of order; ` +
    `${sum(({beyondOverlap}) => beyondOverlap)} events came a minute late, which is promised to nobody, ` +
    `and ${sum(({beyondOverlapPrinted}) => beyondOverlapPrinted)} of them were printed`,
);
const broken = results.flatMap(brokenPromises);
for (const problem of broken) console.error(problem);
process.exitCode = broken.length > 0 ? 1 : 0;

async function readAgainAndAgain(): Promise<ChaosResult[]> {
  const read: ChaosResult[] = [];
  for (let number = 0; Date.now() < endsAt; number += 1) {
    const ofSeed = seed + number;
    const result = await chaosGet({
      seed: ofSeed,
      requests: 500 * (1 + (ofSeed % 6)),
      hangs: number % 5 === 0 ? 1 : 0,
      clockAheadMs: number % 3 === 2 ? clockAheadMs : 0,
    });
    read.push(tell(result));
  }
  return read;
}

function tell(result: ChaosResult): ChaosResult {
  const {name, events, lost, repeated, wrong, outOfOrder, late, expected, linked, exitCode, peakMb} = result;
  const figures = {
    events,
    faults: faultCount(result),
    lost,
    repeated,
    wrong: wrong.length,
    outOfOrder,
    late,
    linked: `${((100 * linked) / Math.max(1, expected)).toFixed(1)} %`,
    exitCode,
    peakMb,
  };
  const texts = Object.entries(figures).map(([key, value]) => `${key} ${value}`);
  console.log(values.json ? JSON.stringify({name, ...figures}) : `${name.padEnd(36)} ${texts.join('  ')}`);
  return result;
}
