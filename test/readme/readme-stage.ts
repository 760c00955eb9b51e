import {RunStopped} from '../../src/cli/run-stopped.js';
import type {Clock} from '../../src/clock.js';
import {type ExitCode, exitCodes} from '../../src/errors.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {liveTraffic} from '../../src/local-aws/traffic/live-traffic.js';
import {seedSampleApi} from '../../src/local-aws/traffic/sample-api.js';
import {main} from '../../src/main.js';
import {readSample} from '../support/load-samples.js';
import {cleanEnv} from '../support/run-cli.js';
import {memoryStream} from '../support/run-main.js';

const startTime = Date.parse('2026-03-10T09:17:40Z');
/** How long a command that follows may do so, in ms of its own time. */
const followForMs = 10_000;

export interface CommandRun {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** The stage that the README's commands name: the sample API, and the one request whose ids they use. */
export class ReadmeStage {
  readonly #localAws: LocalAws;
  readonly #restApiId: string;

  private constructor(localAws: LocalAws, restApiId: string) {
    this.#localAws = localAws;
    this.#restApiId = restApiId;
  }

  static async start(): Promise<ReadmeStage> {
    const now = () => startTime;
    const localAws = await LocalAws.start({now});
    const {restApiId} = seedSampleApi(localAws);
    liveTraffic(localAws, {now, seed: 1, pastMinutes: 5, ratePerSecond: 0.5}).tick();
    for (const event of readSample('rest-proxy-200-info-notrace')) {
      const ofReadme = (text: string) =>
        text.replaceAll('qx7m2kd04v', restApiId).replaceAll('Zk3f6H9OjoEEPmw=', 'JKJaXmPLoAMFVtg=');
      localAws.logs.putEvents(ofReadme(event.logGroupName), event.logStreamName, [
        {...event, message: ofReadme(event.message)},
      ]);
    }
    return new ReadmeStage(localAws, restApiId);
  }

  stop(): Promise<void> {
    return this.#localAws.stop();
  }

  /** Runs a command line in this process; one that follows is stopped after some seconds of its time. */
  async run(argv: readonly string[]): Promise<CommandRun> {
    const stdout = memoryStream();
    const stderr = memoryStream();
    const controller = new AbortController();
    const env = cleanEnv({localAws: this.#localAws, env: {APILOGS_MAX_RATE: '1000', HOME: '/dev/null'}});
    // The SDK looks for credentials in the environment of its own process.
    Object.assign(process.env, env);
    const exitCode = await main(
      argv.map(word => word.replaceAll('abc123def4', this.#restApiId)),
      {stdout, stderr, env, clock: clockThatStops(controller), signal: controller.signal},
    );
    return {exitCode, stdout: stdout.text(), stderr: stderr.text()};
  }
}

/** Whoever sleeps wakes at once, and the time has passed; when it is up, the run is stopped as by Ctrl-C. */
function clockThatStops(controller: AbortController): Clock {
  let now = startTime;
  return {
    now: () => now,
    sleep: async ms => {
      now += ms;
      if (now - startTime > followForMs) controller.abort(new RunStopped('SIGINT', exitCodes.interrupted));
    },
  };
}
