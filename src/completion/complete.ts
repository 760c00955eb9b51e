import {quoteForBash, splitBashLine} from './bash-words.js';
import {lookUp, type TypedLine} from './look-up.js';

/** What a completion script calls for candidates: no command for people, so no help names it. */
export const hiddenCommand = '__complete';

/**
 * The lines that a completion script takes for candidates. `argv` is what the script says behind the hidden
 * command: the shell, what to look up, and for bash the line up to the cursor and `COMP_WORDBREAKS`, for the
 * others the words before the cursor. For zsh and fish a line is `value TAB description`; for bash it is what
 * stands in the line afterwards, quoted. Never throws: nothing may disturb a line that is being typed.
 */
export function complete(argv: readonly string[], world: Omit<TypedLine, 'words'>): string {
  const [shell, what = '', ...words] = argv;
  const lines = shell === 'bash' ? bashLines(what, words, world) : candidateLines(what, words, world);
  return lines.map(line => `${line}\n`).join('');
}

const candidateLines = (what: string, words: readonly string[], world: Omit<TypedLine, 'words'>): string[] =>
  lookUp(what, {...world, words}).map(({value, description}) =>
    description === '' ? value : `${value}\t${description}`,
  );

function bashLines(
  what: string,
  [line = '', breaks = '']: readonly string[],
  world: Omit<TypedLine, 'words'>,
): string[] {
  const {words, current, openQuote, keptLength} = splitBashLine(line, breaks);
  // `--api-id=abc`: the name is no part of the value.
  const nameLength = /^--[a-z-]+=/.exec(current)?.[0].length ?? 0;
  const typed = current.slice(nameLength);
  const kept = Math.max(0, keptLength - nameLength);
  const name = keptLength < nameLength ? current.slice(keptLength, nameLength) : '';
  return lookUp(what, {...world, words})
    .filter(({value}) => value.startsWith(typed))
    .flatMap(({value}) => quoteForBash(value.slice(kept), openQuote) ?? [])
    .map(quoted => `${name}${quoted}`);
}
