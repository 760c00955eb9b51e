import {emitInvocation} from './emit.js';
import {invoke} from './invocation.js';
import type {World} from './world.js';

/** Within this time of the request that brings it up; what triggers it has nothing to do with the request. */
const spreadMs = 1000;

/** Lets something other than the API (a queue, a schedule) invoke one of its functions. */
export function simulateForeignInvocation(world: World, at: number): void {
  const {random, behaviour, mentionable} = world;
  const calledAt = at + random.int(0, spreadMs);
  const speaksOfRequest = mentionable.length > 0 && random.chance(behaviour.foreignHeaderShare);
  const remarks = speaksOfRequest ? [`message was sent by api request ${random.pick(mentionable)}`] : [];
  const invocation = invoke(world, {
    model: random.pick(world.functions),
    role: 'foreign',
    at: calledAt,
    traceId:
      behaviour.xray === 'active'
        ? `1-${Math.floor(calledAt / 1000).toString(16)}-${random.hex(24)}`
        : undefined,
    ending: random.chance(0.02) ? 'functionError' : 'ok',
    run: () => ({durationMs: Math.ceil(random.logNormal(30, 0.7)), remarks}),
  });
  emitInvocation(world, invocation, {apiRequestId: undefined, expectsLink: () => false});
}
