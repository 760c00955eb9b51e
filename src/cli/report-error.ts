import type {OutputStream} from '../context.js';
import {ApilogsError, type ExitCode, exitCodes} from '../errors.js';
import {showControlCharactersOfLines} from '../render/control-characters.js';
import {messageText} from './create-notices.js';
import {version} from './version.js';

export interface ErrorReport {
  readonly stderr: Pick<OutputStream, 'write'>;
  /** The command that failed, for a report; never its arguments, which may hold secrets. */
  readonly command: string | undefined;
  readonly verbose: boolean;
  /** Values that must not be printed, wherever an error quotes them. */
  readonly secrets: readonly string[];
}

/** Prints an error and gives its exit code. The only place that prints errors. */
export function reportError(error: unknown, {stderr, command, verbose, secrets}: ErrorReport): ExitCode {
  const print = (text: string) => stderr.write(withoutSecrets(text, secrets));
  if (error instanceof ApilogsError) {
    print(messageText(error.message, error.hint, error.list));
    return error.exitCode;
  }
  const {name, message, stack} =
    error instanceof Error ? error : {name: 'Error', message: String(error), stack: undefined};
  print(messageText(`unexpected error: ${name}: ${message}`, whatToReport(command, verbose)));
  if (verbose && stack) print(`${showControlCharactersOfLines(stack)}\n`);
  return exitCodes.failure;
}

function whatToReport(command: string | undefined, verbose: boolean): string {
  const where = `apilogs ${version}, Node ${process.version}, ${process.platform} ${process.arch}`;
  const what = `${where}${command ? `, command ${command}` : ''}`;
  return `this is a bug in apilogs; please report it with: ${what}${verbose ? '' : ' (-v shows where it happened)'}`;
}

const withoutSecrets = (text: string, secrets: readonly string[]) =>
  secrets.filter(Boolean).reduce((result, secret) => result.replaceAll(secret, '***'), text);
