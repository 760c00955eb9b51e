import {randomUUID} from 'node:crypto';
import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';

/**
 * Writes a file that only its owner may read, in a folder made likewise where it is missing. The file is there in
 * full or as it was before: a reader or a second writer never sees half of it. Where that is not possible, as in a
 * home that is read-only, nothing is written and nothing is thrown.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), {recursive: true, mode: 0o700});
    await writeFile(draft, text, {mode: 0o600, flag: 'wx'});
    await rename(draft, path);
  } catch {
    await rm(draft, {force: true}).catch(() => {});
  }
}
