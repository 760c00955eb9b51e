import {chmodSync, mkdirSync, statSync} from 'node:fs';

/** What others may do: nothing. */
const ownMode = 0o700;
const ofOthers = 0o077;

/**
 * Makes a folder that is its owner's alone, also where it was there with a wider mode. Gives whether it is now: not
 * where it belongs to somebody else, who could put another file in a file's place, or cannot be made.
 */
export function makePrivateFolder(path: string): boolean {
  try {
    mkdirSync(path, {recursive: true, mode: ownMode});
    // Windows knows neither owners nor modes; there the user's profile is private.
    if (!process.getuid) return true;
    const {uid, mode} = statSync(path);
    if (uid !== process.getuid()) return false;
    if ((mode & ofOthers) !== 0) chmodSync(path, ownMode);
    return true;
  } catch {
    // A home that is read-only, or a full disk.
    return false;
  }
}
