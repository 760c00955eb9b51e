import type {WantedLines} from '../correlate/hold-for-ties.js';
import type {LeftOut} from '../correlate/left-out-lines.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {lineSelection, requestSelection} from './line-selection.js';
import {selectsByName} from './select-sources.js';
import {needsWholeRequests, type Selection} from './selection.js';

/** Whether a line is printed: of a source that is, and selected by itself or by its request. */
export function printedLines(selection: Selection): (line: LogLine) => boolean {
  const isSelected = lineSelection(selection);
  if (!isSelected) return line => !line.event.source.isHidden;
  return line => !line.event.source.isHidden && isSelected(line);
}

/** The two halves of that, where lines are chosen by their requests; undefined where they are not. */
export function wantedLines(selection: Selection, leftOut: LeftOut): WantedLines | undefined {
  if (!needsWholeRequests(selection)) return undefined;
  const ofItself = {...selection, requestIds: [], status: [], errors: false};
  return {
    isWantedItself: printedLines(ofItself),
    isOfWantedRequest: requestSelection(selection),
    leftOut,
  };
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
