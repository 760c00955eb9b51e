import {setImmediate} from 'node:timers/promises';
import type {OutputStream} from '../context.js';
import type {ApilogsError} from '../errors.js';
import {isReaderGone, toWriteError} from './write-error.js';

/** Writes text for which its reader may be slower than the logs, or gone. */
export interface LineWriter {
  /**
   * Hands the text to the stream. Gives a promise where the stream is full, which resolves when there is
   * room again, the stream has closed, or the run should end.
   *
   * @throws ApilogsError (also as a rejection) when the stream failed, as on a full disk
   */
  write(text: string): Promise<void> | void;
  /** Resolves when all that was written has left the process, or nobody is there to read it. */
  flush(): Promise<void>;
  /** Whether the reader is gone, as `head` is after its lines: what is written then is dropped. */
  readonly closed: boolean;
  /** Whether some of it has not left the process yet. */
  readonly hasUnwritten: boolean;
}

/** What of a Node.js stream tells and waits for its buffer; a plain `OutputStream` buffers nothing. */
interface BufferedStream extends OutputStream {
  readonly writableLength?: number;
  write(text: string, whenWritten?: () => void): boolean;
}

/**
 * @param signal ends every wait; what is written later is still handed over
 * @param onClosed called once when the reader turns out to be gone
 */
export function createLineWriter(
  stream: OutputStream,
  signal: AbortSignal,
  onClosed: () => void = () => {},
): LineWriter {
  const buffered: BufferedStream = stream;
  let closed = false;
  let failure: ApilogsError | undefined;
  let waiting: Promise<void> | undefined;
  const resumes = new Set<() => void>();
  const wake = () => {
    for (const resume of resumes) resume();
  };

  const close = () => {
    // A stream that failed closes too, and that is not the reader's doing.
    if (closed || failure) return;
    closed = true;
    wake();
    onClosed();
  };
  stream.on('error', error => {
    if (isReaderGone(error)) {
      close();
    } else {
      failure ??= toWriteError(error);
      wake();
    }
  });
  stream.once('close', close);

  /** Resolves after `start` calls back, or as soon as there is nothing left to wait for. */
  const wait = async (start: (resume: () => void) => void, stop: (resume: () => void) => void) => {
    if (!closed && !failure && !signal.aborted) {
      await new Promise<void>(resolve => {
        const resume = () => {
          stop(resume);
          signal.removeEventListener('abort', resume);
          resumes.delete(resume);
          resolve();
        };
        resumes.add(resume);
        signal.addEventListener('abort', resume, {once: true});
        start(resume);
      });
    }
    if (failure) throw failure;
  };

  const waitForRoom = () =>
    wait(
      resume => stream.once('drain', resume),
      resume => stream.off('drain', resume),
    ).finally(() => {
      waiting = undefined;
    });

  return {
    get closed() {
      return closed;
    },
    get hasUnwritten() {
      return (buffered.writableLength ?? 0) > 0;
    },
    write: text => {
      if (failure) throw failure;
      if (closed || text === '' || buffered.write(text)) return undefined;
      waiting ??= waitForRoom();
      return waiting;
    },
    flush: async () => {
      await waiting;
      if (buffered.writableLength) {
        await wait(
          resume => buffered.write('', resume),
          () => {},
        );
      }
      // A stream tells of a failed write a moment later, in an event of its own.
      await setImmediate();
      if (failure) throw failure;
    },
  };
}
