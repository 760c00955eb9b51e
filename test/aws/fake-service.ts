import {createServer, type IncomingHttpHeaders, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface ServiceRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface FakeService extends AsyncDisposable {
  readonly url: string;
  readonly requests: ServiceRequest[];
}

/** A server on the loopback interface that answers every request as told, and keeps what it was asked. */
export async function fakeService(
  answer: (request: ServiceRequest, response: ServerResponse) => void,
): Promise<FakeService> {
  const requests: ServiceRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Uint8Array[] = [];
    incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    incoming.on('end', () => {
      const {method = '', url = '', headers} = incoming;
      const request = {method, url, headers, body: Buffer.concat(chunks).toString()};
      requests.push(request);
      answer(request, response);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Answers with a status and a body: an object as JSON, a text as it is. */
export const answering =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_request: ServiceRequest, response: ServerResponse): void => {
    response.writeHead(status, {'content-type': 'application/x-amz-json-1.1', ...headers});
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
