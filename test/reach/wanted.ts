import {type StageWords, type WantedPlace, wantedStage} from '../../src/reach/wanted-stage.js';

/** The stage that is meant by these words and no others. */
export const wanted = (words: Partial<StageWords>): WantedPlace =>
  wantedStage({
    url: undefined,
    apiId: undefined,
    stage: undefined,
    stackName: undefined,
    region: undefined,
    endpointUrl: undefined,
    env: {},
    ...words,
  });
