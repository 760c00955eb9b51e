import type {ExitCode} from '../errors.js';

/** Why the signal of a context aborts: what ended the run from outside, and the exit code this has. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
