import * as nodeModule from 'node:module';
import {join} from 'node:path';
import {cacheFolder} from '../cache/cache-folder.js';
import {makePrivateFolder} from '../cache/make-private-folder.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Node's own, since 22.1; the types are those of Node 20. */
type EnableCompileCache = (folder?: string) => unknown;

const {enableCompileCache} = nodeModule as {readonly enableCompileCache?: EnableCompileCache};

/**
 * Lets Node keep the compiled program between runs, where it can and the user has not settled it with
 * `NODE_COMPILE_CACHE`. A cache that cannot be written is none.
 *
 * In the user's own folder: Node's default lies under `/tmp`, where other users of the machine could put code in its
 * place. Node writes the files with mode 0600 (its compile_cache.cc makes them with mkstemp).
 */
export function keepCompiledCode(
  env: Env,
  enable: EnableCompileCache | undefined = enableCompileCache,
): void {
  const caches = cacheFolder(env);
  if (!enable || env.NODE_COMPILE_CACHE || !caches) return;
  const folder = join(caches, 'compiled');
  // What is in there is run.
  if (makePrivateFolder(caches) && makePrivateFolder(folder)) enable(folder);
}
