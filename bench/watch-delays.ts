import {fork, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import type {IngestionLag, WriterLag} from '../src/local-aws/traffic/ingestion-lag.js';
import type {ServedStage, ServedTraffic} from './serve-traffic.js';

/** How long after it could be read a line was read from the pipe of `get --watch`. */
interface Delay {
  readonly delayMs: number;
  /** From its timestamp until it could be read. */
  readonly lagMs: number;
  readonly late: boolean;
}

interface Figures {
  readonly lines: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly lateShare: number;
  /** Lines that could be read only after the hold, which nobody can print in their place. */
  readonly beyondHoldShare: number;
}

interface Scenario {
  readonly name: string;
  readonly traffic: ServedTraffic['traffic'];
}

const holdMs = 2_000;
/** The first seconds are left out: the program starts, and learns how late lines are. */
const warmUpMs = 12_000;
const requestsPerSecond = 10;

const steady = (minMs: number, maxMs: number): WriterLag => ({
  batchMs: 50,
  minMs,
  maxMs,
  stragglerShare: 0,
  stragglerMs: 0,
});
const short: IngestionLag = {
  execution: steady(100, 400),
  access: steady(100, 400),
  lambda: steady(100, 400),
};
/** The execution log and three functions: four log groups. */
const fourGroups = {functions: 3, authorizerShare: 0, accessLog: 'off'} as const;
/** Nothing but short requests of the API. */
const plain = {
  ...fourGroups,
  slowShare: 0,
  foreignInvocationShare: 0,
  coldStartShare: 0,
  outcomes: {ok: 1},
} as const;
const scenarios: readonly Scenario[] = [
  {name: 'a  nothing to wait for: short lags and requests', traffic: {...plain, ingestionLag: short}},
  {
    name: 'b  lags of the samples, 1 % slow, 10 % foreign',
    traffic: {...fourGroups, slowShare: 0.01, foreignInvocationShare: 0.1},
  },
  {
    name: '-  the same with an access log',
    traffic: {...fourGroups, slowShare: 0.01, foreignInvocationShare: 0.1, accessLog: 'full'},
  },
];

const {values} = parseArgs({
  options: {json: {type: 'boolean', default: false}, seconds: {type: 'string', default: '60'}},
});
const seconds = Number(values.seconds);

for (const [index, {name, traffic}] of scenarios.entries()) {
  const figures = figuresOf(await measure({seconds, requestsPerSecond, traffic}));
  if (values.json) console.log(JSON.stringify({scenario: name, ...figures}));
  else console.log(tableOf(name, figures, index === 0));
}

/** Follows the traffic with the built program and its defaults, as `get --watch | …` does. */
async function measure(served: ServedTraffic): Promise<Delay[]> {
  const server = fork(fileURLToPath(new URL('serve-traffic.js', import.meta.url)));
  server.send(served);
  const [stage] = (await once(server, 'message')) as [ServedStage];
  const startedAt = Date.now();
  const endsAt = startedAt + served.seconds * 1_000;
  const {PATH = ''} = process.env;
  const program = fileURLToPath(new URL('../../bin/apilogs.js', import.meta.url));
  const args = ['get', '-a', stage.restApiId, '-t', stage.stage, '--watch', '--for', `${served.seconds}s`];
  const child = spawn(process.execPath, [program, ...args, '-o', 'json', '--quiet'], {
    env: {PATH, ...stage.env},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const delays: Delay[] = [];
  for await (const line of createInterface({input: child.stdout})) {
    const readAt = Date.now();
    const {timestampMs, ingestionTime, late} = JSON.parse(line);
    const visibleAt = Date.parse(ingestionTime);
    // What is flushed at the end has not waited as long as it would have.
    if (visibleAt < startedAt + warmUpMs || visibleAt > endsAt - 4_000) continue;
    delays.push({delayMs: readAt - visibleAt, lagMs: visibleAt - timestampMs, late});
  }
  server.kill();
  return delays;
}

function figuresOf(delays: readonly Delay[]): Figures {
  const sorted = delays.map(({delayMs}) => delayMs).sort((a, b) => a - b);
  const share = (isOne: (delay: Delay) => boolean) =>
    delays.filter(isOne).length / Math.max(1, delays.length);
  return {
    lines: delays.length,
    medianMs: sorted[Math.floor(sorted.length * 0.5)] ?? Number.NaN,
    p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    lateShare: share(({late}) => late),
    beyondHoldShare: share(({lagMs}) => lagMs > holdMs),
  };
}

function tableOf(name: string, figures: Figures, withHeading: boolean): string {
  const {lines, medianMs, p95Ms, lateShare, beyondHoldShare} = figures;
  const row = (first: string, cells: readonly string[]) =>
    first.padEnd(50) + cells.map(cell => cell.padStart(10)).join('');
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  const heading = row('from visible to printed', ['lines', 'median', '95 %', 'late', 'over hold']);
  const text = row(name, [
    String(lines),
    `${medianMs} ms`,
    `${p95Ms} ms`,
    percent(lateShare),
    percent(beyondHoldShare),
  ]);
  return withHeading ? `${heading}\n${text}` : text;
}
