import {Readable} from 'node:stream';
import type {Context} from '../context.js';
import {ApilogsError, exitCodes} from '../errors.js';
import type {PickOne} from '../reach/choose.js';
import {showControlCharacters} from '../render/control-characters.js';
import {promptOutput} from './prompt-output.js';

const mostShown = 12;

/**
 * Lets somebody at a terminal pick from a list: typing narrows it, arrow keys move, Enter takes. Drawn on stderr,
 * since stdout is data. Esc and Ctrl-C reject with an `ApilogsError` of exit code 130.
 */
export const createPick =
  ({stdin, stderr, env, signal}: Pick<Context, 'stdin' | 'stderr' | 'env' | 'signal'>): PickOne =>
  async (question, labels) => {
    const {autocomplete, isCancel} = await import('@clack/prompts');
    const picked = await autocomplete({
      message: showControlCharacters(question),
      options: labels.map((label, value) => ({value, label: showControlCharacters(label)})),
      maxItems: mostShown,
      placeholder: 'type to narrow',
      filter: (typed, {label = ''}) => holdsEveryWord(label, typed),
      output: promptOutput({stderr, env}),
      signal,
      ...(stdin instanceof Readable && {input: stdin}),
    });
    signal.throwIfAborted();
    if (isCancel(picked)) {
      throw new ApilogsError('nothing was chosen', {exitCode: exitCodes.interrupted});
    }
    return picked;
  };

const holdsEveryWord = (label: string, typed: string): boolean =>
  typed
    .toLowerCase()
    .split(/\s+/)
    .every(word => label.toLowerCase().includes(word));
