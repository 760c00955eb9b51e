interface KnownPage {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}

const mostKnown = 64;

/** How much time the full pages of a log group span, which is what is known of its density. */
export class PageWidths {
  /** By time. */
  readonly #known: KnownPage[] = [];

  add(from: number, to: number): void {
    const after = this.#known.findLastIndex(page => page.to <= to);
    this.#known.splice(after + 1, 0, {from, to});
    if (this.#known.length > mostKnown) this.#known.shift();
  }

  /** Milliseconds that a page spans, from the last `pages` that are known before `position`. */
  before(position: number, pages: number): number | undefined {
    const end = this.#known.findLastIndex(({from}) => from <= position) + 1;
    const last = this.#known.slice(Math.max(0, end - pages), end);
    if (last.length === 0) return undefined;
    return last.reduce((sum, {from, to}) => sum + to - from, 0) / last.length;
  }
}
