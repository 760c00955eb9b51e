import {connect, createServer, type Server, type Socket} from 'node:net';
import type {LocalAws} from '../../src/local-aws/local-aws.js';

/** A way to the local AWS that can break: connections are lost, and new ones refused, until it is mended. */
export interface CuttableNetwork {
  readonly endpoint: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

const host = '127.0.0.1';

export async function startCuttableNetwork(localAws: LocalAws): Promise<CuttableNetwork> {
  const target = Number(new URL(localAws.endpoint).port);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A lost connection is what this is for.
    socket.on('error', () => undefined);
  };
  const open = (port: number) =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer(socket => {
        const onward = connect(target, host);
        keep(socket);
        keep(onward);
        socket.pipe(onward).pipe(socket);
        socket.on('close', () => onward.destroy());
        onward.on('close', () => socket.destroy());
      });
      server.once('error', reject);
      server.listen(port, host, () => resolve(server));
    });
  let server = await open(0);
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the network has no address');
  const {port} = address;
  return {
    endpoint: `http://${host}:${port}`,
    cut: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.resetAndDestroy();
      }),
    mend: async () => {
      server = await open(port);
    },
  };
}
