import {type ChildProcess, fork, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {shapes} from './reading-shapes.js';
import type {ServedCalls, ServedLogs, ServedPlace} from './serve-logs.js';

/** A run of a program over all of a window. */
interface Run {
  readonly wallMs: number;
  readonly firstLineMs: number;
  readonly lines: number;
  readonly calls: number;
  readonly throttled: number;
  /** From the arrival of the first call for events to that of the last. */
  readonly spanMs: number;
  readonly peakMb: number;
}

interface Scenario {
  readonly name: string;
  readonly logs: ServedLogs;
  /** What one chain of tokens needs, where every page is full. */
  readonly pages?: number;
  readonly filterPattern?: string;
  readonly isMemory?: boolean;
}

const {values} = parseArgs({
  options: {json: {type: 'boolean', default: false}, only: {type: 'string', default: ''}},
});

/** Of 1,000 characters, 1,022 events fill a page of 1 MB; so little work for the server leaves the waiting alone. */
const messageLength = 1_000;
const eventsOfPage = 1_022;
const base = {messageLength, latencyMs: 150, quota: 25, logGroups: 1} as const;
const paged = (pages: number) => ({events: pages * eventsOfPage - 10, pages});

const reading = (name: string, pages: number, logs: Partial<ServedLogs>): Scenario => ({
  name,
  pages,
  logs: {...base, shape: 'even', events: paged(pages).events, ...logs},
});

const scenarios: readonly Scenario[] = [
  ...shapes.map(({name}) => reading(`40 pages, ${name}`, 40, {shape: name})),
  reading('40 pages, even, in 4 log groups', 40, {logGroups: 4}),
  reading('40 pages, day and night, in 4 log groups', 40, {logGroups: 4, shape: 'day and night, × 1000'}),
  reading('400 pages, even, the region’s quota', 400, {}),
  reading('400 pages, even, half of it left', 400, {quota: 12.5}),
  {
    name: '10 matches in 5,000,000 events',
    filterPattern: 'needle',
    logs: {...base, shape: 'even', events: 5_000_000, needles: 10, messageLength: 60, scanLimit: 200_000},
  },
  ...[1_000_000, 10_000_000].map(events => ({
    name: `memory, ${events.toLocaleString('en')} events`,
    isMemory: true,
    logs: {...base, shape: 'even', events, latencyMs: 0, quota: 1_000, messageLength: 70},
  })),
];

const peakMemory = fileURLToPath(new URL('../../test/support/peak-memory.cjs', import.meta.url));
const program = fileURLToPath(new URL('../../bin/apilogs.js', import.meta.url));
const chain = fileURLToPath(new URL('read-sequentially.js', import.meta.url));

const heading = [
  '',
  'wall',
  'reading',
  'calls',
  'throttled',
  'first line',
  'peak',
  'chain',
  'reading',
  'calls',
];
if (!values.json) console.log(row(heading));
for (const scenario of scenarios) {
  if (!scenario.name.includes(values.only)) continue;
  const {sliced, sequential} = await measure(scenario);
  if (values.json)
    console.log(JSON.stringify({scenario: scenario.name, pages: scenario.pages, sliced, sequential}));
  else {
    const chainCells = sequential
      ? [seconds(sequential.wallMs), seconds(sequential.spanMs), String(sequential.calls)]
      : [];
    console.log(
      row([
        scenario.name,
        seconds(sliced.wallMs),
        seconds(sliced.spanMs),
        String(sliced.calls),
        String(sliced.throttled),
        seconds(sliced.firstLineMs),
        `${sliced.peakMb.toFixed(0)} MB`,
        ...chainCells,
      ]),
    );
  }
}

async function measure({logs, filterPattern, isMemory}: Scenario): Promise<{sliced: Run; sequential?: Run}> {
  const server = fork(fileURLToPath(new URL('serve-logs.js', import.meta.url)));
  try {
    server.send(logs);
    const [place] = (await once(server, 'message')) as [ServedPlace];
    const iso = (at: number) => new Date(at).toISOString();
    const args = ['get', '-a', place.restApiId, '-t', place.stage, '-o', 'raw', '-v'];
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

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function row([first = '', ...cells]: readonly string[]): string {
  return first.padEnd(44) + cells.map(cell => cell.padStart(11)).join('');
}
