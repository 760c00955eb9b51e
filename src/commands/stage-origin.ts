import type {StageDiscovery} from '../discover/stage-discovery.js';
import {stageOrigin} from '../stage/stage-origin.js';
import type {PrintedOrigin} from './printed-origin.js';

/** The log groups of a stage, and why they may hold nothing. */
export const printedStageOrigin: PrintedOrigin<StageDiscovery> = {
  ...stageOrigin,
  explainNothing: async (run, read) => (await import('./explain-nothing.js')).explainNothing(run, read),
};
