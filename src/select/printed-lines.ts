import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {lineSelection} from './line-selection.js';
import {selectsByName} from './select-sources.js';
import type {Selection} from './selection.js';

/** Whether a line is printed: of a source that is, and selected by itself or by its request. */
export function printedLines(selection: Selection): (line: LogLine) => boolean {
  const isSelected = lineSelection(selection);
  if (!isSelected) return line => !line.event.source.isHidden;
  return line => !line.event.source.isHidden && isSelected(line);
}

/** Sources that turn up while following, after a redeployment, have not been selected yet. */
export function printedSources(
  selection: Selection,
  known: readonly LogSource[],
): (source: LogSource) => boolean {
  const isPrinted = new Map(known.map(source => [source, !source.isHidden]));
  return source => {
    const answer = isPrinted.get(source) ?? selectsByName(selection, source);
    isPrinted.set(source, answer);
    return answer;
  };
}
