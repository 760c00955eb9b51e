import type {Context} from '../context.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import {stageOrigin} from '../stage/stage-origin.js';
import type {PrintedOrigin} from './printed-origin.js';
import {rememberStage} from './remember-stage.js';

/** The log groups of a stage, which is remembered for completion, and why they may hold nothing. */
export const createStageOrigin = (context: Context): PrintedOrigin<StageDiscovery> => ({
  ...stageOrigin,
  discover: async (task, signal) => {
    const discovery = await stageOrigin.discover(task, signal);
    void rememberStage(discovery, {aws: task.aws, context});
    return discovery;
  },
  explainNothing: async (run, read) => (await import('./explain-nothing.js')).explainNothing(run, read),
});
