import type {StageDiscovery} from '../discover/stage-discovery.js';
import {ApilogsError, exitCodes} from '../errors.js';
import type {LogLine} from '../log-line.js';
import {resolveTimeZone, toIsoText} from '../time/time-zone.js';
import {type SearchWindow, windowAroundTrace} from '../trace/search-windows.js';
import {toRequestTrace} from '../trace/to-request-trace.js';
import type {WantedId} from '../trace/wanted-id.js';
import type {TraceTask} from './stage-task.js';

export interface Searched {
  readonly searched: SearchWindow;
  readonly task: TraceTask;
  readonly discovery: StageDiscovery;
  /** Whether something that may hold it could not be read. */
  readonly isPartial: boolean;
  /** Whether so much was found that the search ended. */
  readonly isFull: boolean;
}

const mostNamed = 8;
const dayMs = 86_400_000;

/** Nothing has the id: says what was searched, and how to search further. */
export function notFound(wanted: WantedId, search: Searched): ApilogsError {
  const {task, discovery, isPartial, isFull} = search;
  if (isFull) return tooManyFound(wanted);
  const names = [...new Set(discovery.sources.map(({name}) => name))];
  const listed =
    names.length > mostNamed
      ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`
      : names.join(', ');
  const windows = [
    ...(wanted.startedAt === undefined ? [] : [windowAroundTrace(wanted.startedAt)]),
    search.searched,
  ].map(window => describeWindow(window, task.options.tz));
  return new ApilogsError(
    `no request with the id "${wanted.text}" ${windows.join(', which the id itself says, nor ')} in ${listed}`,
    {
      hint: isPartial ? 'what could not be read may hold it; see above' : furtherHint(wanted, search),
      exitCode: isPartial ? exitCodes.partial : exitCodes.notFound,
    },
  );
}

function describeWindow({startTime, endTime}: SearchWindow, tz: string): string {
  const zone = resolveTimeZone(tz);
  return `between ${toIsoText(startTime, zone)} and ${toIsoText(endTime, zone)}`;
}

const tooManyFound = ({text}: WantedId) =>
  new ApilogsError(`so many lines have "${text}" that the search ended before it had found a request`, {
    hint: 'give more of the id, or say with -s and -e when the request was',
    exitCode: exitCodes.partial,
  });

function furtherHint({text, startedAt}: WantedId, {searched, task}: Searched): string {
  if (startedAt !== undefined)
    return 'the request may be one of another API or stage, or not have been logged';
  const days = Math.ceil((task.context.clock.now() - searched.startTime) / dayMs);
  const further = days < 7 ? 7 : days < 30 ? 30 : 2 * days;
  const words = ['apilogs', 'trace', text, ...givenOptions(task.options), '-s', `${further}d`];
  return `to search further back: ${words.map(shellWord).join(' ')}`;
}

/** What the next call has to repeat; credentials are not printed. */
function givenOptions({apiId, stage, end, tz, aws}: TraceTask['options']): string[] {
  const given: [string, string | undefined][] = [
    ['-a', apiId],
    ['-t', stage],
    ['--region', aws.region],
    ['--profile', aws.profile],
    ['--endpoint-url', aws.endpointUrl],
    ['--tz', tz === 'utc' ? undefined : tz],
    ['-e', end],
  ];
  return given.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
}

const shellWord = (text: string) =>
  /^[\w.=+/:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

const mostListed = 5;

/** Several requests have the id: says which, for the next call. */
export function severalFound(
  {text, isPrefix}: WantedId,
  found: readonly (readonly LogLine[])[],
  count = found.length,
): ApilogsError {
  const listed = found.slice(0, mostListed).map(describeRequest).join('; ');
  const more = count > mostListed ? ` and ${count - mostListed} more` : '';
  return new ApilogsError(
    `${count} requests have ${isPrefix ? 'an id that begins with' : 'the id'} "${text}"`,
    {
      hint: `give the id of one of them: ${listed}${more}`,
      exitCode: exitCodes.usage,
    },
  );
}

/** `3e0f… (GET /orders/43, 200, 2026-03-10T09:16:40.551Z)` */
function describeRequest(lines: readonly LogLine[]): string {
  const {request} = toRequestTrace(lines);
  const [first] = lines;
  if (!request) return `${first?.lambdaRequestId} (${first?.event.source.name})`;
  const {apiRequestId, extendedRequestId, method, path, status, timestamp} = request;
  const facts = [[method, path].filter(Boolean).join(' '), status, timestamp, extendedRequestId].filter(
    Boolean,
  );
  return `${apiRequestId} (${facts.join(', ')})`;
}
