import {AwsError} from '../aws-error.js';

/** A query that does not compile; answers say where: `… ([start,end])` in the message, offsets beside it. */
export const malformedQuery = (message: string, start: number, end: number) =>
  new AwsError('MalformedQueryException', `${message} ([${start},${end}])`, 400, {
    queryCompileError: {location: {startCharOffset: start, endCharOffset: end}, message},
  });

/** Reads a query from left to right; space and comments (`#` to the end of the line) count for nothing. */
export class QueryReader {
  readonly #query: string;
  readonly #slots = new Map<string, number>();
  #at = 0;
  /** Where the last symbol read ends. */
  #end = 0;

  constructor(query: string) {
    this.#query = query;
  }

  /** The number that stands for a field's name in the rows of this query. */
  slotOf(name: string): number {
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    this.#slots.set(name, this.#slots.size);
    return this.#slots.size - 1;
  }

  /** Where the next symbol starts. */
  get position(): number {
    this.#skipSpace();
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.position === this.#query.length;
  }

  /** The query from a position up to what has been read. */
  textSince(start: number): string {
    return this.#query.slice(start, this.#end);
  }

  /** Takes what a sticky expression matches here: its first group, or all of it. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.#query);
    if (!found) return undefined;
    this.#at = this.#end = pattern.lastIndex;
    return found[1] ?? found[0];
  }

  /** Takes a word of the language, in any case. */
  takeWord(word: string): boolean {
    return this.take(new RegExp(`${word}(?![\\w.@])`, 'iy')) !== undefined;
  }

  takeSymbol(symbol: string): boolean {
    if (!this.#query.startsWith(symbol, this.position)) return false;
    this.#at = this.#end = this.#at + symbol.length;
    return true;
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected();
  }

  /** A text in quotes. A backslash takes away the meaning of a quote and of itself, and is a character else. */
  takeText(): string | undefined {
    const quoted = this.take(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy);
    return quoted?.slice(1, -1).replace(/\\(["'\\])/g, '$1');
  }

  /** The inside of `/…/`. */
  takeRegExp(): string | undefined {
    const found = this.take(/\/(?:[^/\\\n]|\\.)+\//y);
    return found?.slice(1, -1).replaceAll('\\/', '/');
  }

  /**
   * The name of a field. Documented: characters other than letters, digits, `@`, `.` and `_` need backquotes,
   * around the name or a part of it.
   */
  takeName(): string | undefined {
    const written = this.take(/(?:`[^`]+`|[A-Za-z_@][\w@]*)(?:\.(?:`[^`]+`|[\w@]+))*/y);
    return written?.replaceAll('`', '');
  }

  expectName(): string {
    const name = this.takeName();
    if (name === undefined) throw this.unexpected();
    return name;
  }

  /** The error for what stands here. */
  unexpected(): AwsError {
    const start = this.position;
    const symbol = /[\w@.]+|./suy;
    symbol.lastIndex = start;
    const found = symbol.exec(this.#query)?.[0];
    if (found === undefined) return malformedQuery('unexpected end of query', start, start);
    const before = this.#query.slice(0, start).split('\n');
    const position = (before.at(-1)?.length ?? 0) + 1;
    return malformedQuery(
      `unexpected symbol found ${found} at line ${before.length} and position ${position}`,
      start,
      start + found.length,
    );
  }

  #skipSpace(): void {
    const space = /(?:\s|#[^\n]*)*/y;
    space.lastIndex = this.#at;
    space.test(this.#query);
    this.#at = space.lastIndex;
  }
}
