import {fork, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import type {BenchCase, Row} from './bench-case.js';
import {environment, program} from './measured-run.js';
import type {ServedRequests} from './serve-requests.js';

const hook = fileURLToPath(new URL('../../test/support/peak-memory.cjs', import.meta.url));

const mostCalls = 40;
const mostMegabytes = 150;

export const summaryCase: BenchCase = {
  name: 'summary',
  title: 'requests --summary by both engines, which say the same; ratios are to what is allowed of insights',
  measure: async ({requests}) => {
    const server = fork(fileURLToPath(new URL('serve-requests.js', import.meta.url)), {
      execArgv: ['--max-old-space-size=12288'],
    });
    try {
      server.send(requests);
      const [stage] = (await once(server, 'message')) as [ServedRequests];
      const measure = async (engine: string) => {
        const summary = await summarize(stage, engine);
        server.send('calls');
        const [calls] = (await once(server, 'message')) as [readonly string[]];
        return {engine, ...summary, calls};
      };
      const insights = await measure('insights');
      const filter = await measure('filter');
      if (insights.text !== filter.text) throw new Error(`not the same: ${insights.text} ${filter.text}`);
      return [insights, filter].flatMap(({engine, seconds, megabytes, calls}) => [
        row(`${engine}, ${stage.events} events`, seconds, 's', insights.seconds),
        row('  peak memory', megabytes, 'MB', mostMegabytes),
        row('  calls', calls.length, 'calls', mostCalls),
        ...countsOf(calls).map(([operation, count]) => row(`    ${operation}`, count, 'calls', mostCalls)),
      ]);
    } finally {
      server.disconnect();
    }
  },
};

const countsOf = (calls: readonly string[]): [string, number][] =>
  [...new Set(calls)].map(operation => [operation, calls.filter(call => call === operation).length]);

const row = (name: string, value: number, unit: Row['unit'], allowed: number): Row => ({
  name,
  value,
  unit,
  ratio: value / allowed,
});

async function summarize({env, restApiId, stage, startTime, endTime}: ServedRequests, engine: string) {
  const iso = (at: number) => new Date(at).toISOString();
  const where = ['-a', restApiId, '-t', stage, '-s', iso(startTime), '-e', iso(endTime)];
  const how = ['--summary', '--engine', engine, '--max-rate', '1000', '-o', 'json'];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, 'requests', ...where, ...how], {
    env: {...environment(), ...env, NODE_OPTIONS: `--require ${hook}`},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const [exitCode] = await once(child, 'close');
  const peak = /peak (\d+) kB/.exec(said.join(''))?.[1];
  if (exitCode !== 0 || peak === undefined) throw new Error(`it failed: ${said.join('')}`);
  const seconds = (performance.now() - startedAt) / 1_000;
  return {text: texts.join(''), seconds, megabytes: Number(peak) / 1_024};
}
