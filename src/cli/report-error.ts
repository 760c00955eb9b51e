import type {OutputStream} from '../context.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import {showControlCharactersOfLines} from '../render/control-characters.js';
import {version} from '../version.js';
import {messageText} from './create-notices.js';

export interface ErrorReport {
  readonly stderr: Pick<OutputStream, 'write'>;
  /** What was typed, for a report: names alone, since values may be secrets. Undefined where no command was found. */
  readonly typed: string | undefined;
  readonly verbose: boolean;
}

/** Prints an error and gives its exit code. The only place that prints errors. */
export function reportError(error: unknown, {stderr, typed, verbose}: ErrorReport): ExitCode {
  if (error instanceof ApilogsError) {
    stderr.write(messageText(error.message, error.hint, error.list));
    return error.exitCode;
  }
  const {name, message, stack} =
    error instanceof Error ? error : {name: 'Error', message: String(error), stack: undefined};
  const at = verbose && stack ? `${showControlCharactersOfLines(stack)}\n` : '';
  // In one piece, so that nothing comes between.
  stderr.write(messageText(`unexpected error: ${name}: ${message}`, whatToReport(typed, verbose)) + at);
  return exitCodes.failure;
}

function whatToReport(typed: string | undefined, verbose: boolean): string {
  const where = `apilogs ${version}, Node ${process.version}, ${process.platform} ${process.arch}`;
  const what = `${where}${typed ? `, command: ${typed}` : ''}`;
  const more = verbose ? '' : ' (with -v it shows where it happened)';
  return `this is a bug in apilogs; please report these lines to whom you have it from: ${what}${more}`;
}
