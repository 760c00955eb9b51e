import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {putLine} from './watched-stage.js';

export const longRequestId = 'aaaaaaaa-0000-4000-8000-000000000001';
export const endOfLongRequest = `(${longRequestId}) Method completed with status: 504`;

/** One request that fails after 70 s, from `from` (epoch ms) on, and others, whose lines come in many pages. */
export function putLongRequest(localAws: LocalAws, from: number): void {
  const put = (at: number, id: string, text: string) =>
    putLine(localAws, `(${id}) ${text}`, {timestamp: from + at});
  put(0, longRequestId, `Starting execution for request: ${longRequestId}`);
  put(1, longRequestId, 'Execution failed due to configuration error: no endpoint');
  put(10_000, longRequestId, 'Sending request to the endpoint');
  const padding = 'x'.repeat(20_000);
  for (let i = 1; i < 200; i += 1) {
    const id = `bbbbbbbb-0000-4000-8000-${String(i).padStart(12, '0')}`;
    put(i * 500, id, `Method response body: ${padding}`);
    put(i * 500 + 1, id, 'Method completed with status: 200');
  }
  putLine(localAws, endOfLongRequest, {timestamp: from + 70_000});
}
