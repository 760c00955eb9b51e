import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {type BenchCase, compare} from './bench-case.js';
import {environment} from './measured-run.js';
import type {ServedStage} from './serve-stage.js';
import {readAll, withStage} from './with-stage.js';

// Says on stderr, at the end of a process, how much memory it had.
const hook = fileURLToPath(new URL('../../test/support/peak-memory.cjs', import.meta.url));

export const memoryCase: BenchCase = {
  name: 'memory',
  title: 'Peak memory of a read, and of one ten times as long',
  measure: ({runs, requests}) => {
    const short = Math.ceil(requests / 10);
    const serve = <T>(count: number, use: (stage: ServedStage) => Promise<T>) =>
      withStage(
        {traffic: {requests: count, functions: 5, ratePerSecond: 100, seed: 7}, latencyMs: 0, quota: 100_000},
        use,
      );
    return serve(short, one =>
      serve(requests, ten =>
        compare(
          [
            {name: `get -o text, ${one.events} events`, measure: () => peakMegabytes(one)},
            {name: `get -o text, ${ten.events} events`, measure: () => peakMegabytes(ten), target: 1.1},
          ],
          runs,
          'MB',
        ),
      ),
    );
  },
};

async function peakMegabytes(stage: ServedStage): Promise<number> {
  const [command = '', ...args] = readAll(stage, '--max-rate', '100000');
  const child = spawn(command, args, {
    env: {...environment(), ...stage.env, NODE_OPTIONS: `--require ${hook}`},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  await once(child, 'close');
  const peak = /peak (\d+) kB/.exec(said.join(''))?.[1];
  if (peak === undefined) throw new Error(`no peak in: ${said.join('')}`);
  return Number(peak) / 1024;
}
