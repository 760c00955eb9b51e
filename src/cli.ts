import {RunStopped} from './cli/run-stopped.js';
import {systemClock} from './clock.js';
import {exitCodes} from './errors.js';
import {main} from './main.js';

// Under Node 20 the SDK warns of its own future in every run; it reads this when it is imported, so before.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const controller = new AbortController();

/** The first signal ends the run in good order; a second one, from someone who is tired of waiting, at once. */
function endOn(signal: 'SIGINT' | 'SIGTERM', exitCode: 130 | 143): void {
  process.on(signal, () => {
    if (controller.signal.reason instanceof RunStopped) process.exit(exitCode);
    controller.abort(new RunStopped(signal, exitCode));
  });
}
endOn('SIGINT', exitCodes.interrupted);
endOn('SIGTERM', exitCodes.terminated);

// A reader that has seen enough, as `head` has, is no failure. Windows says EOF where POSIX says EPIPE, and
// what is written after that fails with ERR_STREAM_DESTROYED.
const closedPipe = ['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  const isClosed = closedPipe.includes(error.code ?? '');
  if (!isClosed && !controller.signal.aborted)
    process.stderr.write(`apilogs: cannot write to stdout: ${error.message}\n`);
  controller.abort(new RunStopped('stdout is closed', isClosed ? exitCodes.ok : exitCodes.failure));
});
// Without stderr there is nobody to tell; the log lines go on.
process.stderr.on('error', () => {});

process.exitCode = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  clock: systemClock,
  signal: controller.signal,
});

// Written text is on its way, whatever the kind of stdout; but a connection that AWS keeps open must not hold
// the process once it is out.
const patienceMs = 500;
process.stdout.write('', () => {
  setTimeout(() => process.exit(), patienceMs).unref();
});
