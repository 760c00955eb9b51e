import {setTimeout as delay} from 'node:timers/promises';
import {random} from '../follow/soak.js';
import type {StormKind} from './chaos-faults.js';
import type {ChaosWorld} from './chaos-world.js';

/** A time in which every call fails, in ms from the start of a run. */
export interface Storm {
  readonly kind: StormKind | 'no network';
  readonly from: number;
  readonly until: number;
}

export interface StormsOptions {
  readonly seed: number;
  /** Between the first storm and the end of the last. */
  readonly from: number;
  readonly until: number;
  /** The longest that one lasts; the calm between two is as long at most. */
  readonly longestMs: number;
}

const kinds: readonly Storm['kind'][] = ['no network', 'throttling', 'outage', 'captive portal'];

/** One storm after the other, of each kind in turn. */
export function stormsOf({seed, from, until, longestMs}: StormsOptions): Storm[] {
  const next = random(seed);
  const length = () => Math.round((0.3 + 0.7 * next()) * longestMs);
  const storms: Storm[] = [];
  for (let at = from, index = seed; ; index += 1) {
    const end = at + length();
    if (end > until) return storms;
    storms.push({kind: kinds[index % kinds.length] ?? 'outage', from: at, until: end});
    at = end + length();
  }
}

/** Lets the storms come over a world, those that are not over yet. */
export async function unleash(storms: readonly Storm[], world: ChaosWorld, startedAt: number): Promise<void> {
  for (const {kind, from, until} of storms) {
    await delay(Math.max(0, startedAt + from - Date.now()));
    const lastsMs = Math.max(0, startedAt + until - Date.now());
    if (lastsMs === 0) continue;
    if (kind === 'no network') {
      await world.cut(lastsMs);
      continue;
    }
    world.faults.storm = kind;
    await delay(lastsMs);
    world.faults.storm = undefined;
  }
}
