import {readFile} from 'node:fs/promises';
import {join, posix} from 'node:path';

/** A declaration file; its path is relative to the folder of all. */
export interface TypeFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The declarations that `index.d.ts` of a folder needs, itself included.
 *
 * Throws where they need a package: users of the library have none but Node's types.
 */
export async function publicTypes(folder: string): Promise<TypeFile[]> {
  const files = new Map<string, TypeFile>();
  const wanted = ['index.d.ts'];
  for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
    if (files.has(path)) continue;
    const text = await readFile(join(folder, path), 'utf8');
    files.set(path, {path, text});
    for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)) {
      if (specifier.startsWith('node:')) continue;
      if (!specifier.startsWith('.')) throw new Error(`the library's types need ${specifier}, in ${path}`);
      wanted.push(posix.join(posix.dirname(path), specifier.replace(/\.js$/, '.d.ts')));
    }
  }
  return [...files.values()];
}
