import {setImmediate} from 'node:timers/promises';
import {setFlagsFromString} from 'node:v8';
import {cacheFolder} from './cache/cache-folder.js';
import {askedText} from './cli/asked-text.js';
import {keepCompiledCode} from './cli/compile-cache.js';
import {redacted} from './cli/redacted.js';
import {reportError} from './cli/report-error.js';
import {RunCrashed, RunStopped} from './cli/run-stopped.js';
import {systemClock} from './clock.js';
import {exitCodes} from './errors.js';
import {wholeLines} from './output/whole-lines.js';
import {isReaderGone, toWriteError} from './output/write-error.js';
import {createRedaction} from './redaction.js';

// Under Node 20 the SDK warns of its own future in every run; it reads this when it is imported, so before.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const controller = new AbortController();
const [, , ...argv] = process.argv;
const stdout = wholeLines(process.stdout);

/** How long a stopped run may take to end in good order. */
const patienceMs = 900;

/** Ends the run from outside; the first reason counts. */
function stop(reason: RunStopped): void {
  if (controller.signal.aborted) return;
  controller.abort(reason);
  setTimeout(() => process.exit(reason.exitCode), patienceMs).unref();
}

for (const [signal, exitCode] of [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
  ['SIGHUP', exitCodes.hungUp],
] as const) {
  process.on(signal, () => {
    // A second one comes from someone who is tired of waiting.
    if (controller.signal.aborted) process.exit(exitCode);
    stop(new RunStopped(signal, exitCode));
  });
}

stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough, as `head` has, is no failure.
  if (isReaderGone(error)) {
    stop(new RunStopped('stdout is closed', exitCodes.ok));
  } else if (!controller.signal.aborted) {
    report(toWriteError(error));
    stop(new RunStopped('stdout cannot be written', exitCodes.failure));
    // The command may have ended well before its last text was refused.
    process.exitCode = exitCodes.failure;
  }
});
// Without stderr there is nobody to tell; the log lines go on.
process.stderr.on('error', () => {});

/** Whether the run has ended, so that it reports no more. */
let isOver = false;

/** What was typed, without its values; known once the program is loaded. */
let typed: () => string | undefined = () => undefined;

// What nothing caught, a promise that nobody waited for among it: the run is no longer what it seems to be. It ends
// as on a signal, which gives the terminal back, and says what it was doing.
process.on('uncaughtException', error => {
  const crash = new RunCrashed(error);
  const isLost = isOver || controller.signal.aborted;
  stop(crash);
  const end = () => {
    report(error);
    process.exit(exitCodes.failure);
  };
  if (isLost) end();
  else setTimeout(() => isOver || end(), patienceMs - 100);
});

// With nothing left to wait for, a run that has not ended never will; without this the code would be 0.
process.once('beforeExit', () => {
  if (isOver) return;
  report(new Error('the run has come to a halt before its end'));
  process.exitCode = exitCodes.failure;
});

const text = askedText(argv);
if (text === undefined) {
  void run();
} else {
  isOver = true;
  stdout.write(text);
}

async function run(): Promise<void> {
  // Pages of events live long enough to be taken for lasting, and V8 lets such garbage triple the heap before it
  // collects it. Twice what is in use is enough: a third less memory, for 5 % more CPU.
  setFlagsFromString('--heap-growing-percent=100');
  keepCompiledCode(process.env);
  const {main, typedIn} = await import('./main.js');
  typed = () => typedIn(argv);
  process.exitCode = await main(argv, {
    stdout,
    stderr: process.stderr,
    // Opened only by who needs it.
    get stdin() {
      return process.stdin;
    },
    env: process.env,
    cacheFolder: cacheFolder(process.env),
    clock: systemClock,
    signal: controller.signal,
    // Windows has no such signal.
    suspend: process.platform === 'win32' ? undefined : suspend,
  });
  isOver = true;

  // What was written may still be on its way, so the process ends by itself; but once all is out, a connection
  // that was left open must not hold it.
  stdout.write('', () => {
    setTimeout(() => process.exit(), 500).unref();
  });
}

/** The kernel ignores the signal where no shell waits to continue it, and then the run goes on at once. */
async function suspend(): Promise<void> {
  // The whole job, a pager behind a pipe among it, or the shell would not come back.
  process.kill(0, 'SIGTSTP');
  await setImmediate();
}

/** For what is not the run's own to report. */
function report(error: unknown): void {
  const stderr = redacted(process.stderr, createRedaction(process.env));
  reportError(error, {stderr, typed: typed(), verbose: argv.includes('-v') || argv.includes('--verbose')});
}
