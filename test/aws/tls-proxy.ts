import {readFile} from 'node:fs/promises';
import {createServer as createHttpServer, type IncomingMessage, type Server} from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from 'node:net';
import {createServer as createTlsServer} from 'node:tls';
import {fileURLToPath} from 'node:url';

const certificates = new URL('../../../test/aws/certificates/', import.meta.url);

/** The certificate of the authority that `startTlsFront` has its own from. */
export const authorityPath = fileURLToPath(new URL('authority.pem', certificates));

export interface LocalServer extends AsyncDisposable {
  readonly port: number;
}

/** Speaks TLS as `*.eu-west-1.amazonaws.com` in front of a local server that speaks plain HTTP. */
export async function startTlsFront(plainUrl: string): Promise<LocalServer> {
  const [cert, key] = await Promise.all(
    ['server.pem', 'server-key.pem'].map(name => readFile(new URL(name, certificates))),
  );
  const server = createTlsServer({cert: cert ?? '', key: key ?? ''}, socket =>
    join(socket, Number(new URL(plainUrl).port)),
  );
  server.on('tlsClientError', () => {});
  return listen(server);
}

export interface FakeProxy extends LocalServer {
  /** `CONNECT host:port` of each tunnel, and the method and URL of each plain request. */
  readonly requests: string[];
  /** The Proxy-Authorization of each. */
  readonly authorizations: (string | undefined)[];
}

export interface FakeProxyOptions {
  /** Where everything ends up, whatever host was asked for. */
  readonly targetPort: number;
  /** The answer to who asks for a tunnel, in place of one. */
  readonly refusal?: string;
}

/** An HTTP proxy in whose world all hosts are one local server. */
export async function startProxy({targetPort, refusal}: FakeProxyOptions): Promise<FakeProxy> {
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const note = ({method, url, headers}: IncomingMessage) => {
    requests.push(`${method} ${url}`);
    authorizations.push(headers['proxy-authorization']);
  };
  const server = createHttpServer((request, response) => {
    note(request);
    response.writeHead(refusal ? Number(refusal.split(' ')[0]) : 200, {
      'content-type': 'application/x-amz-json-1.1',
    });
    response.end('{}');
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    note(request);
    if (refusal) return socket.end(`HTTP/1.1 ${refusal}\r\ncontent-length: 6\r\n\r\nrefuse`);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    return join(socket, targetPort);
  });
  return {...(await listen(server)), requests, authorizations};
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await listen(createNetServer());
  await server[Symbol.asyncDispose]();
  return server.port;
}

function join(socket: Socket, port: number): void {
  const onward = connect(port, '127.0.0.1');
  for (const [one, other] of [
    [socket, onward],
    [onward, socket],
  ] as const) {
    one.pipe(other);
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}

async function listen(server: Server | NetServer): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise(resolve => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
