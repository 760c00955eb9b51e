import {readFileSync} from 'node:fs';

/** The version in package.json, which lies two folders above the built `src`. The bundle holds the value itself. */
export const version: string = readVersion();

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const {version}: {version?: unknown} = JSON.parse(text);
  return typeof version === 'string' ? version : 'unknown';
}
