import {readFileSync} from 'node:fs';

/** Takes the place of `node:fs/promises` in the bundle's reader of the shared config, for a short text is read sooner so. */
export const readFile = async (path: string, encoding: 'utf8'): Promise<string> =>
  readFileSync(path, encoding);
