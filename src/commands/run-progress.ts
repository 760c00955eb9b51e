import type {Context} from '../context.js';
import {describeScanned, describeScannedSoFar} from '../insights/describe-scanned.js';
import {defaultPricePerGb} from '../insights/engine.js';
import type {Scanned} from '../insights/insights-query.js';
import type {Notices} from '../notices.js';
import {canRewriteLine} from '../render/can-rewrite-line.js';
import {
  createProgress,
  everyInterval,
  type Progress,
  type ProgressState,
  type Schedule,
} from '../render/progress.js';

export interface RunProgress {
  readonly progress: Progress;
  /** Shows what queries have scanned so far. */
  readonly onScanned: (scanned: Scanned) => void;
  /** Takes the progress line away for good, and says what queries have cost, if there were any. */
  end(): void;
}

interface Run {
  readonly context: Pick<Context, 'stderr' | 'clock' | 'env'>;
  readonly options: {readonly quiet: boolean; readonly pricePerGb?: number};
  readonly notices: Notices;
}

/** The progress line of a run that reads for long, which its notices take away where they share a terminal with it. */
export function openProgress(
  {context, options: {quiet, pricePerGb = defaultPricePerGb}, notices}: Run,
  {schedule = everyInterval, counted = 'event'}: {schedule?: Schedule; counted?: string} = {},
): RunProgress {
  const shown = createProgress(context.stderr, context.clock, {
    isTerminal: canRewriteLine(context) && !quiet,
    schedule,
    counted,
  });
  notices.takeAway?.(shown);
  let state: ProgressState = {calls: 0, events: 0};
  let scanned: Scanned | undefined;
  const update = (next: Partial<ProgressState>) => {
    state = {...state, ...next};
    shown.update(state);
  };
  const progress: Progress = {...shown, update};
  return {
    progress,
    onScanned: total => {
      scanned = total;
      update({scanned: describeScannedSoFar(total, pricePerGb)});
    },
    end: () => {
      progress.stop();
      if (scanned) notices.notice(`Logs Insights: ${describeScanned(scanned, pricePerGb)}`);
    },
  };
}
