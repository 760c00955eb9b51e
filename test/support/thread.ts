import {Worker} from 'node:worker_threads';

type Task = (options: never) => Promise<unknown>;

/** A thread that calls one function again and again, one call after the other. */
export interface Thread<F extends Task> {
  call(options: Parameters<F>[0]): Promise<Awaited<ReturnType<F>>>;
  close(): Promise<unknown>;
}

/** What lives shortly needs not to be collected so often: a third less time. */
const maxYoungGenerationSizeMb = 192;

/** What the thread answers. */
export type Answer = {readonly result: unknown} | {readonly error: unknown};

/**
 * Starts a thread for what makes promises by the million: in the one that runs the tests, Node follows each of them to
 * know which test it belongs to, which takes a third of all the time.
 *
 * @param name of the function, which the module exports; what it takes and gives is copied
 */
export function startThread<F extends Task>(module: URL, name: string): Thread<F> {
  const worker = new Worker(new URL('./thread-worker.js', import.meta.url), {
    workerData: {module: module.href, name},
    resourceLimits: {maxYoungGenerationSizeMb},
  });
  return {
    call: options =>
      new Promise((resolve, reject) => {
        const fail = (why: unknown) =>
          reject(why instanceof Error ? why : new Error(`it exited with ${why}`));
        worker.once('error', fail).once('exit', fail);
        worker.once('message', (answer: Answer) => {
          worker.off('error', fail).off('exit', fail);
          if ('error' in answer) reject(answer.error);
          else resolve(answer.result as Awaited<ReturnType<F>>);
        });
        worker.postMessage(options);
      }),
    close: () => worker.terminate(),
  };
}
