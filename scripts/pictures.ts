import type {TrafficBehaviour} from '../src/local-aws/traffic/traffic-behaviour.js';
import type {TrueRequest} from '../src/local-aws/traffic/truth.js';
import {runInTerminal} from './run-in-terminal.js';
import {terminalSvg} from './terminal-svg.js';

interface Scene {
  /** Below the root of the repository. */
  readonly path: string;
  readonly argv: (requests: readonly TrueRequest[]) => readonly string[];
  readonly seed: number;
  readonly requests: number;
  readonly behaviour: Partial<TrafficBehaviour>;
  readonly rows: number;
}

const stage = ['-a', 'demo1a2b3c', '-t', 'prod'];
/** Few lines, each of which says something. */
const quiet: Partial<TrafficBehaviour> = {
  accessLog: 'off',
  xray: 'header',
  foreignInvocationShare: 0,
  foreignHeaderShare: 0,
  slowShare: 0,
  idlessShare: 0.1,
  linesPerInvocation: [1, 2],
};

const scenes: readonly Scene[] = [
  {
    path: 'docs/get.svg',
    argv: () => ['get', ...stage, '-n', '24'],
    seed: 24,
    requests: 2,
    behaviour: {...quiet, authorizerShare: 0, coldStartShare: 0, outcomes: {ok: 0.5, functionError: 0.5}},
    rows: 40,
  },
  {
    path: 'docs/trace.svg',
    argv: ([request]) => ['trace', request?.apiRequestId.slice(0, 8) ?? '', ...stage],
    seed: 11,
    requests: 1,
    behaviour: {
      ...quiet,
      xray: 'active',
      authorizerShare: 1,
      coldStartShare: 1,
      outcomes: {functionError: 1},
    },
    rows: 29,
  },
];

export interface Picture {
  /** Below the root of the repository. */
  readonly path: string;
  readonly svg: string;
}

/** The pictures of the README: what the program prints on a terminal against the sample API, at a fixed time. */
export async function renderPictures(): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const scene of scenes) pictures.push(await renderPicture(scene));
  return pictures;
}

async function renderPicture({path, argv, seed, requests, behaviour, rows}: Scene): Promise<Picture> {
  const columns = 118;
  const run = await runInTerminal({
    argv,
    seed,
    requests,
    ratePerSecond: 80,
    behaviour,
    columns,
    now: Date.parse('2026-03-10T09:17:40Z'),
    since: 60,
  });
  return {
    path,
    svg: terminalSvg({command: `apilogs ${run.argv.join(' ')}`, output: run.text, columns, rows}),
  };
}
