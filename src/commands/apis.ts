import type {AwsClients} from '../aws/aws-clients.js';
import {rememberApis} from '../completion/known-apis.js';
import type {Context} from '../context.js';
import {type ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import type {Notices} from '../notices.js';
import type {ApisOptions} from '../options.js';
import {createLineWriter} from '../output/line-writer.js';
import type {ListedApi} from '../reach/api-listing.js';
import {listApis} from '../reach/list-apis.js';
import {explainUnreadStages, listStages} from '../reach/list-stages.js';
import {createReachPorts, type ReachPorts} from '../reach/reach-ports.js';
import {type ApiWithStages, renderApis, renderApisJson} from '../render/apis-table.js';
import type {Progress} from '../render/progress.js';
import {terminalWidth} from '../render/terminal-width.js';
import {createStopSignal} from '../stop-signal.js';
import {openProgress} from './run-progress.js';
import {type AwsWorld, withAws} from './with-aws.js';

/** `apilogs apis`: the APIs of a region and their stages, with how they log and where they are called. */
export const run = (options: ApisOptions, context: Context): Promise<ExitCode> =>
  withAws(options, context, world => printApis(options, context, world));

async function printApis(
  options: ApisOptions,
  context: Context,
  {aws, ...world}: AwsWorld,
): Promise<ExitCode> {
  const {signal, stop} = createStopSignal(context.signal);
  const {notices} = world;
  const {progress} = openProgress({context, options, notices}, {counted: 'stage'});
  try {
    const ports = createReachPorts(aws, context.clock);
    const {apis, failures} = await listApis(ports, signal);
    const wanted = apis.filter(api => holds(api, options.text));
    const {listed, unread} = await withStages(ports, wanted, progress, signal);
    progress.stop();
    const isComplete = failures.length === 0 && unread.length === 0;
    await remember(listed, {aws, context, areAll: isComplete && options.text === undefined});
    tellWhatIsMissing(failures, unread, notices);
    if (listed.length === 0) tellNone(options, ports.region, notices);

    const writer = createLineWriter(context.stdout, signal, () => stop());
    const width = context.stdout.isTTY ? (terminalWidth(context.stdout) ?? 80) : undefined;
    if (options.output === 'json') await writer.write(renderApisJson(listed, ports.region));
    else if (listed.length > 0) await writer.write(renderApis(listed, width));
    await writer.flush();
    await printSummary(options, context, listed, ports);
    return isComplete ? exitCodes.ok : exitCodes.partial;
  } finally {
    progress.stop();
    stop();
  }
}

/** Keeps the ids, names and stages for the completion on the command line; never fails. */
const remember = (
  listed: readonly ApiWithStages[],
  {aws, context, areAll}: {aws: AwsClients; context: Context; areAll: boolean},
): Promise<void> =>
  rememberApis(
    listed.flatMap(({api, stages}) =>
      stages ? [{id: api.id, name: api.name, kind: api.kind, stages: stages.map(({name}) => name)}] : [],
    ),
    aws,
    {folder: context.cacheFolder, now: context.clock.now(), areAll},
  );

function holds({name, id}: ListedApi, text: string | undefined): boolean {
  return text === undefined || id === text || name.toLowerCase().includes(text.toLowerCase());
}

interface UnreadStages {
  readonly api: ListedApi;
  readonly error: ApilogsError;
}

async function withStages(
  ports: ReachPorts,
  apis: readonly ListedApi[],
  progress: Progress,
  signal: AbortSignal,
): Promise<{listed: ApiWithStages[]; unread: UnreadStages[]}> {
  const unread: UnreadStages[] = [];
  let calls = 0;
  let events = 0;
  const listed = await Promise.all(
    apis.map(async (api): Promise<ApiWithStages> => {
      const stages = await listStages(ports, api, signal);
      calls += 1;
      events += stages.ok ? stages.value.length : 0;
      progress.update({share: calls / apis.length, calls, events});
      if (stages.ok) return {api, stages: stages.value};
      unread.push({api, error: explainUnreadStages(api.id, stages.error, ports)});
      return {api, stages: undefined};
    }),
  );
  return {listed, unread};
}

function tellWhatIsMissing(
  failures: readonly {readonly error: ApilogsError}[],
  unread: readonly UnreadStages[],
  notices: Notices,
): void {
  for (const {error} of failures) notices.notice(error.message, error.hint);
  const [first, ...others] = unread;
  if (!first) return;
  const more = others.length > 0 ? `; nor those of ${others.length} more` : '';
  notices.notice(`${first.error.message}${more}`, first.error.hint);
}

function tellNone({text}: ApisOptions, region: string, notices: Notices): void {
  notices.notice(
    text === undefined
      ? `there is no API in region ${region}`
      : `no API in region ${region} has "${text}" in its name`,
    'is it in another region (--region) or account (--profile)?',
  );
}

/** On a terminal, or with `-v`: a wrong account or region looks like a missing API. */
async function printSummary(
  {quiet, verbose}: ApisOptions,
  {stderr}: Context,
  listed: readonly ApiWithStages[],
  {region, accountId}: ReachPorts,
): Promise<void> {
  if (quiet || !(stderr.isTTY || verbose)) return;
  const account = await accountId();
  const stages = listed.reduce((sum, api) => sum + (api.stages?.length ?? 0), 0);
  const counts = `${count(listed.length, 'API')}, ${count(stages, 'stage')}`;
  stderr.write(`${account ? `account ${account}, ` : ''}${region}: ${counts}\n`);
}

const count = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
