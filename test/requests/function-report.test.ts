import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseFunctionReport} from '../../src/requests/function-report.js';

const text = (duration: string) =>
  `REPORT RequestId: b20c7d41\tDuration: ${duration} ms\tBilled Duration: 6 ms\t`;
const json = (duration: string) =>
  `{"type":"platform.report","record":{"metrics":{"durationMs":${duration},"billedDurationMs":6}}}`;

describe('a report that a function forges', () => {
  for (const [duration, durationMs] of [
    ['12.90', 12.9],
    ['1.2.3', null],
    ['.', null],
    ['9'.repeat(400), null],
  ] as const) {
    it(`has figures that are numbers alone, in text: ${duration.slice(0, 9)}`, () => {
      const report = parseFunctionReport(text(duration));
      assert.deepEqual([report?.durationMs, report?.billedDurationMs], [durationMs, 6]);
    });
  }

  for (const [duration, durationMs] of [
    ['12.9', 12.9],
    ['1e999', null],
    ['-1e999', null],
    ['-3', null],
    ['"5"', null],
  ] as const) {
    it(`has figures that are numbers alone, in JSON: ${duration}`, () => {
      const report = parseFunctionReport(json(duration));
      assert.deepEqual([report?.durationMs, report?.billedDurationMs], [durationMs, 6]);
    });
  }
});
