import {type ChildProcess, fork, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {program} from './measured-run.js';
import type {Scenario} from './reading-scenarios.js';
import type {ServedCalls, ServedPlace} from './serve-logs.js';

/** A run of a program over all of a window. */
export interface Run {
  readonly wallMs: number;
  readonly firstLineMs: number;
  readonly lines: number;
  readonly calls: number;
  readonly throttled: number;
  /** From the arrival of the first call for events to that of the last. */
  readonly spanMs: number;
  readonly peakMb: number;
}

/** The program's reading of some logs, and that of one chain of tokens a group, as other tools read. */
export interface MeasuredReading {
  readonly sliced: Run;
  readonly sequential?: Run;
}

const peakMemory = fileURLToPath(new URL('../../test/support/peak-memory.cjs', import.meta.url));
const chain = fileURLToPath(new URL('read-sequentially.js', import.meta.url));

/** Throws where the two do not read the same number of lines. */
export async function measureReading({
  logs,
  filterPattern,
  isMemory,
  engine = 'filter',
}: Scenario): Promise<MeasuredReading> {
  const server = fork(fileURLToPath(new URL('serve-logs.js', import.meta.url)));
  try {
    server.send(logs);
    const [place] = (await once(server, 'message')) as [ServedPlace];
    const iso = (at: number) => new Date(at).toISOString();
    const args = ['get', '-a', place.restApiId, '-t', place.stage, '-o', 'raw', '-v', '--engine', engine];
    const window = [
      '-s',
      iso(place.startTime),
      '-e',
      iso(place.endTime),
      '--max-rate',
      isMemory ? '1000' : '25',
    ];
    const filter = filterPattern === undefined ? [] : ['-f', filterPattern];
    const sliced = await run(server, place, [program, ...args, ...window, ...filter]);
    if (isMemory) return {sliced};
    const sequential = await run(server, place, [
      chain,
      JSON.stringify(place),
      ...(filterPattern ? [filterPattern] : []),
    ]);
    if (sequential.lines !== sliced.lines)
      throw new Error(`${sliced.lines} lines, ${sequential.lines} in a chain`);
    return {sliced, sequential};
  } finally {
    server.kill();
  }
}

async function run(server: ChildProcess, place: ServedPlace, args: readonly string[]): Promise<Run> {
  const {PATH = ''} = process.env;
  const startedAt = performance.now();
  const child = spawn('/usr/bin/env', [process.execPath, '--require', peakMemory, ...args], {
    env: {PATH, ...place.env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let lines = 0;
  let firstLineMs = Number.NaN;
  child.stdout.on('data', (chunk: Buffer) => {
    if (lines === 0) firstLineMs = performance.now() - startedAt;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  });
  let stderr = '';
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  await once(child, 'close');
  const wallMs = performance.now() - startedAt;
  server.send('calls');
  const [{calls, spanMs}] = (await once(server, 'message')) as [ServedCalls];
  const throttled = stderr.split('ThrottlingException').length - 1;
  const peakMb = Number(/peak (\d+) kB/.exec(stderr)?.[1]) / 1_024;
  return {wallMs, firstLineMs, lines, calls, throttled, spanMs, peakMb};
}
