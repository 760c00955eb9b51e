import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {tellWhenSlow} from '../../src/aws/slow-calls.js';

/** A client that answers when it is told to, and how often it was told of as slow. */
function start(t: TestContext) {
  t.mock.timers.enable({apis: ['setTimeout']});
  const answers: Answer[] = [];
  let told = 0;
  const client = tellWhenSlow(
    {
      send: (_command: string) =>
        new Promise<string>((resolve, reject) => {
          answers.push({resolve, reject});
        }),
    },
    () => {
      told += 1;
    },
  );
  return {client, answers, told: () => told};
}

interface Answer {
  readonly resolve: (value: string) => void;
  readonly reject: (reason: Error) => void;
}

describe('tellWhenSlow', () => {
  it('tells of a call that is not done after five seconds, which goes on', async t => {
    const {client, answers, told} = start(t);
    const answer = client.send('GetStage');
    t.mock.timers.tick(4_999);
    assert.equal(told(), 0);
    t.mock.timers.tick(1);
    assert.equal(told(), 1);
    answers[0]?.resolve('prod');
    assert.equal(await answer, 'prod');
  });

  it('tells of none that is answered or has failed before', async t => {
    const {client, answers, told} = start(t);
    const answer = client.send('GetStage');
    const failure = client.send('GetStages');
    answers[0]?.resolve('prod');
    answers[1]?.reject(new Error('denied'));
    await answer;
    await assert.rejects(failure, /denied/);
    t.mock.timers.tick(60_000);
    assert.equal(told(), 0);
  });
});
