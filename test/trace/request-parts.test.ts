import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {invocationParts} from '../../src/trace/request-parts.js';
import {t0} from '../support/events.js';
import {correlate, end, invocation, lambda, start} from '../support/request-lines.js';

const initStart = (at: number) =>
  lambda(at, 'INIT_START Runtime Version: nodejs:22.v1\tRuntime Version ARN: arn\n');
const initReport = (at: number, phase: string) =>
  lambda(
    at,
    `INIT_REPORT Init Duration: 214.00 ms\tPhase: ${phase}\tStatus: error\tError Type: Runtime.ImportModuleError\n`,
  );
const report = (at: number, durationMs: number, rest: string) =>
  lambda(
    at,
    `REPORT RequestId: ${invocation(1)}\tDuration: ${durationMs} ms\tBilled Duration: 300 ms\t${rest}\n`,
  );

const partsOf = async (...events: Parameters<typeof correlate>[0]) =>
  invocationParts(await correlate(events)).map(({kind, start: began, durationMs}) => [
    kind,
    Date.parse(began) - t0,
    durationMs,
  ]);

describe('the parts of an invocation', () => {
  it('are its init and its function, as its report tells', async () => {
    const parts = await partsOf(
      initStart(0),
      start(215, 1),
      end(265, 1),
      report(265, 50, 'Init Duration: 214 ms'),
    );
    assert.deepEqual(parts, [
      ['init', 0, 214],
      ['function', 215, 50],
    ]);
  });

  it('count an init that failed and was repeated within the function only once', async () => {
    const parts = await partsOf(
      initStart(0),
      initReport(214, 'init'),
      initReport(428, 'invoke'),
      start(428, 1),
      end(478, 1),
      report(478, 264, 'Status: error\tError Type: Runtime.ImportModuleError'),
    );
    assert.deepEqual(parts, [
      ['init', 0, 214],
      ['function', 214, 264],
    ]);
  });
});
