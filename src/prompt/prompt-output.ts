import {Writable} from 'node:stream';
import type {Context} from '../context.js';
import {isUnicode} from '../render/is-unicode.js';
import {terminalWidth} from '../render/terminal-width.js';
import {useColor} from '../render/use-color.js';

/** What prompts are drawn with, and what stands for it where the locale has ASCII alone; each one column wide. */
const inAscii: Readonly<Record<string, string>> = {
  '\u2502': '|',
  '\u250c': '-',
  '\u2514': '-',
  '\u25c6': '*',
  '\u25c7': 'o',
  '\u25a0': 'x',
  '\u25b2': 'x',
  '\u25cf': '>',
  '\u25cb': ' ',
  '\u2588': '_',
  '\u2191': '^',
  '\u2193': 'v',
  '\u2022': '-',
  '\u2026': '.',
};
const everyDrawn = new RegExp(`[${Object.keys(inAscii).join('')}]`, 'g');

/** Of a terminal that does not say its own: one may have 0 columns, and a letter on each line is not readable. */
const defaultWidth = 80;

const everyColor = /\x1b\[[\d;]*m/g;

/**
 * stderr for a prompt, which looks at the terminal neither for its locale nor for whether it wants colours. Where stdout
 * is no terminal, prompts have few or none, for Node's `styleText` asks stdout
 * (https://nodejs.org/api/util.html#utilstyletextformat-text-options).
 */
export function promptOutput({stderr, env}: Pick<Context, 'stderr' | 'env'>): Writable {
  const isPlain = !isUnicode(env);
  const isColored = useColor('auto', env, stderr.isTTY === true);
  const width = terminalWidth(stderr);
  if (!isPlain && isColored && width !== undefined && stderr instanceof Writable) return stderr;
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      const text = isColored ? String(chunk) : String(chunk).replace(everyColor, '');
      stderr.write(isPlain ? text.replace(everyDrawn, drawn => inAscii[drawn] ?? drawn) : text);
      done();
    },
  });
  return Object.assign(output, {columns: width ?? defaultWidth});
}
