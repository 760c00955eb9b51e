import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {inspect} from 'node:util';
import {ApilogsError, followStage, type Notice, readStage, trace} from '../../src/index.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {rejection} from '../support/rejection.js';
import {all, functionGroup, isGroup, stageOf, startTraffic, trafficWindow} from './library-world.js';

const secrets = {
  accessKeyId: 'LSIAEXAMPLEKEY',
  secretAccessKey: 'wJalrXUtnFEMI/EXAMPLE',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE==',
};
const {startTime, endTime} = trafficWindow;
const quoting = Object.entries(secrets)
  .map(([name, secret]) => `${name} is ${secret}`)
  .join(', ');

const isFree = (shown: string) => {
  for (const secret of Object.values(secrets)) assert.ok(!shown.includes(secret), shown);
};
/** All that whoever prints an error sees of it. */
const shown = (error: unknown) => inspect(error, {depth: 12, showHidden: true});

const calls: Readonly<Record<string, (localAws: LocalAws, notices: Notice[]) => Promise<unknown>>> = {
  readStage: (localAws, notices) =>
    all(readStage({...stageOf(localAws, notices), credentials: secrets, startTime, endTime})),
  followStage: (localAws, notices) =>
    all(followStage({...stageOf(localAws, notices), credentials: secrets, startTime, followForMs: 100})),
  trace: (localAws, notices) =>
    trace({...stageOf(localAws, notices), credentials: secrets, id: 'a'.repeat(32), startTime, endTime}),
};

describe('what the library says', () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`quotes no secret in an error and its causes: ${name}`, async t => {
      const localAws = await startTraffic(t);
      localAws.faults.add({fault: {error: {name: 'SignatureDoesNotMatch', message: quoting, status: 403}}});
      const error = await rejection(call(localAws, []));
      assert.ok(error instanceof ApilogsError, shown(error));
      assert.equal(error.exitCode, 4);
      assert.match(error.message, /\*\*\*/);
      isFree(shown(error));
    });
  }

  it('quotes none in a gap or a notice, and keeps the rest of them', async t => {
    const localAws = await startTraffic(t);
    const notices: Notice[] = [];
    const message = `the key ${secrets.accessKeyId} may not`;
    localAws.faults.add({
      operation: 'FilterLogEvents',
      when: isGroup(functionGroup),
      fault: {error: {name: 'InvalidParameterException', message}},
    });
    const lines = readStage({...stageOf(localAws, notices), credentials: secrets, startTime, endTime});
    await all(lines);
    const [gap] = lines.gaps;
    assert.match(gap?.message ?? '', /the key \*\*\* may not/);
    assert.equal(gap?.logGroup, functionGroup);
    assert.ok(notices.some(notice => notice.message.includes('the key *** may not')));
    isFree(shown([lines.gaps, notices]));
  });

  it('quotes none of what a provider of credentials rejects with', async t => {
    const localAws = await startTraffic(t);
    const cause = new Error('no session: {"SecretAccessKey":"abcdefgh","SessionToken":"ijklmnop"}');
    const credentials = () => Promise.reject(cause);
    const error = await rejection(all(readStage({...stageOf(localAws), credentials, startTime, endTime})));
    assert.doesNotMatch(shown(error), /abcdefgh|ijklmnop/);
    assert.match(cause.message, /abcdefgh/, 'whose error that is, it is left as it was');
  });

  it('keeps what programs look at in the error of AWS', async t => {
    const localAws = await startTraffic(t);
    localAws.faults.deny('apigateway:GET');
    localAws.faults.deny('logs:FilterLogEvents');
    const options = {...stageOf(localAws), credentials: secrets, startTime, endTime};
    let cause = await rejection(all(readStage(options)));
    isFree(shown(cause));
    while (cause instanceof ApilogsError) cause = cause.cause;
    assert.ok(cause instanceof Error && cause.name === 'AccessDeniedException', shown(cause));
    assert.match(shown(cause), /httpStatusCode: 4\d\d/);
  });
});
