/** The same batches; whoever leaves them before their end does not wait for what is under way, which `stop` ends. */
export async function* stopWhenLeft<T>(batches: AsyncIterable<T>, stop: () => void): AsyncGenerator<T> {
  for await (const batch of batches) {
    let isUsedUp = false;
    try {
      yield batch;
      isUsedUp = true;
    } finally {
      if (!isUsedUp) stop();
    }
  }
}
