/** How much of what is read ahead memory may hold, over all log groups. */
export class PageRoom {
  readonly #mostBytes: number;
  readonly #whenFree = new Set<() => void>();
  #held = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#held + bytes <= this.#mostBytes;
  }

  /** @param bytes that are held from now on; less than 0 for those that are not any more */
  change(bytes: number): void {
    this.#held += bytes;
    if (bytes < 0) for (const tell of this.#whenFree) tell();
  }

  /** Tells whenever there is more room, until the function it gives is called. */
  onFree(tell: () => void): () => void {
    this.#whenFree.add(tell);
    return () => this.#whenFree.delete(tell);
  }
}
