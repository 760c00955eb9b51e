import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Lateness} from '../../src/follow/lateness.js';

const at = 1_773_134_000_000;

describe('Lateness', () => {
  it('is unknown while nothing has been seen', () => {
    assert.equal(new Lateness(2_000).percentile99(), undefined);
  });

  it('is the 99th percentile, rounded up to 50 ms', () => {
    const lateness = new Lateness(2_000);
    for (let i = 1; i <= 990; i += 1) lateness.add(i, at);
    for (let i = 0; i < 10; i += 1) lateness.add(3_500, at);
    assert.equal(lateness.percentile99(), 1_000);
    lateness.add(3_500, at);
    assert.equal(lateness.percentile99(), 3_500);
  });

  it('takes lines that are dated ahead for no lateness, and does not tell apart what is very late', () => {
    const lateness = new Lateness(2_000);
    lateness.add(-5_000, at);
    assert.equal(lateness.percentile99(), 0);
    lateness.add(60_000, at);
    assert.ok((lateness.percentile99() ?? 0) > 3_000);
  });

  it('remembers half a minute', () => {
    const lateness = new Lateness(2_000);
    lateness.add(2_000, at);
    for (let i = 0; i < 50; i += 1) lateness.add(100, at + 29_000);
    assert.equal(lateness.percentile99(), 2_000);
    lateness.add(100, at + 30_000);
    assert.equal(lateness.percentile99(), 100);
  });

  it('tells apart what is later than usual, where the cap is far', () => {
    const lateness = new Lateness(20_000);
    for (let i = 0; i < 100; i += 1) lateness.add(8_000, 0);
    assert.equal(lateness.percentile99(), 8_000);
  });
});
