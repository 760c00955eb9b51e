import {createContext, Script} from 'node:vm';
import {ApilogsError, exitCodes} from '../errors.js';

/** Which log streams of a group are asked for. */
export interface StreamPattern {
  /** How the name of every stream that is asked for begins; may be empty. */
  readonly prefix: string;
  /** Whether every stream whose name begins so is asked for. */
  readonly isPrefix: boolean;
  /**
   * @throws ApilogsError (exit code 2) where the expression takes too long to tell
   */
  matches(logStream: string): boolean;
}

/**
 * A regular expression that has to fit the beginning of a log stream's name, as in awslogs. The name itself is one
 * too, although `[$LATEST]` means something else as an expression.
 *
 * @throws ApilogsError (exit code 2) for what is no regular expression
 */
export function compileStreamPattern(text: string): StreamPattern {
  const {literal, rest} = literalStart(text);
  const prefix = literal.slice(0, mostPrefix).replace(/[:*].*$/s, '');
  const fits = createTest(compileOrExplain(text), text);
  return {
    prefix,
    isPrefix: prefix === literal && (rest === '' || rest === '.*' || rest === '.*$'),
    matches: logStream => logStream.startsWith(text) || fits(logStream),
  };
}

/** What AWS takes as the beginning of a stream's name: so long, and neither `:` nor `*` (documented). */
const mostPrefix = 512;

/** The text with which everything begins that an expression fits, and what of the expression follows. */
function literalStart(text: string): {literal: string; rest: string} {
  const pattern = text.replace(/^\^/, '');
  if (pattern.includes('|')) return {literal: '', rest: pattern};
  const [start = ''] = /^(?:[^\\.*+?()[\]{}^$]|\\[^\w\s])*/.exec(pattern) ?? [];
  const isRepeated = /^[*+?{]/.test(pattern.slice(start.length));
  const certain = isRepeated ? start.replace(/(?:\\.|[^\\])$/s, '') : start;
  return {literal: certain.replace(/\\(.)/gs, '$1'), rest: pattern.slice(certain.length)};
}

function compileOrExplain(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})`);
  } catch (error) {
    throw new ApilogsError(`STREAM is no regular expression: ${messageOf(error)}`, {
      hint: "it has to fit the beginning of a stream's name; write a backslash before each of . * + ? ( ) [ ] { } ^ $ | that stands for itself, and .*TEXT for text further on",
      exitCode: exitCodes.usage,
      cause: error,
    });
  }
}

const messageOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replace(
    /^Invalid regular expression: .*\/\w*: /s,
    '',
  );

/** Names are 512 characters at most, which an expression that does not explode is through with in microseconds. */
const patienceMs = 250;

/**
 * Fits an expression under a deadline: one such as `(a+)+$` may take longer than anybody lives, and nothing of
 * JavaScript itself interrupts it.
 */
function createTest(expression: RegExp, text: string): (logStream: string) => boolean {
  const sandbox: {readonly expression: RegExp; logStream: string} = {expression, logStream: ''};
  const script = new Script('expression.test(logStream)');
  createContext(sandbox);
  return logStream => {
    sandbox.logStream = logStream;
    try {
      return script.runInContext(sandbox, {timeout: patienceMs}) === true;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      throw new ApilogsError(`STREAM takes too long to be fitted to log stream "${logStream}": ${text}`, {
        hint: 'write it without repetitions of repetitions, such as (a+)+',
        exitCode: exitCodes.usage,
        cause: error,
      });
    }
  };
}

// The error is one of the script's own world, so no instance of this one's Error.
const isTimeout = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
