import type {Clock} from '../src/clock.js';
import type {OutputStream} from '../src/context.js';
import {LocalAws} from '../src/local-aws/local-aws.js';
import {sampleApi, sampleBehaviour} from '../src/local-aws/traffic/sample-api.js';
import {putEvents, seedApi} from '../src/local-aws/traffic/seed-api.js';
import type {TrafficBehaviour} from '../src/local-aws/traffic/traffic-behaviour.js';
import {functionsOf} from '../src/local-aws/traffic/traffic-model.js';
import {createTrafficSimulation} from '../src/local-aws/traffic/traffic-simulation.js';
import type {TrueRequest} from '../src/local-aws/traffic/truth.js';
import {main} from '../src/main.js';

export interface TerminalRun {
  /** All that came to the terminal, with its colours. */
  readonly text: string;
  /** The command line, without `apilogs`. */
  readonly argv: readonly string[];
}

export interface TerminalRunOptions {
  /** The command line, without `apilogs`; gets the requests that there are. */
  readonly argv: (requests: readonly TrueRequest[]) => readonly string[];
  readonly seed: number;
  readonly requests: number;
  /** Requests that arrive in a second, on average. */
  readonly ratePerSecond: number;
  readonly behaviour?: Partial<TrafficBehaviour>;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Epoch ms of the run. */
  readonly now: number;
  /** Seconds before the run at which its traffic begins. */
  readonly since: number;
}

/** Runs the program as on a terminal against the sample API; the same options give the same text. */
export async function runInTerminal(options: TerminalRunOptions): Promise<TerminalRun> {
  const {argv, seed, requests: count, ratePerSecond, behaviour, columns, now, since} = options;
  const localAws = await LocalAws.start({now: () => now});
  try {
    const api = sampleApi(localAws);
    const traffic = {...sampleBehaviour, ...behaviour};
    seedApi(localAws, api, traffic);
    const startTime = now - since * 1000;
    const arrivals = {ratePerSecond};
    // A function that was never invoked has no log group, and that would be said.
    for (const {logGroup} of functionsOf(api)) localAws.logs.createLogGroup(logGroup);
    const {events, requests} = createTrafficSimulation({
      api,
      behaviour: traffic,
      arrivals,
      seed,
      startTime,
    }).advanceBy(count);
    putEvents(localAws, events);
    const terminal = captureTerminal(columns);
    // The SDK looks for credentials in the environment of its own process.
    Object.assign(process.env, localAws.env());
    const args = [...argv(requests)];
    const exitCode = await main(args, {
      stdout: terminal.stream,
      stderr: terminal.stream,
      env: {
        ...localAws.env(),
        // Below which no folder can be made: a picture leaves no cache behind.
        HOME: '/dev/null',
        APILOGS_API_ID: api.restApiId,
        APILOGS_STAGE: api.stage,
        APILOGS_MAX_RATE: '1000',
        LANG: 'C.UTF-8',
        CI: 'true',
      },
      clock: clockThatJumps(now),
      signal: new AbortController().signal,
    });
    if (exitCode !== 0)
      throw new Error(`apilogs ${args.join(' ')} ended with ${exitCode}:\n${terminal.text()}`);
    return {text: terminal.text(), argv: args};
  } finally {
    await localAws.stop();
  }
}

/** Whoever sleeps wakes at once, and the time has passed. */
function clockThatJumps(start: number): Clock {
  let now = start;
  return {
    now: () => now,
    sleep: async ms => {
      now += ms;
    },
  };
}

function captureTerminal(columns: number): {stream: OutputStream; text: () => string} {
  const written: string[] = [];
  const stream: OutputStream = {
    isTTY: true,
    columns,
    write: text => {
      written.push(text);
      return true;
    },
    once: () => undefined,
    on: () => undefined,
    off: () => undefined,
  };
  return {stream, text: () => written.join('')};
}
