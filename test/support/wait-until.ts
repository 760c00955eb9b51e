import {setTimeout as delay} from 'node:timers/promises';

/** Resolves once the condition holds, which is looked at again and again. */
export async function waitUntil(isMet: () => boolean): Promise<void> {
  while (!isMet()) await delay(20);
}
