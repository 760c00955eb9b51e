import type {StageDiscovery} from '../discover/stage-discovery.js';
import {createExplainPorts} from '../explain/explain-ports.js';
import {explainStage} from '../explain/explain-stage.js';
import {gatherFacts} from '../explain/gather-facts.js';
import type {ExplanationKind} from '../explain/source-report.js';
import {failureOfAll} from '../read/source-failure.js';
import {selectsByOutcome, selectsSources} from '../select/selection.js';
import type {FinishedRead} from './finish-read.js';
import type {StageRun} from './stage-run.js';

/** What a read that found nothing has not said already and what may be why. */
const causes: readonly ExplanationKind[] = [
  'noCloudWatchRole',
  'executionLoggingOff',
  'executionLoggingErrorsOnly',
  'executionLoggingMixed',
  'rerouted',
  'retention',
  'noAccessLog',
];

const mostExplanations = 6;

/** Says after a read that found nothing why that may be so, as `sources` does. */
export async function explainNothing(run: StageRun, read: FinishedRead<StageDiscovery>): Promise<void> {
  const {options, context, aws, notices} = run;
  const {discovery, reader, readings, startTime} = read;
  // With expired credentials and the like, that is the reason.
  if (failureOfAll(reader.failures, readings.length)) return;
  const visible = discovery.sources.filter(({isHidden}) => !isHidden);
  const outcomes = readings
    .filter(({sources}) => sources.some(source => visible.includes(source)))
    .map(reading => ({reading, newestAt: undefined, isEmpty: false}));
  const facts = await gatherFacts(createExplainPorts(aws), outcomes, reader.failures, context.signal);
  const reports = explainStage({...discovery, sources: visible}, facts, {
    startTime,
    now: context.clock.now(),
    region: aws.region,
  });
  const isNarrowed =
    options.filterPattern !== undefined || selectsSources(options) || selectsByOutcome(options);
  // Of HTTP and WebSocket APIs discovery has said it, as the reason why nothing is tied.
  const leavesAccessLogOut = isNarrowed || discovery.kind !== 'rest';
  const explanations = reports
    .flatMap(report => report.explanations)
    .filter(({kind}) => causes.includes(kind) && !(leavesAccessLogOut && kind === 'noAccessLog'));
  for (const {message, hint} of explanations.slice(0, mostExplanations)) notices.notice(message, hint);
  const rest = explanations.length - mostExplanations;
  if (rest > 0) notices.notice(`and ${rest} more reasons`, '`apilogs sources` lists them all');
}
