import {type Level, type LogLine, levels} from '../log-line.js';
import {byRequestId} from './by-request-id.js';
import type {Selection} from './selection.js';
import {matchesStatus} from './status-pattern.js';

type LineTest = (line: LogLine) => boolean;

/** Whether a line of a source that is printed is itself to be printed; undefined where every line is. */
export function lineSelection(selection: Selection): LineTest | undefined {
  const {level} = selection;
  const tests = [...requestTests(selection), ...(level === undefined ? [] : [atLeast(level)])];
  return tests.length === 0 ? undefined : allOf(tests);
}

/** Whether a line is selected by its request, as far as that is known. */
export const requestSelection = (selection: Selection): LineTest => allOf(requestTests(selection));

function requestTests({requestIds, status, errors}: Selection): LineTest[] {
  const isOfStatus = matchesStatus(status);
  return [
    ...(requestIds.length > 0 ? [byRequestId(requestIds)] : []),
    ...(status.length > 0 ? [({request}: LogLine) => isOfStatus(request?.status)] : []),
    ...(errors ? [isOfFailedRequest] : []),
  ];
}

const allOf =
  (tests: readonly LineTest[]): LineTest =>
  line =>
    tests.every(isSelected => isSelected(line));

function atLeast(lowest: Level): LineTest {
  const accepted = new Set(levels.slice(levels.indexOf(lowest)));
  return ({level}) => level !== undefined && accepted.has(level);
}

/** Where not every request is logged, an invocation that nothing ties stands for its request. */
function isOfFailedRequest({request, invocation}: LogLine): boolean {
  if (request) return (request.status ?? 0) >= 500 || request.hasFunctionError === true;
  return invocation?.mayBeRequest === true && invocation.hasFailed === true;
}
