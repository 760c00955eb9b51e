import type {LogLine} from '../log-line.js';

/** The last so many of the lines that count; at no time more than twice as many in memory. */
export class LastLines {
  readonly #most: number;
  readonly #counts: (line: LogLine) => boolean;
  #lines: LogLine[] = [];

  constructor(most: number, counts: (line: LogLine) => boolean) {
    this.#most = most;
    this.#counts = counts;
  }

  add(lines: readonly LogLine[]): void {
    for (const line of lines) if (this.#counts(line)) this.#lines.push(line);
    if (this.#lines.length > 2 * this.#most) this.#lines = this.#newest();
  }

  /** Gives them, and has none afterwards. */
  take(): LogLine[] {
    const lines = this.#newest();
    this.#lines = [];
    return lines;
  }

  #newest(): LogLine[] {
    return this.#most === 0 ? [] : this.#lines.slice(-this.#most);
  }
}
