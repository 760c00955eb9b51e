import {randomUUID} from 'node:crypto';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';

/** A request, read to its end. */
export interface WireRequest {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The first value of each header, by lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * How an answer gets lost: the connection breaks before the first byte, or half way through the body; or
 * nothing ever comes, or only half of the body.
 */
export type Loss = 'reset' | 'reset-in-body' | 'hang' | 'hang-in-body';

export interface Reply {
  readonly answer: Answer;
  readonly loss?: Loss;
}

export interface HttpServer {
  readonly endpoint: string;
  /** Ends every connection, also idle ones. */
  stop(): Promise<void>;
}

export interface HttpServerOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** Epoch milliseconds, for the Date header. */
  readonly now: () => number;
  readonly reply: (request: WireRequest) => Promise<Reply>;
}

const host = '127.0.0.1';

/** Longer than a client keeps an idle connection, so that the server is never the one to close it. */
const keepAliveTimeoutMs = 10 * 60 * 1000;

/** Starts an HTTP server that only this machine can reach. */
export async function startHttpServer({port, now, reply}: HttpServerOptions): Promise<HttpServer> {
  const server = createServer({keepAliveTimeout: keepAliveTimeoutMs}, async (request, response) => {
    try {
      send(response, await reply(await readRequest(request)), now());
    } catch (error) {
      // The client has gone, or this server has a bug; either way only this one request may suffer.
      if (!response.headersSent) response.writeHead(500);
      response.end(error instanceof Error ? error.stack : String(error));
    }
  });
  await listen(server, port);
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the server has no address');
  return {endpoint: `http://${host}:${address.port}`, stop: () => stop(server)};
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    header: name => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    body: Buffer.concat(chunks).toString(),
  };
}

function send(response: ServerResponse, {answer, loss}: Reply, now: number): void {
  if (loss === 'hang') return;
  if (loss === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    'Content-Length': body.length,
    Date: new Date(now).toUTCString(),
    'x-amzn-RequestId': randomUUID(),
    ...answer.headers,
  });
  if (loss === 'reset-in-body') {
    response.write(body.subarray(0, body.length >>> 1), () => response.socket?.resetAndDestroy());
    return;
  }
  if (loss === 'hang-in-body') {
    response.write(body.subarray(0, body.length >>> 1));
    return;
  }
  response.end(body);
}
