import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {putEvents, seedApi} from '../../src/local-aws/traffic/seed-api.js';
import {random} from '../follow/soak.js';
import {compareLinks, type PrintedLine, parseLines} from '../support/compare-links.js';
import {runCli} from '../support/run-cli.js';

const second = 1_000;

describe('get --watch on the real clock', () => {
  it('loses, repeats and wrongly links nothing in a minute of traffic and faults', {
    timeout: 180_000,
  }, async t => {
    const localAws = await LocalAws.start();
    t.after(() => localAws.stop());
    const startTime = Date.now() + second;
    const traffic = generateTraffic({
      seed: 11,
      startTime,
      requests: 350,
      ratePerSecond: 10,
      functions: 4,
      authorizerShare: 0.3,
      canaryShare: 0.1,
      clockSkewMs: 50,
    });
    // What is written after the end of the watch is nobody's to print.
    const events = traffic.events.filter(({ingestionTime}) => ingestionTime < startTime + 50 * second);
    seedApi(localAws, traffic.api, traffic.behaviour);
    putEvents(localAws, events);
    const next = random(11);
    const faults = [
      {share: 0.01, fault: {error: {name: 'ThrottlingException', message: 'Rate exceeded'}}},
      {share: 0.03, fault: {error: {name: 'ServiceUnavailableException', message: 'try later'}}},
      {share: 0.03, fault: 'reset'},
    ] as const;
    const handles = faults.map(({share, fault}) =>
      localAws.faults.add({operation: 'FilterLogEvents', when: () => next() < share, fault}),
    );

    const {restApiId, stage} = traffic.api;
    const args = ['get', '-a', restApiId, '-t', stage, '--watch', '--for', '55s', '-o', 'json'];
    const {stdout, exitCode} = await runCli(args, {localAws});

    const printed = parseLines(stdout) as (PrintedLine & {readonly late: boolean})[];
    const {lost, repeated, wrong, expected, linked} = compareLinks(events, printed);
    assert.deepEqual({lost, repeated, wrong, exitCode}, {lost: 0, repeated: 0, wrong: [], exitCode: 0});
    assert.deepEqual(stepsBack(printed), []);
    assert.ok(expected > 3_000, `the logs give evidence for ${expected} lines`);
    // The rest is of slow requests, whose tie comes later than a line is held.
    assert.ok(linked > 0.9 * expected, `${linked} of ${expected} are linked`);
    const hits = handles.reduce((sum, handle) => sum + handle.hits, 0);
    assert.ok(hits > 3, `${hits} calls failed`);
  });
});

/** Lines that are earlier than one before them, and not marked as late. */
function stepsBack(lines: readonly {timestampMs: number; late: boolean; message: string}[]): string[] {
  let newest = 0;
  return lines.flatMap(({timestampMs, late, message}) => {
    const isStep = timestampMs < newest && !late;
    newest = Math.max(newest, timestampMs);
    return isStep ? [message] : [];
  });
}
