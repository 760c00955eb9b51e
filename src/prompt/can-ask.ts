import type {Context} from '../context.js';

/** Whether somebody sits at a terminal and can be asked: CI systems may have terminals too, but nobody at them. */
export function canAsk(context: Pick<Context, 'stdin' | 'stderr' | 'env'>): boolean {
  // Looking at stdin opens it, so that comes last.
  return context.stderr.isTTY === true && !context.env.CI && context.stdin?.isTTY === true;
}
