type Send = (command: unknown, options?: unknown) => Promise<unknown>;

/** After so long a user wonders why nothing happens. */
const worthTellingMs = 5_000;

/** Lets a client tell of each call that is not done after five seconds, all its tries together. */
export function tellWhenSlow<Client extends {send(...args: never): unknown}>(
  client: Client,
  onSlow: () => void,
): Client {
  const sendQuietly = client.send.bind(client) as Send;
  const send: Send = async (command, options) => {
    const timer = setTimeout(onSlow, worthTellingMs).unref();
    try {
      return await sendQuietly(command, options);
    } finally {
      clearTimeout(timer);
    }
  };
  return Object.assign(client, {send});
}
