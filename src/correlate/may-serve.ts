import type {Invocation} from './invocation.js';

/** Clocks of API Gateway and Lambda differ: an invocation may seem to start before its request. */
export const clockDifferenceMs = 250;

/** Whether the invocation can have been started by a request that opened then. */
export const mayServe = ({startedAt}: Pick<Invocation, 'startedAt'>, openedAt: number | undefined) =>
  openedAt === undefined || startedAt === undefined || startedAt >= openedAt - clockDifferenceMs;
