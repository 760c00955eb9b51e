import {Socket} from 'node:net';
import {Writable} from 'node:stream';

/**
 * Bytes that a pipe takes at once or not at all: PIPE_BUF of Linux, see pipe(7), section PIPE_BUF. Other systems
 * promise less, 512 at least, and in practice take as much wherever a page has room.
 */
const atomicBytes = 4_096;

const lineFeed = 10;

/**
 * stdout, on which a line is there in full or not at all, however the process ends and however slow the reader of a
 * pipe is: what does not fit waits here, not half in the pipe. Only a line longer than a pipe takes at once may be cut.
 * To a file or a terminal everything is written at once.
 */
export function wholeLines(stdout: Writable & {readonly isTTY?: boolean}): Writable {
  if (stdout.isTTY || !(stdout instanceof Socket)) return stdout;
  const lines = new Writable({
    // Not `writev`: pieces that are handed over together are not taken together.
    write: (text: Buffer, _encoding, done) => writePieces(stdout, text, done),
  });
  stdout.on('error', error => lines.destroy(error));
  stdout.once('close', () => lines.destroy());
  return lines;
}

/** Writes one piece after the other; the next one once the pipe has taken the last. */
function writePieces(pipe: Writable, text: Buffer, done: (error?: Error | null) => void): void {
  let from = 0;
  while (from < text.length) {
    const to = endOfPiece(text, from);
    const piece = text.subarray(from, to);
    from = to;
    if (from === text.length) {
      pipe.write(piece, done);
      return;
    }
    pipe.write(piece);
    if (pipe.writableLength > 0) {
      pipe.write('', error => (error ? done(error) : writePieces(pipe, text.subarray(from), done)));
      return;
    }
  }
  done();
}

/** Behind the last line that ends within the bytes a pipe takes at once, or behind the one line that is longer. */
function endOfPiece(text: Buffer, from: number): number {
  if (text.length - from <= atomicBytes) return text.length;
  const last = text.lastIndexOf(lineFeed, from + atomicBytes - 1);
  if (last >= from) return last + 1;
  const next = text.indexOf(lineFeed, from);
  return next === -1 ? text.length : next + 1;
}
