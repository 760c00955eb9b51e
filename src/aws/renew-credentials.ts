import type {CloudWatchLogsClient} from '@aws-sdk/client-cloudwatch-logs';
import {isExpiredCredentials, isUnknownKey} from './error-kind.js';

type Provider = CloudWatchLogsClient['config']['credentials'];
type Credentials = Awaited<ReturnType<Provider>>;
type Send = (command: unknown, options?: unknown) => Promise<unknown>;

/**
 * Lets a client, where AWS no longer accepts its credentials, get them anew and make the call once more: a session
 * may be ended before its time, and another tool may have put a new one in its place meanwhile.
 */
export function renewCredentials<
  Client extends {readonly config: {readonly credentials: Provider}; send(...args: never): unknown},
>(client: Client): Client {
  const {config} = client;
  const current = () => config.credentials().catch(() => undefined);
  const sendOnce = client.send.bind(client) as Send;
  const send: Send = async (command, options) => {
    const used = await current();
    try {
      return await sendOnce(command, options);
    } catch (error) {
      if (!used || !(isExpiredCredentials(error) || isUnknownKey(error))) throw error;
      const known = await current();
      // Another call may have got them meanwhile.
      const fresh = isSame(known, used) ? await anew(config.credentials) : known;
      if (!fresh || isSame(fresh, used)) throw error;
      return sendOnce(command, options);
    }
  };
  return Object.assign(client, {send});
}

const anew = (provider: Provider) => provider({forceRefresh: true}).catch(() => undefined);

const isSame = (one: Credentials | undefined, other: Credentials) =>
  one?.accessKeyId === other.accessKeyId && one.sessionToken === other.sessionToken;
