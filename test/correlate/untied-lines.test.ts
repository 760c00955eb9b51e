import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {untiedLines} from '../../src/correlate/untied-lines.js';
import {event, pages, source} from '../support/events.js';

const orders = source({kind: 'lambda', name: 'orders', canary: true});
const id = 'b20c7d41-6e93-4f58-92aa-0d1e3c4b5f67';

async function gathered<T>(batches: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe('lines of which nothing is found out', () => {
  it('leave with the batch they came in, though their invocation has not ended', async () => {
    const start = event(0, `START RequestId: ${id} Version: $LATEST`, {source: orders});
    const text = event(1, `2026-03-10T09:00:00.001Z\t${id}\tERROR\tno stock`, {source: orders});
    const end = event(2, `END RequestId: ${id}`, {source: orders});
    const batches = await gathered(untiedLines(pages([start, text], [end])));
    assert.deepEqual(
      batches.map(lines => lines.map(line => line.event)),
      [[start, text], [end]],
    );
  });

  it('say nothing but what their source does', async () => {
    const batch = [event(0, `(${id}) Method completed with status: 500`, {source: orders})];
    const [lines = []] = await gathered(untiedLines(pages(batch)));
    const {event: _, ...said} = lines[0] ?? {event: undefined};
    assert.deepEqual(said, {
      apiRequestId: undefined,
      lambdaRequestId: undefined,
      level: undefined,
      canary: true,
      late: false,
      isPlatform: false,
      textStart: 0,
    });
  });
});
