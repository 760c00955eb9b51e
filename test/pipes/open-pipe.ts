import {execFileSync} from 'node:child_process';
import {closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';

/** A pipe of the kernel's, of which the test is the reader and reads when it wants to. */
export interface OpenPipe {
  /** The end to write to. */
  readonly input: number;
  /** Leaves that end to who has got it. */
  closeInput(): void;
  /** Whether something was written. */
  hasText(): boolean;
  /** What was written so far. */
  read(): string;
}

export function openPipe(t: TestContext): OpenPipe {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  // Else it would wait here for a writer.
  const output = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  t.after(() => {
    closeSync(output);
    rmSync(folder, {recursive: true});
  });
  const input = openSync(path, constants.O_WRONLY);
  const texts: Buffer[] = [];
  const piece = Buffer.alloc(65_536);
  const take = (most: number): number => {
    try {
      const length = readSync(output, piece, 0, most, null);
      texts.push(Buffer.from(piece.subarray(0, length)));
      return length;
    } catch {
      // EAGAIN: nothing is there now.
      return 0;
    }
  };
  return {
    input,
    closeInput: () => closeSync(input),
    hasText: () => texts.length > 0 || take(1) > 0,
    read: () => {
      while (take(piece.length) > 0);
      return Buffer.concat(texts).toString();
    },
  };
}

/** Whether the process sleeps: it waits for something, and computes nothing. */
export function isWaiting(pid: number | undefined): boolean {
  // proc(5): the state stands behind the name, which is in parentheses.
  return /\) S /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
