import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Unwritten} from '../../src/output/unwritten.js';

describe('Unwritten', () => {
  it('goes back to the oldest line since all was written last', () => {
    const writer = {hasUnwritten: false};
    const unwritten = new Unwritten(writer);
    unwritten.add([1, 2]);
    assert.equal(unwritten.since, Number.POSITIVE_INFINITY);

    unwritten.add([9, 7, 8]);
    writer.hasUnwritten = true;
    assert.equal(unwritten.since, 7);

    unwritten.add([11, 12]);
    assert.equal(unwritten.since, 7);
    unwritten.add([5]);
    assert.equal(unwritten.since, 5);

    writer.hasUnwritten = false;
    assert.equal(unwritten.since, Number.POSITIVE_INFINITY);
    unwritten.add([20]);
    writer.hasUnwritten = true;
    assert.equal(unwritten.since, 20);
  });
});
