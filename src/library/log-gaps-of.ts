import type {LeftOutLines} from '../correlate/left-out-lines.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import type {SourceFailure} from '../read/source-failure.js';
import {isLoss, whatIsLeftOut} from '../stage/run-outcome.js';
import type {LogGap} from './log-gap.js';

/** What is missing of a stage, as discovery and the reads of its log groups found it. */
export const logGapsOf = (
  {gaps}: Pick<StageDiscovery, 'gaps'>,
  failures: readonly SourceFailure[],
  leftOut?: LeftOutLines,
): LogGap[] => [
  ...gaps
    .filter(({isPartial}) => isPartial)
    .map(({message, hint}) => ({message, hint: hint ?? null, logGroup: null})),
  ...failures.filter(isLoss).map(({reading, error}) => ({
    message: error.message,
    hint: error.hint ?? null,
    logGroup: reading.logGroup,
  })),
  ...[whatIsLeftOut(leftOut)].flatMap(missing => (missing ? [{...missing, logGroup: null}] : [])),
];
