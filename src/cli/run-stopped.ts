import type {ExitCode} from '../errors.js';

/** Why the signal of a context aborts: what ended the run from outside, and the exit code this has. */
export class RunStopped extends Error {
  override readonly name: string = 'RunStopped';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** An error that nothing caught has ended the run; the cause is to be reported. */
export class RunCrashed extends RunStopped {
  override readonly name = 'RunCrashed';

  constructor(cause: unknown) {
    super('the run has crashed', 1, {cause});
  }
}
