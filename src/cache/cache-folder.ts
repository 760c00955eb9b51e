import {isAbsolute, join} from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where this program may keep what it can find out again; undefined where the environment names no such place, as
 * for a service without a home: then nothing is kept. `XDG_CACHE_HOME` counts only if it is absolute (XDG Base
 * Directory Specification).
 */
export function cacheFolder({XDG_CACHE_HOME, LOCALAPPDATA, HOME, OS}: Env): string | undefined {
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'apilogs');
  if (OS === 'Windows_NT' && LOCALAPPDATA) return join(LOCALAPPDATA, 'apilogs');
  return HOME && isAbsolute(HOME) ? join(HOME, '.cache', 'apilogs') : undefined;
}
