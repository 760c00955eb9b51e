import {InvalidFilterPattern} from './invalid-filter-pattern.js';

/** AWS documents at most two regular expressions in one pattern. */
const maxRegExps = 2;

/** The characters that AWS documents for `%regex%`; parentheses, `!` and multi-byte ones are refused. */
const allowedInRegExp = /^[A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+.]+$/;

/** A place in a filter pattern, and the tokens that all kinds of patterns share. */
export class PatternReader {
  readonly #text: string;
  #at = 0;
  #regExps = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** What a sticky regular expression matches here, and goes behind it. */
  take(token: RegExp): string | undefined {
    token.lastIndex = this.#at;
    const found = token.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** As `take`, behind any white space. */
  takeNext(token: RegExp): string | undefined {
    this.skipSpace();
    return this.take(token);
  }

  skipSpace(): void {
    this.take(/\s*/y);
  }

  expect(token: RegExp): string {
    const found = this.takeNext(token);
    if (found === undefined) throw new InvalidFilterPattern();
    return found;
  }

  /** The text of a string in double quotes that begins here; `\"` and `\\` are the escapes. */
  takeQuoted(): string | undefined {
    return this.take(/"(?:[^"\\]|\\.)*"/sy)
      ?.slice(1, -1)
      .replace(/\\(["\\])/g, '$1');
  }

  /** The regular expression between percent signs that begins here. */
  takeRegExp(): RegExp | undefined {
    const source = this.take(/%[^%]*%/y)?.slice(1, -1);
    if (source === undefined) return undefined;
    this.#regExps += 1;
    if (this.#regExps > maxRegExps || !allowedInRegExp.test(source)) throw new InvalidFilterPattern();
    try {
      return new RegExp(source);
    } catch {
      throw new InvalidFilterPattern();
    }
  }
}
