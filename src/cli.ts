import {setFlagsFromString} from 'node:v8';
import {cacheFolder} from './cache/cache-folder.js';
import {askedText} from './cli/asked-text.js';
import {keepCompiledCode} from './cli/compile-cache.js';
import {messageText} from './cli/create-notices.js';
import {reportError} from './cli/report-error.js';
import {RunStopped} from './cli/run-stopped.js';
import {systemClock} from './clock.js';
import {type ExitCode, exitCodes} from './errors.js';

// Under Node 20 the SDK warns of its own future in every run; it reads this when it is imported, so before.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const controller = new AbortController();
const [, , ...argv] = process.argv;

/** How long a stopped run may take to end in good order. */
const patienceMs = 900;

/** Ends the run from outside; the first reason counts. */
function stop(message: string, exitCode: ExitCode): void {
  if (controller.signal.aborted) return;
  controller.abort(new RunStopped(message, exitCode));
  setTimeout(() => process.exit(exitCode), patienceMs).unref();
}

for (const [signal, exitCode] of [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
] as const) {
  process.on(signal, () => {
    // A second one comes from someone who is tired of waiting.
    if (controller.signal.aborted) process.exit(exitCode);
    stop(signal, exitCode);
  });
}

// A reader that has seen enough, as `head` has, is no failure. Windows says EOF where POSIX says EPIPE, and
// what is written after that fails with ERR_STREAM_DESTROYED.
const closedPipe = ['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (closedPipe.includes(error.code ?? '')) {
    stop('stdout is closed', exitCodes.ok);
  } else if (!controller.signal.aborted) {
    process.stderr.write(messageText(`cannot write to stdout: ${error.message}`));
    stop('stdout cannot be written', exitCodes.failure);
    // The command may have ended well before its last text was refused.
    process.exitCode = exitCodes.failure;
  }
});
// Without stderr there is nobody to tell; the log lines go on.
process.stderr.on('error', () => {});

// A promise that nobody waited for has failed: the run is no longer what it seems to be.
process.on('uncaughtException', error => {
  reportError(error, {stderr: process.stderr, command: undefined, verbose: false, secrets: []});
  process.exit(exitCodes.failure);
});

const text = askedText(argv);
if (text === undefined) void run();
else process.stdout.write(text);

async function run(): Promise<void> {
  // Pages of events live long enough to be taken for lasting, and V8 lets such garbage triple the heap before it
  // collects it. Twice what is in use is enough: a third less memory, for 5 % more CPU.
  setFlagsFromString('--heap-growing-percent=100');
  keepCompiledCode(process.env);
  const {main} = await import('./main.js');
  process.exitCode = await main(argv, {
    stdout: process.stdout,
    stderr: process.stderr,
    // Opened only by who needs it.
    get stdin() {
      return process.stdin;
    },
    env: process.env,
    cacheFolder: cacheFolder(process.env),
    clock: systemClock,
    signal: controller.signal,
  });

  // What was written may still be on its way, so the process ends by itself; but once all is out, a connection
  // that was left open must not hold it.
  process.stdout.write('', () => {
    setTimeout(() => process.exit(), 500).unref();
  });
}
