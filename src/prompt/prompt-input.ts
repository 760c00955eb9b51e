import {Transform} from 'node:stream';
import type {InputStream} from '../context.js';

/** What is typed into one prompt, without the byte of Ctrl-Z. */
export interface PromptInput {
  readonly stream: Transform;
  /** Gives the terminal's input back. */
  close(): void;
}

/** What a terminal in raw mode sends for Ctrl-Z, where it would stop the process otherwise. */
const controlZ = 0x1a;

/**
 * A terminal's input for a prompt. Ctrl-Z is taken out: Node's readline, on which prompts are built, stops the process
 * for it, and pauses the input for good when it is continued (observed on Node 20 to 26).
 *
 * @param onSuspend is called for each Ctrl-Z
 */
export function openPromptInput(stdin: InputStream, onSuspend: () => void): PromptInput {
  const stream = new Transform({
    transform: (typed: Buffer, _encoding, done) => {
      const kept = typed.filter(byte => byte !== controlZ);
      done(null, kept);
      if (kept.length < typed.length) onSuspend();
    },
  });
  Object.assign(stream, {
    isTTY: stdin.isTTY,
    setRawMode: (isRaw: boolean) => stdin.setRawMode?.(isRaw),
  });
  stdin.pipe(stream);
  return {
    stream,
    close: () => {
      stdin.unpipe(stream);
      stdin.pause();
    },
  };
}
