import * as nodeModule from 'node:module';
import {join} from 'node:path';
import {cacheFolder} from '../cache/cache-folder.js';
import {makePrivateFolder} from '../cache/make-private-folder.js';
import {keepCompiledScripts} from './compiled-scripts.js';

type Env = Readonly<Record<string, string | undefined>>;

type EnableCompileCache = (folder: string) => unknown;

/** Node's own, since 22.1; the types are those of Node 20. */
const {enableCompileCache = keepCompiledScripts} = nodeModule as {
  readonly enableCompileCache?: EnableCompileCache;
};

/**
 * Keeps the compiled program between runs, by Node itself where it can, unless the user has settled it with
 * `NODE_COMPILE_CACHE` or `NODE_DISABLE_COMPILE_CACHE`. A cache that cannot be written is none.
 *
 * In the user's own folder: Node's default lies under `/tmp`, where other users of the machine could put code in its
 * place. Node writes the files with mode 0600 (its compile_cache.cc makes them with mkstemp).
 */
export function keepCompiledCode(env: Env, enable: EnableCompileCache = enableCompileCache): void {
  const caches = cacheFolder(env);
  if (env.NODE_COMPILE_CACHE || env.NODE_DISABLE_COMPILE_CACHE || !caches) return;
  const folder = join(caches, 'compiled');
  // What is in there is run.
  if (makePrivateFolder(caches) && makePrivateFolder(folder)) enable(folder);
}
