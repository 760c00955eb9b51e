import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';

/** Stands before a server and answers in rounds: all that was asked before the client waits for answers alone. */
export interface Rounds {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** What was asked in each round, as `x-amz-target` or the path. */
  readonly asked: readonly (readonly string[])[];
  stop(): void;
}

/** The client is taken to ask nothing more when it has not for so many looks; a busy machine makes looks longer. */
const quietLooks = 6;
const lookMs = 25;

export async function answerInRounds(target: string): Promise<Rounds> {
  const asked: string[][] = [];
  let held: (() => void)[] = [];
  let isStopped = false;

  const server = createServer((request, response) => {
    // What is asked while answers leave belongs to the next round.
    if (held.length === 0) asked.push([]);
    asked.at(-1)?.push(String(request.headers['x-amz-target'] ?? request.url));
    held.push(() => void forward(target, request, response));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));

  void (async () => {
    for (let quiet = 0, before = 0; !isStopped; ) {
      await delay(lookMs);
      quiet = held.length === before ? quiet + 1 : 0;
      before = held.length;
      if (held.length === 0 || quiet < quietLooks) continue;
      const round = held;
      held = [];
      for (const answer of round) answer();
    }
  })();

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      isStopped = true;
      server.close();
      server.closeAllConnections();
    },
  };
}

async function forward(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk);
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    name === 'connection' || name === 'content-length' || value === undefined ? [] : [[name, String(value)]],
  );
  const answer = await fetch(`${target}${request.url}`, {
    method: request.method ?? 'GET',
    headers: Object.fromEntries(headers),
    ...(body.length > 0 && {body: Buffer.concat(body)}),
  });
  const type = answer.headers.get('content-type') ?? 'application/json';
  response.writeHead(answer.status, {'content-type': type});
  response.end(Buffer.from(await answer.arrayBuffer()));
}
