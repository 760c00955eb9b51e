import {EventEmitter} from 'node:events';
import type {OutputStream} from '../../src/context.js';

/** A stream that keeps what it is given and says it is full when told to. */
export class FakeStream extends EventEmitter implements OutputStream {
  written = '';
  isFull = false;
  columns: number | undefined;

  write(text: string): boolean {
    this.written += text;
    return !this.isFull;
  }

  /** What was written since the last time. */
  take(): string {
    const {written} = this;
    this.written = '';
    return written;
  }
}
