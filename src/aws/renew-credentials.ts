import type {CloudWatchLogsClient} from '@aws-sdk/client-cloudwatch-logs';
import {isExpiredCredentials, isUnknownKey} from './error-kind.js';

type Provider = CloudWatchLogsClient['config']['credentials'];
type Credentials = Awaited<ReturnType<Provider>>;
type Send = (command: unknown, options?: unknown) => Promise<unknown>;

/**
 * Where AWS no longer accepts the credentials of a call, gets them anew and makes it once more: a session may be ended
 * before its time, and another tool may have put a new one in its place meanwhile.
 *
 * @param provider remembers what it gave, unless it is told to refresh
 */
export async function withFreshCredentials<Answer>(
  provider: Provider,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const current = () => provider().catch(() => undefined);
  const used = await current();
  try {
    return await call();
  } catch (error) {
    if (!used || !(isExpiredCredentials(error) || isUnknownKey(error))) throw error;
    const known = await current();
    // Another call may have got them meanwhile.
    const fresh = isSame(known, used) ? await anew(provider) : known;
    if (!fresh || isSame(fresh, used)) throw error;
    return call();
  }
}

/** Lets every call of a client be made so. */
export function renewCredentials<
  Client extends {readonly config: {readonly credentials: Provider}; send(...args: never): unknown},
>(client: Client): Client {
  const {config} = client;
  const sendOnce = client.send.bind(client) as Send;
  const send: Send = (command, options) =>
    withFreshCredentials(config.credentials, () => sendOnce(command, options));
  return Object.assign(client, {send});
}

const anew = (provider: Provider) => provider({forceRefresh: true}).catch(() => undefined);

const isSame = (one: Credentials | undefined, other: Credentials) =>
  one?.accessKeyId === other.accessKeyId && one.sessionToken === other.sessionToken;
