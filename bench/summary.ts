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
  title: 'requests --summary --engine insights; ratios are to what is allowed',
  measure: async ({requests}) => {
    const server = fork(fileURLToPath(new URL('serve-requests.js', import.meta.url)), {
      execArgv: ['--max-old-space-size=12288'],
    });
    try {
      server.send(requests);
      const [stage] = (await once(server, 'message')) as [ServedRequests];
      const {seconds, megabytes} = await summarize(stage);
      server.send('calls');
      const [calls] = (await once(server, 'message')) as [readonly string[]];
      const ofOperations = [...new Set(calls)].map(operation => ({
        operation,
        count: calls.filter(call => call === operation).length,
      }));
      return [
        row(`${stage.events} events`, seconds, 's', seconds),
        row('peak memory', megabytes, 'MB', mostMegabytes),
        row('calls', calls.length, 'calls', mostCalls),
        ...ofOperations.map(({operation, count}) => row(`  ${operation}`, count, 'calls', calls.length)),
      ];
    } finally {
      server.disconnect();
    }
  },
};

const row = (name: string, value: number, unit: Row['unit'], allowed: number): Row => ({
  name,
  value,
  unit,
  ratio: value / allowed,
});

async function summarize({env, restApiId, stage, startTime, endTime}: ServedRequests) {
  const iso = (at: number) => new Date(at).toISOString();
  const where = ['-a', restApiId, '-t', stage, '-s', iso(startTime), '-e', iso(endTime)];
  const args = [program, 'requests', ...where, '--summary', '--engine', 'insights', '-o', 'json'];
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: {...environment(), ...env, NODE_OPTIONS: `--require ${hook}`},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const [exitCode] = await once(child, 'close');
  const peak = /peak (\d+) kB/.exec(said.join(''))?.[1];
  if (exitCode !== 0 || peak === undefined) throw new Error(`it failed: ${said.join('')}`);
  return {seconds: (performance.now() - startedAt) / 1_000, megabytes: Number(peak) / 1_024};
}
