import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ApilogsError, trace} from '../../src/index.js';
import {rejection} from '../support/rejection.js';
import {runTrace} from '../support/run-trace.js';
import {
  functionGroup,
  isGroup,
  restApiId,
  stage,
  stageOf,
  startTraffic,
  traffic,
  trafficWindow,
} from './library-world.js';

const {startTime, endTime} = trafficWindow;
const request = traffic.requests.find(({status}) => status >= 500) ?? traffic.requests[0];
const id = request?.apiRequestId ?? '';

describe('trace of the library', () => {
  it('gives the object that trace -o json prints, from any id', async t => {
    const localAws = await startTraffic(t);
    const args = [id, '-a', restApiId, '-t', stage, '-o', 'json'];
    const {stdout} = await runTrace(args, localAws, endTime);
    const printed = JSON.parse(stdout);
    assert.ok(printed.cause);
    for (const anyId of [id, request?.extendedRequestId ?? '', id.slice(0, 13)]) {
      const {gaps, ...story} = await trace({...stageOf(localAws), id: anyId, startTime, endTime});
      assert.deepEqual(story, printed);
      assert.deepEqual(Object.keys(story), Object.keys(printed));
      assert.deepEqual(gaps, []);
    }
  });

  it('tells what could not be read of the request', async t => {
    const localAws = await startTraffic(t);
    localAws.faults.deny('logs:FilterLogEvents', isGroup(functionGroup));
    const {gaps, lines} = await trace({...stageOf(localAws), id, startTime, endTime});
    assert.ok(lines.length > 0);
    assert.deepEqual(
      gaps.map(({logGroup}) => logGroup),
      [functionGroup],
    );
  });

  it('throws an ApilogsError where nothing has the id, or what is given is none', async t => {
    const localAws = await startTraffic(t);
    const codeOf = async (id: string) => {
      const error = await rejection(trace({...stageOf(localAws), id, startTime, endTime}));
      assert.ok(error instanceof ApilogsError, String(error));
      return error.exitCode;
    };
    assert.equal(await codeOf('00000000-0000-4000-8000-000000000000'), 5);
    assert.equal(await codeOf('short'), 2);
    localAws.faults.deny('logs:FilterLogEvents', isGroup(functionGroup));
    assert.equal(await codeOf('00000000-0000-4000-8000-000000000000'), 8);
  });

  it('throws the reason of its signal', async t => {
    const localAws = await startTraffic(t);
    const controller = new AbortController();
    const reason = new Error('enough');
    const when = () => {
      controller.abort(reason);
      return true;
    };
    localAws.faults.add({operation: 'FilterLogEvents', when, fault: 'hang'});
    assert.equal(await rejection(trace({...stageOf(localAws), id, signal: controller.signal})), reason);
  });
});
