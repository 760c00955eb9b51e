import type {RequestsOptions} from '../cli/requests-options.js';
import type {ExitCode} from '../errors.js';
import {createLineWriter} from '../output/line-writer.js';
import {Unwritten} from '../output/unwritten.js';
import {RequestCollector} from '../requests/request-collector.js';
import {requestFilter} from '../requests/request-filter.js';
import type {RequestRecord} from '../requests/request-record.js';
import {tellNoRequests, tellWhatIsSeen} from './request-notices.js';
import {rendererFor} from './request-output.js';
import {createStageOrigin} from './stage-origin.js';
import type {StageRun} from './stage-run.js';
import {endOfWatch, withFollowedStage} from './watch-stage.js';

/** Prints each request when it is complete, until it is stopped or its time is up. */
export const watchRequests = (run: StageRun, options: RequestsOptions): Promise<ExitCode> =>
  withFollowedStage(createStageOrigin(run.context), run, async (stage, screen) => {
    tellWhatIsSeen(stage);
    const writer = createLineWriter(run.context.stdout, run.context.signal, () => stage.stop());
    const unwritten = new Unwritten(writer);
    const renderer = rendererFor(stage, options, run.context);
    const collector = new RequestCollector();
    const isSelected = requestFilter(options.filter);
    let printed = 0;
    const print = async (records: readonly RequestRecord[]) => {
      const selected = records.filter(isSelected);
      if (selected.length === 0) return;
      printed += selected.length;
      screen.clear();
      unwritten.add(selected.map(({timestamp}) => Date.parse(timestamp)));
      await writer.write(renderer.render(selected));
    };

    for await (const lines of stage.lines) {
      const before = printed;
      await print(collector.add(lines));
      await print(collector.advance(stage.followedUpTo));
      screen.update(printed, printed > before ? lines : []);
    }
    // Who stops a watch does not want to see what is not complete; who follows for a while may.
    if (!stage.signal.aborted) await print(collector.end());
    await writer.flush();
    if (printed === 0 && !stage.signal.aborted) {
      const window = {startTime: run.window.startTime, endTime: run.context.clock.now()};
      tellNoRequests(
        {window, notices: stage.notices},
        {hasAny: false, timeZone: options.tz, hint: undefined},
      );
    }
    screen.clear();
    return endOfWatch(run, stage, {printed, isClosed: writer.closed, unwrittenSince: unwritten.since});
  });
