import assert from 'node:assert/strict';
import {after, describe, it} from 'node:test';
import {startThread} from '../support/thread.js';
import type {retainedHeap} from './retained-heap.js';

describe('the memory of a watch', () => {
  const module = new URL('./retained-heap.js', import.meta.url);
  const thread = startThread<typeof retainedHeap>(module, 'retainedHeap');
  after(() => thread.close());

  it('is after 2,000,000 events what it was after 200,000', async () => {
    const {early, late, followed, linked} = await thread.call(undefined);
    assert.ok(late <= 1.2 * early, `${late} bytes after ${early}`);
    assert.ok(linked > 0.999 * followed, `${linked} of ${followed} lines linked`);
  });
});
