import {defaultSourcesStart} from '../cli/command-declarations.js';
import type {Context} from '../context.js';
import {createDiscoverPorts} from '../discover/discover-ports.js';
import {discoverStage} from '../discover/discover-stage.js';
import type {ExitCode} from '../errors.js';
import {createExplainPorts} from '../explain/explain-ports.js';
import {explainStage} from '../explain/explain-stage.js';
import {gatherFacts, probeLogGroups} from '../explain/gather-facts.js';
import type {SourceReport} from '../explain/source-report.js';
import type {Notices} from '../notices.js';
import {type GetOptions, resolveWindow, type Sought} from '../options.js';
import {createLineWriter} from '../output/line-writer.js';
import {readingsOf} from '../read/log-group-reading.js';
import {LogReader} from '../read/log-reader.js';
import {failureOfAll} from '../read/source-failure.js';
import {renderSourcesJson} from '../render/sources-json.js';
import {renderSources} from '../render/sources-table.js';
import {terminalWidth} from '../render/terminal-width.js';
import {exitCodeOf} from '../stage/run-outcome.js';
import {createStopSignal} from '../stop-signal.js';
import {describeDuration} from '../time/duration.js';
import {rememberStage} from './remember-stage.js';
import {printHeadline} from './stage-notices.js';
import type {StageRun} from './stage-run.js';
import {withStage} from './with-stage.js';

/** `apilogs sources`: what `get` would read, and for each source why it may be empty. */
export async function run(options: Sought<GetOptions>, context: Context): Promise<ExitCode> {
  const now = context.clock.now();
  const window = await resolveWindow({...options, start: options.start ?? defaultSourcesStart}, now);
  return withStage(options, context, (stage, world) =>
    explainSources({...world, options: {...options, ...stage}, context, window}, now),
  );
}

async function explainSources(run: StageRun, now: number): Promise<ExitCode> {
  const {options, context, notices, aws, window} = run;
  const {clock} = context;
  const {startTime, endTime = now} = window;
  const {signal, stop} = createStopSignal(context.signal);
  try {
    const discovery = await discoverStage(
      createDiscoverPorts(aws, clock),
      {apiId: options.apiId, stage: options.stage, region: aws.region},
      // What is missing stands beside the source it is missing from.
      detailsOnly(notices),
      signal,
    );
    void rememberStage(discovery, {aws, context});
    printHeadline(run, discovery);
    const reader = new LogReader({
      aws,
      clock,
      notices,
      signal,
      maxRate: options.maxRate,
      quotaShare: 1,
      engine: 'filter',
    });
    const readings = readingsOf(discovery.sources);
    const outcomes = await probeLogGroups(reader, readings, {startTime, endTime});
    const ofAll = failureOfAll(reader.failures, readings.length);
    if (ofAll) throw ofAll.error;
    const facts = await gatherFacts(createExplainPorts(aws), outcomes, reader.failures, signal);
    const reports = explainStage(discovery, facts, {startTime, now, region: aws.region});

    const writer = createLineWriter(context.stdout, context.signal, () => stop());
    await writer.write(options.output === 'json' ? renderSourcesJson(reports) : toTable(reports, context));
    await writer.flush();
    return exitCodeOf({
      discovery,
      failures: reader.failures,
      logGroups: readings.length,
      printed: 0,
      tellsWhetherPrinted: false,
    });
  } finally {
    stop();
  }
}

const detailsOnly = ({detail}: Notices): Notices => ({
  notice: message => detail(message),
  change: message => detail(message),
  detail,
});

function toTable(reports: readonly SourceReport[], {stdout, clock}: Context): string {
  const isTerminal = stdout.isTTY === true;
  const age = (iso: string) =>
    `${describeDuration(Math.max(0, clock.now() - Date.parse(iso))).split(/(?<=[a-z]) /)[0]} ago`;
  return renderSources(reports, {
    width: isTerminal ? (terminalWidth(stdout) ?? 80) : undefined,
    formatTime: isTerminal ? age : iso => iso,
  });
}
