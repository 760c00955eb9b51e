import assert from 'node:assert/strict';
import {Socket} from 'node:net';
import {PassThrough} from 'node:stream';
import {describe, it} from 'node:test';
import {wholeLines} from '../../src/output/whole-lines.js';

/** What a pipe takes at once or not at all, in bytes. */
const atOnce = 4_096;

/** A pipe whose reader takes one piece when told to. */
class SlowPipe extends Socket {
  readonly pieces: string[] = [];
  #taken: (() => void) | undefined;

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    if (piece.length > 0) this.pieces.push(piece.toString());
    this.#taken = done;
  }

  /** Takes all that the pipe has been given, and what it is given then. */
  takeAll(): void {
    while (this.#taken) {
      const taken = this.#taken;
      this.#taken = undefined;
      taken();
    }
  }
}

const line = (bytes: number) => `${'x'.repeat(bytes - 1)}\n`;
const sizes = (pieces: readonly string[]) => pieces.map(piece => Buffer.byteLength(piece));

/** The pieces in which a pipe is given the text, after it was read to its end. */
async function piecesOf(text: string): Promise<readonly string[]> {
  const pipe = new SlowPipe();
  const lines = wholeLines(pipe);
  let isWritten = false;
  lines.write(text, () => {
    isWritten = true;
  });
  while (!isWritten) {
    pipe.takeAll();
    await new Promise(setImmediate);
  }
  assert.equal(pipe.pieces.join(''), text);
  return pipe.pieces;
}

describe('wholeLines', () => {
  it('gives a pipe as many whole lines as it takes at once', async () => {
    assert.deepEqual(sizes(await piecesOf(line(100).repeat(100))), [4_000, 4_000, 2_000]);
  });

  it('counts bytes, not characters', async () => {
    const pieces = await piecesOf(`${'ü'.repeat(999)}\n`.repeat(5));
    assert.deepEqual(sizes(pieces), [3_998, 3_998, 1_999]);
  });

  it('fills a pipe to the last byte', async () => {
    assert.deepEqual(sizes(await piecesOf(line(atOnce).repeat(3))), [atOnce, atOnce, atOnce]);
    assert.deepEqual(sizes(await piecesOf(line(atOnce / 2).repeat(3))), [atOnce, atOnce / 2]);
  });

  it('does not give a pipe a byte more than it takes at once', async () => {
    assert.deepEqual(sizes(await piecesOf(line(2_000) + line(atOnce + 1 - 2_000))), [
      2_000,
      atOnce + 1 - 2_000,
    ]);
  });

  it('gives a line by itself that is longer, and no other with it', async () => {
    const pieces = await piecesOf(line(10) + line(atOnce + 1) + line(10).repeat(2));
    assert.deepEqual(sizes(pieces), [10, atOnce + 1, 20]);
  });

  it('gives what has no end of line as it is', async () => {
    assert.deepEqual(sizes(await piecesOf('x'.repeat(3 * atOnce))), [3 * atOnce]);
    assert.deepEqual(sizes(await piecesOf(line(atOnce) + 'x'.repeat(10))), [atOnce, 10]);
  });

  it('keeps back what a pipe has no room for, where the process may end without it', async () => {
    const pipe = new SlowPipe();
    const lines = wholeLines(pipe);
    lines.write(line(1_000).repeat(9));
    lines.write(line(1_000));
    await new Promise(setImmediate);
    assert.deepEqual(sizes(pipe.pieces), [4_000]);
    assert.equal(pipe.writableLength, 4_000);
    assert.equal(lines.writableLength, 10_000);
  });

  it('fails as the pipe does', async () => {
    const pipe = new SlowPipe();
    const lines = wholeLines(pipe);
    const failed = new Promise(resolve => lines.once('error', resolve));
    const error = Object.assign(new Error('write EPIPE'), {code: 'EPIPE'});
    pipe.destroy(error);
    assert.equal(await failed, error);
  });

  it('closes with the pipe', async () => {
    const pipe = new SlowPipe();
    const lines = wholeLines(pipe);
    const closed = new Promise(resolve => lines.once('close', () => resolve('closed')));
    pipe.destroy();
    assert.equal(await closed, 'closed');
  });

  it('leaves a file and a terminal as they are', () => {
    const file = new PassThrough();
    assert.equal(wholeLines(file), file);
    const terminal = Object.assign(new SlowPipe(), {isTTY: true});
    assert.equal(wholeLines(terminal), terminal);
  });
});
