import type {Context} from '../context.js';
import type {Notices} from '../notices.js';
import {canRewriteLine} from '../render/can-rewrite-line.js';
import {createProgress, everyInterval, type Progress, type Schedule} from '../render/progress.js';

export interface RunProgress {
  readonly progress: Progress;
  /** Take the progress line away before they print. */
  readonly notices: Notices;
}

interface Run {
  readonly context: Pick<Context, 'stderr' | 'clock' | 'env'>;
  readonly options: {readonly quiet: boolean; readonly verbose: boolean};
  readonly notices: Notices;
}

/** The progress line of a run that reads for long, and notices that may share the terminal with it. */
export function openProgress(
  {context, options: {quiet, verbose}, notices}: Run,
  {schedule = everyInterval, counted = 'event'}: {schedule?: Schedule; counted?: string} = {},
): RunProgress {
  const progress = createProgress(context.stderr, context.clock, {
    isTerminal: canRewriteLine(context) && !quiet,
    schedule,
    counted,
  });
  return {
    progress,
    notices: {
      notice: (message, hint) => {
        progress.clear();
        notices.notice(message, hint);
      },
      change: (message, hint) => {
        progress.clear();
        notices.change(message, hint);
      },
      detail: message => {
        // There is one for each call, and without -v none is printed.
        if (verbose) progress.clear();
        notices.detail(message);
      },
    },
  };
}
