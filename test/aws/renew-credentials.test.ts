import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {renewCredentials, withFreshCredentials} from '../../src/aws/renew-credentials.js';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const credentials = (accessKeyId: string, sessionToken?: string): Credentials => ({
  accessKeyId,
  secretAccessKey: 'secret',
  ...(sessionToken === undefined ? {} : {sessionToken}),
});

const named = (name: string) => Object.assign(new Error(name), {name});
const expired = named('ExpiredTokenException');

/** Remembers the first of its credentials, and goes on to the next when it is told to refresh. */
function providerOf(...given: Credentials[]) {
  const all = [...given];
  let refreshes = 0;
  const next = () => {
    if (all.length > 1) all.shift();
  };
  return {
    /** As if another call had refreshed them. */
    next,
    get refreshes() {
      return refreshes;
    },
    provider: async (options?: {forceRefresh?: boolean}) => {
      if (options?.forceRefresh) {
        refreshes += 1;
        next();
      }
      const [current] = all;
      if (!current) throw named('CredentialsProviderError');
      return current;
    },
  };
}

/** A call that fails with these, one after the other, and then answers. */
function callOf(...errors: Error[]) {
  let made = 0;
  return {
    get made() {
      return made;
    },
    call: async () => {
      made += 1;
      const error = errors[made - 1];
      if (error) throw error;
      return 'answer';
    },
  };
}

describe('withFreshCredentials', () => {
  for (const name of ['ExpiredTokenException', 'UnrecognizedClientException']) {
    it(`makes a call again with new credentials after ${name}`, async () => {
      const world = providerOf(credentials('old'), credentials('new'));
      const calls = callOf(named(name));
      assert.equal(await withFreshCredentials(world.provider, calls.call), 'answer');
      assert.deepEqual([calls.made, world.refreshes], [2, 1]);
    });
  }

  it('takes another session of the same key for new', async () => {
    const world = providerOf(credentials('key', 'old'), credentials('key', 'new'));
    const calls = callOf(expired);
    assert.equal(await withFreshCredentials(world.provider, calls.call), 'answer');
    assert.deepEqual([calls.made, world.refreshes], [2, 1]);
  });

  it('makes a call once more, and not again', async () => {
    const world = providerOf(credentials('1'), credentials('2'), credentials('3'));
    const second = named('ExpiredToken');
    const calls = callOf(expired, second);
    await assert.rejects(withFreshCredentials(world.provider, calls.call), second);
    assert.deepEqual([calls.made, world.refreshes], [2, 1]);
  });

  it('makes no call with credentials that were refused', async () => {
    const calls = callOf(expired);
    const world = providerOf(credentials('same'));
    await assert.rejects(withFreshCredentials(world.provider, calls.call), expired);
    assert.deepEqual([calls.made, world.refreshes], [1, 1]);
  });

  it('takes what another call got meanwhile, and asks for nothing', async () => {
    const world = providerOf(credentials('old'), credentials('new'), credentials('newer'));
    const calls = callOf(expired);
    const call = () => {
      if (calls.made === 0) world.next();
      return calls.call();
    };
    assert.equal(await withFreshCredentials(world.provider, call), 'answer');
    assert.deepEqual([calls.made, world.refreshes], [2, 0]);
  });

  it('leaves other failures alone', async () => {
    const denied = named('AccessDeniedException');
    const world = providerOf(credentials('old'), credentials('new'));
    const calls = callOf(denied);
    await assert.rejects(withFreshCredentials(world.provider, calls.call), denied);
    assert.deepEqual([calls.made, world.refreshes], [1, 0]);
  });

  it('says what the call said where there are no new credentials', async () => {
    const provider = async (options?: {forceRefresh?: boolean}) => {
      if (options?.forceRefresh) throw named('CredentialsProviderError');
      return credentials('old');
    };
    await assert.rejects(withFreshCredentials(provider, callOf(expired).call), expired);
  });
});

describe('renewCredentials', () => {
  it('makes every call of a client so, with what it was given', async () => {
    const world = providerOf(credentials('old'), credentials('new'));
    const calls = callOf(expired);
    const sent: unknown[] = [];
    const client = renewCredentials({
      config: {credentials: world.provider},
      send: (...args: unknown[]) => {
        sent.push(args);
        return calls.call();
      },
    });
    assert.equal(await client.send('command', {requestTimeout: 1}), 'answer');
    assert.deepEqual(sent, [
      ['command', {requestTimeout: 1}],
      ['command', {requestTimeout: 1}],
    ]);
    assert.equal(world.refreshes, 1);
  });
});
