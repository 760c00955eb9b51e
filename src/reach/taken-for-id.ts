import type {ReachedStage} from './reach.js';
import type {WantedStage} from './wanted-stage.js';

/** As API Gateway makes ids. */
export const usualId = /^[a-z\d]{10}$/;

/** The stage, where id and name were given: that is known without a question. */
export const takenForId = ({api, stage}: WantedStage): ReachedStage | undefined =>
  api?.kind === 'word' && stage !== undefined && usualId.test(api.word)
    ? {apiId: api.word, stage}
    : undefined;
