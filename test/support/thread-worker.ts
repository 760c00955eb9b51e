import {parentPort, workerData} from 'node:worker_threads';
import type {Answer} from './thread.js';

const {module, name}: {readonly module: string; readonly name: string} = workerData;
const exported: Readonly<Record<string, (options: unknown) => Promise<unknown>>> = await import(module);

const answer = async (options: unknown): Promise<Answer> => {
  try {
    return {result: await exported[name]?.(options)};
  } catch (error) {
    return {error};
  }
};

parentPort?.on('message', async options => parentPort?.postMessage(await answer(options)));
