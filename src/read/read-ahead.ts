/**
 * Asks for the first page at once and for each next one while the page before it is being used.
 * At most two pages of a source are in memory: the one in use and the one ahead.
 */
export function readAhead<T>(pages: AsyncIterator<T>): AsyncGenerator<T> {
  let next = settled(pages.next());

  return (async function* () {
    try {
      for (;;) {
        const {done, value} = unwrap(await next);
        if (done) return;
        next = settled(pages.next());
        yield value;
      }
    } finally {
      await pages.return?.();
    }
  })();
}

type Settled<T> = {ok: true; value: T} | {ok: false; error: unknown};

/** Keeps a failure that nobody awaits yet from counting as unhandled. */
const settled = <T>(promise: Promise<T>): Promise<Settled<T>> =>
  promise.then(
    value => ({ok: true, value}),
    (error: unknown) => ({ok: false, error}),
  );

function unwrap<T>(result: Settled<T>): T {
  if (result.ok) return result.value;
  throw result.error;
}
