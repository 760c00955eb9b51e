import {spawn} from 'node:child_process';
import {type CliOptions, cleanEnv, program} from './run-cli.js';

/** Runs a shell line, in which `$apilogs` is the built program, on a terminal, and gives all that this was sent. */
export function runOnTerminal(line: string, options: CliOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    // Of util-linux; it opens the terminal.
    const child = spawn(
      'script',
      ['-qfec', `apilogs='${process.execPath} ${program}'; ${line}`, '/dev/null'],
      {
        env: {...cleanEnv(options), SHELL: '/bin/sh'},
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let shown = '';
    child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(shown));
  });
}
