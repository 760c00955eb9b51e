import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type BenchCase, compare} from './bench-case.js';
import {environment, program} from './measured-run.js';

/** A start takes little time, and its figures scatter. */
const roundsPerRun = 5;

export const startUpCase: BenchCase = {
  name: 'start-up',
  title: 'Wall time of a start, against that of Node',
  measure: async ({runs}) => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;

    // A home for the compiled program, which every run but the first finds there.
    const home = await mkdtemp(join(tmpdir(), 'apilogs-home-'));
    const untilEnd = async (args: readonly string[]) => {
      const startedAt = performance.now();
      await once(spawn(process.execPath, args, {env: environment(), stdio: 'ignore'}), 'close');
      return performance.now() - startedAt;
    };
    const get = () =>
      spawn(process.execPath, [program, 'get', '-a', 'abc123def4', '-t', 'prod'], {
        env: {
          ...environment(),
          HOME: home,
          AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'AKIALOCALAWS00000000',
          AWS_SECRET_ACCESS_KEY: 'any',
        },
        stdio: 'ignore',
      });
    const firstRun = async () => {
      const child = get();
      const refuse = (_request: IncomingMessage, response: ServerResponse) => response.writeHead(403).end();
      server.on('request', refuse);
      await once(child, 'close');
      server.off('request', refuse);
    };
    const untilFirstRequest = async () => {
      const startedAt = performance.now();
      const child = get();
      await once(server, 'request');
      const took = performance.now() - startedAt;
      child.kill('SIGKILL');
      await once(child, 'close');
      return took;
    };
    try {
      await firstRun();
      return await compare(
        [
          {name: 'node -e 0', measure: () => untilEnd(['-e', '0'])},
          {name: '--version', measure: () => untilEnd([program, '--version']), target: 1.3},
          {name: 'get --help', measure: () => untilEnd([program, 'get', '--help']), target: 1.3},
          {name: 'get, until its first request', measure: untilFirstRequest, target: 2.5},
        ],
        runs * roundsPerRun,
        'ms',
      );
    } finally {
      server.closeAllConnections();
      server.close();
      await rm(home, {recursive: true});
    }
  },
};
