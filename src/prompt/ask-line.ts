import {createInterface} from 'node:readline';
import type {Context} from '../context.js';
import {showControlCharacters} from '../render/control-characters.js';

/**
 * Asks on stderr, since stdout is data, and gives the line that is typed, or undefined at the end of the input
 * (Ctrl-D). Rejects when the run is stopped.
 */
export function askLine(
  question: string,
  {stdin, stderr, signal}: Pick<Context, 'stdin' | 'stderr' | 'signal'>,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    if (!stdin) return resolve(undefined);
    if (signal.aborted) return reject(signal.reason);
    stderr.write(showControlCharacters(question));
    // Without `terminal` the kernel edits the line and Ctrl-C stays a signal.
    const lines = createInterface({input: stdin, terminal: false});
    const stop = () => {
      // Before the close, which would count as the end of the input.
      reject(signal.reason);
      lines.close();
    };
    signal.addEventListener('abort', stop, {once: true});
    lines.once('line', line => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => {
      signal.removeEventListener('abort', stop);
      resolve(undefined);
    });
  });
}
