import dns from 'node:dns';
import {readFileSync} from 'node:fs';
import {connect, createServer, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer, type TLSSocket} from 'node:tls';
import {fileURLToPath} from 'node:url';

const certificates = new URL('../../../test/aws/certificates/', import.meta.url);
export const authorityPath = fileURLToPath(new URL('authority.pem', certificates));
const certificate = (name: string) => ({
  cert: readFileSync(new URL(`${name}.pem`, certificates)),
  key: readFileSync(new URL(`${name}-key.pem`, certificates)),
});

/** What lies between the program and AWS, under a name, until it fails. */
export interface Network {
  readonly endpoint: string;
  /** Breaks all connections; from now on none can be made. */
  fail(): void;
  stop(): Promise<void>;
}

const host = '127.0.0.1';
/** A name that the certificate holds for. */
const hostname = 'faults.eu-west-1.amazonaws.com';
const unknown = new Set<string>();
const systemLookup = dns.lookup;

/** Resolves the network's name to this machine for the whole process, as long as it has not failed. */
function resolveHostname(): void {
  Object.assign(dns, {
    lookup: (name: string, options: dns.LookupOptions, answer: (...results: unknown[]) => void) => {
      if (name !== hostname) return systemLookup(name, options, answer);
      setImmediate(() => {
        if (unknown.has(name)) {
          const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
            errno: -3008,
            code: 'ENOTFOUND',
            syscall: 'getaddrinfo',
            hostname: name,
          });
          answer(error);
        } else if (options.all) answer(null, [{address: host, family: 4}]);
        else answer(null, host, 4);
      });
      return undefined;
    },
  });
}

/** One that fails as a lost name service does, or as a proxy that begins to inspect TLS. */
export async function startNetwork(kind: 'dns' | 'tls', awsEndpoint: string): Promise<Network> {
  resolveHostname();
  unknown.clear();
  const target = Number(new URL(awsEndpoint).port);
  const sockets = new Set<Socket | TLSSocket>();
  const serve = (socket: Socket | TLSSocket) => {
    const onward = connect(target, host);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  };
  const tls = kind === 'tls' ? createTlsServer(certificate('server'), serve) : undefined;
  tls?.on('tlsClientError', () => undefined);
  const server: Server = tls ?? createServer(serve);
  await new Promise<void>(resolve => server.listen(0, host, resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the network has no address');
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    endpoint: `${tls ? 'https' : 'http'}://${hostname}:${address.port}`,
    fail: () => {
      if (tls) tls.setSecureContext(certificate('self-signed'));
      else unknown.add(hostname);
      breakAll();
    },
    stop: async () => {
      const closed = new Promise(resolve => server.close(resolve));
      breakAll();
      await closed;
    },
  };
}
