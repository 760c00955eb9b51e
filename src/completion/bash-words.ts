/** A line of bash, split into its words as far as the cursor. */
export interface BashLine {
  /** Before the one that is being typed, without their quotes. */
  readonly words: readonly string[];
  /** The word that is being typed, without its quotes; empty behind a space. */
  readonly current: string;
  /** The quote that it opened and did not close. */
  readonly openQuote: '' | '"' | "'";
  /** How much of `current` stays as it is typed: readline puts a completion in place of the rest only. */
  readonly keptLength: number;
}

/**
 * Splits a line as bash does, but expands nothing: `$name` stands for itself.
 *
 * @param breaks `COMP_WORDBREAKS`, the characters behind which readline begins anew
 */
export function splitBashLine(line: string, breaks: string): BashLine {
  const words: string[] = [];
  let current = '';
  let isWord = false;
  let openQuote: BashLine['openQuote'] = '';
  let keptLength = 0;

  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (openQuote !== '') {
      const isEscape = openQuote === '"' && character === '\\' && /["\\$`]/.test(line.charAt(index + 1));
      if (character === openQuote) openQuote = '';
      else current += isEscape ? line.charAt(++index) : character;
    } else if (/\s/.test(character)) {
      if (isWord) words.push(current);
      [current, isWord, keptLength] = ['', false, 0];
    } else {
      isWord = true;
      if (character === '\\') {
        current += line.charAt(++index);
      } else if (character === '"' || character === "'") {
        openQuote = character;
        keptLength = current.length;
      } else {
        current += character;
        if (breaks.includes(character)) keptLength = current.length;
      }
    }
  }
  return {words, current, openQuote, keptLength};
}

/**
 * The rest of a word as bash must read it to get the text, behind the quote that is open. Readline closes that
 * quote itself, but not where the text ends with one already; and between double quotes nothing keeps an
 * interactive bash from taking `!` for a command of its history. Such a text is not offered there: undefined.
 */
export function quoteForBash(text: string, openQuote: BashLine['openQuote']): string | undefined {
  if (openQuote !== '' && text.endsWith(openQuote)) return undefined;
  if (openQuote === "'") return text.replaceAll("'", "'\\''");
  if (openQuote === '"') return text.includes('!') ? undefined : text.replace(/["\\$`]/g, '\\$&');
  return text.replace(/[^\p{L}\p{N}_./@%+,-]/gu, '\\$&');
}
