import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ApilogsError, type FollowStageOptions, followStage} from '../../src/index.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {rejection} from '../support/rejection.js';
import {waitUntil} from '../support/wait-until.js';
import {functionGroup, putLine, restApiId, startStage} from '../support/watched-stage.js';
import {all, credentials, isGroup} from './library-world.js';

const optionsFor = (localAws: LocalAws): FollowStageOptions => ({
  apiId: restApiId,
  stage: 'prod',
  region: localAws.region,
  endpointUrl: localAws.endpoint,
  credentials,
  watchIntervalMs: 50,
  holdMs: 100,
  maxRate: 1_000,
});

describe('followStage', () => {
  it('gives what the stage holds, then what comes, each line once, and where to go on', async t => {
    const localAws = await startStage(t);
    putLine(localAws, 'before', {timestamp: Date.now() - 60_000});
    const followed = followStage(optionsFor(localAws));
    assert.equal(followed.resumeTime, undefined);
    const messages: string[] = [];
    for await (const {message, late} of followed) {
      assert.equal(late, false);
      messages.push(message);
      if (message === 'before') putLine(localAws, 'after');
      if (message === 'after') break;
    }
    assert.deepEqual(messages, ['before', 'after']);
    assert.deepEqual(followed.gaps, []);
    assert.ok((followed.resumeTime ?? Number.POSITIVE_INFINITY) <= Date.now());
  });

  it('ends by itself after the time it is given', async t => {
    const localAws = await startStage(t);
    putLine(localAws, 'only');
    const lines = await all(followStage({...optionsFor(localAws), followForMs: 300}));
    assert.deepEqual(
      lines.map(({message}) => message),
      ['only'],
    );
  });

  it('ends quietly when its signal aborts, also before it began', async t => {
    const localAws = await startStage(t);
    putLine(localAws, 'only', {timestamp: Date.now() - 1_000});
    const controller = new AbortController();
    const messages: string[] = [];
    for await (const {message} of followStage({...optionsFor(localAws), signal: controller.signal})) {
      messages.push(message);
      controller.abort();
    }
    assert.deepEqual(messages, ['only']);
    const calls = localAws.calls.count();
    assert.deepEqual(await all(followStage({...optionsFor(localAws), signal: AbortSignal.abort()})), []);
    assert.equal(localAws.calls.count(), calls);
  });

  it('ends at once when it is left while nothing comes, also where nothing answers', async t => {
    for (const fault of [undefined, 'hang'] as const) {
      const localAws = await startStage(t);
      if (fault) localAws.faults.add({operation: 'FilterLogEvents', fault});
      const lines = followStage(optionsFor(localAws))[Symbol.asyncIterator]();
      const waiting = lines.next();
      await waitUntil(() => localAws.calls.count('FilterLogEvents') > 0);
      assert.deepEqual(await lines.return?.(), {done: true, value: undefined});
      assert.deepEqual(await waiting, {done: true, value: undefined});
      assert.deepEqual(await lines.next(), {done: true, value: undefined});
    }
  });

  it('gives the lines of the selected sources alone', async t => {
    const localAws = await startStage(t);
    putLine(localAws, 'execution');
    putLine(localAws, 'function', {}, functionGroup('orders'));
    const options = {...optionsFor(localAws), sources: ['lambda'], followForMs: 300};
    assert.deepEqual(
      (await all(followStage(options))).map(({message}) => message),
      ['function'],
    );
  });

  it('tells what cannot be read at the moment, and goes on', async t => {
    const localAws = await startStage(t);
    putLine(localAws, 'readable', {timestamp: Date.now() - 1_000});
    const group = functionGroup('orders');
    const fault = localAws.faults.deny('logs:FilterLogEvents', isGroup(group));
    const followed = followStage(optionsFor(localAws));
    for await (const {message} of followed) {
      if (message === 'readable') {
        assert.deepEqual(
          followed.gaps.map(({logGroup}) => logGroup),
          [group],
        );
        fault.remove();
        putLine(localAws, 'readable again', {}, group);
      }
      if (message === 'readable again') break;
    }
    assert.deepEqual(followed.gaps, []);
  });

  it('throws once the credentials have expired', async t => {
    const localAws = await startStage(t);
    putLine(localAws, 'first', {timestamp: Date.now() - 1_000});
    const expire = async () => {
      for await (const _ of followStage(optionsFor(localAws))) {
        const error = {name: 'ExpiredTokenException', message: 'The security token is expired'};
        localAws.faults.add({operation: 'FilterLogEvents', fault: {error}});
      }
    };
    const error = await rejection(expire());
    assert.ok(error instanceof ApilogsError, String(error));
    assert.equal(error.exitCode, 4);
  });

  it('refuses options that make no sense', async t => {
    const localAws = await startStage(t);
    for (const wrong of [{watchIntervalMs: 0}, {holdMs: -1}, {followForMs: Number.NaN}, {startTime: -1}]) {
      const error = await rejection(all(followStage({...optionsFor(localAws), ...wrong})));
      assert.ok(error instanceof ApilogsError, JSON.stringify(wrong));
      assert.equal(error.exitCode, 2);
    }
  });
});
