import type {LogSource} from '../log-source.js';
import {showControlCharacters} from './control-characters.js';
import type {Column} from './renderer.js';

export const defaultTextColumns: readonly Column[] = ['time', 'source', 'request'];

/** `2026/03/10/[$LATEST]` and 32 hex digits, as Lambda names the streams of its own log groups. */
export const streamWidth = 52;

/** The length of the longest text, as it is printed, among the sources whose lines are. */
export function widest(sources: readonly LogSource[], toText: (source: LogSource) => string): number {
  return sources
    .filter(source => !source.isHidden)
    .reduce((width, source) => Math.max(width, showControlCharacters(toText(source)).length), 0);
}
