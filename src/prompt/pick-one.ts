import type {Context} from '../context.js';
import {ApilogsError, exitCodes} from '../errors.js';
import type {PickOne} from '../reach/choose.js';
import {showControlCharacters} from '../render/control-characters.js';
import {createStopSignal, type StopSignal} from '../stop-signal.js';
import {openPromptInput} from './prompt-input.js';
import {promptOutput} from './prompt-output.js';

const mostShown = 12;

type PromptContext = Pick<Context, 'stdin' | 'stderr' | 'env' | 'signal' | 'suspend'>;

/**
 * Lets somebody at a terminal pick from a list: typing narrows it, arrow keys move, Enter takes. Drawn on stderr,
 * since stdout is data. Esc and Ctrl-C reject with an `ApilogsError` of exit code 130. Ctrl-Z gives the terminal back
 * to the shell, and the question is asked again when the run goes on.
 */
export const createPick =
  (context: PromptContext): PickOne =>
  async (question, labels) => {
    for (;;) {
      const suspension = createStopSignal(context.signal);
      const picked = await ask(question, labels, context, suspension);
      context.signal.throwIfAborted();
      if (!suspension.signal.aborted) return picked ?? nothingChosen();
      await context.suspend?.();
    }
  };

/** Undefined where nothing was chosen, or the question was taken back. */
async function ask(
  question: string,
  labels: readonly string[],
  {stdin, stderr, env, suspend}: PromptContext,
  {signal, stop}: StopSignal,
): Promise<number | undefined> {
  const {autocomplete, isCancel} = await import('@clack/prompts');
  const input = stdin && openPromptInput(stdin, suspend ? stop : () => {});
  try {
    const picked = await autocomplete({
      message: showControlCharacters(question),
      options: labels.map((label, value) => ({value, label: showControlCharacters(label)})),
      maxItems: mostShown,
      placeholder: 'type to narrow',
      filter: (typed, {label = ''}) => holdsEveryWord(label, typed),
      output: promptOutput({stderr, env}),
      signal,
      ...(input && {input: input.stream}),
    });
    return isCancel(picked) ? undefined : picked;
  } finally {
    input?.close();
  }
}

function nothingChosen(): never {
  throw new ApilogsError('nothing was chosen', {exitCode: exitCodes.interrupted});
}

const holdsEveryWord = (label: string, typed: string): boolean =>
  typed
    .toLowerCase()
    .split(/\s+/)
    .every(word => label.toLowerCase().includes(word));
