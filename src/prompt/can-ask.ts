import type {Context} from '../context.js';

/** Whether somebody sits at a terminal and can be asked: CI systems may have terminals too, but nobody at them. */
export const canAsk = ({stdin, stderr, env}: Pick<Context, 'stdin' | 'stderr' | 'env'>): boolean =>
  stderr.isTTY === true && !env.CI && stdin?.isTTY === true;
