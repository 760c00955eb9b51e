import type {Context} from '../context.js';

/**
 * Whether a line on stderr can be taken away again: on a terminal, unless it says that it has no cursor to move
 * (terminfo's `dumb`, as in a shell buffer of Emacs).
 */
export const canRewriteLine = ({stderr, env}: Pick<Context, 'stderr' | 'env'>): boolean =>
  stderr.isTTY === true && env.TERM !== 'dumb';
