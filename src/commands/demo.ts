import type {Clock} from '../clock.js';
import type {Context} from '../context.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import {defaultPricePerGb} from '../insights/engine.js';
import {LocalAws} from '../local-aws/local-aws.js';
import {liveTraffic} from '../local-aws/traffic/live-traffic.js';
import {seedSampleApi} from '../local-aws/traffic/sample-api.js';
import type {DemoOptions, GetOptions, Sought} from '../options.js';
import {createStopSignal} from '../stop-signal.js';
import {run as runGet} from './get.js';

const seed = 1;
const tickMs = 200;

/** `apilogs demo`: the ordinary `get` against an AWS inside this process, with a sample API. */
export async function run(options: DemoOptions, context: Context): Promise<ExitCode> {
  const {clock, signal} = context;
  const localAws = await startLocalAws(options.port, clock);
  const flow = createStopSignal(signal);
  try {
    const api = seedSampleApi(localAws);
    const traffic = liveTraffic(localAws, {now: () => clock.now(), seed});
    traffic.tick();
    const flowing = keepFlowing(traffic, clock, flow.signal);
    if (options.serve) {
      context.stdout.write(serveText(localAws, api));
      await flowing;
      return exitCodes.ok;
    }
    // The sample API is gone with this run: no cache shall keep it.
    const {stdout, stderr, env} = context;
    return await runGet(toGetOptions(options, localAws, api), {stdout, stderr, env, clock, signal});
  } finally {
    flow.stop();
    await localAws.stop();
  }
}

async function startLocalAws(port: number | undefined, clock: Clock): Promise<LocalAws> {
  try {
    return await LocalAws.start({now: () => clock.now(), ...(port && {port})});
  } catch (error) {
    throw (port && refusedPort(port, codeOf(error), error)) || error;
  }
}

function refusedPort(port: number, code: unknown, cause: unknown): ApilogsError | undefined {
  const why: Partial<Record<string, string>> = {EADDRINUSE: 'is in use', EACCES: 'is not for every user'};
  const hint = 'leave --port out for one that is free';
  const said = typeof code === 'string' ? why[code] : undefined;
  return said ? new ApilogsError(`port ${port} ${said}`, {hint, cause}) : undefined;
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** New traffic until the signal aborts. */
async function keepFlowing(traffic: {tick(): number}, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await clock.sleep(tickMs, signal);
    } catch {
      return;
    }
    traffic.tick();
  }
}

interface SampleStage {
  readonly restApiId: string;
  readonly stage: string;
}

function toGetOptions(
  options: DemoOptions,
  localAws: LocalAws,
  {restApiId, stage}: SampleStage,
): Sought<GetOptions> {
  const env = localAws.env();
  return {
    ...options,
    wanted: {api: {kind: 'word', word: restApiId}, stage},
    commandLine: ['demo'],
    maxRate: undefined,
    engine: 'auto',
    pricePerGb: defaultPricePerGb,
    aws: {
      region: localAws.region,
      profile: undefined,
      endpointUrl: localAws.endpoint,
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      sessionToken: undefined,
    },
  };
}

/** What a shell must be told to send any command here. */
function serveText(localAws: LocalAws, {restApiId, stage}: SampleStage): string {
  const variables = {...localAws.env(), APILOGS_API_ID: restApiId, APILOGS_STAGE: stage};
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${value}\n`);
  return `${exports.join('')}# in another terminal, with these lines pasted: apilogs get\n# Ctrl-C here ends it\n`;
}
