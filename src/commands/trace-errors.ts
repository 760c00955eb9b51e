import type {StageDiscovery} from '../discover/discover-rest-stage.js';
import {ApilogsError, exitCodes} from '../errors.js';
import type {LogLine} from '../log-line.js';
import {resolveTimeZone, toIsoText} from '../time/time-zone.js';
import type {SearchWindow} from '../trace/search-windows.js';
import {toRequestTrace} from '../trace/to-request-trace.js';
import type {WantedId} from '../trace/wanted-id.js';
import type {TraceRun} from './trace-request.js';

export interface Searched {
  readonly searched: SearchWindow;
  readonly run: TraceRun;
  readonly discovery: StageDiscovery;
  /** Whether something that may hold it could not be read. */
  readonly isPartial: boolean;
}

const mostNamed = 8;
const dayMs = 86_400_000;

/** Nothing has the id: says what was searched, and how to search further. */
export function notFound({text}: WantedId, {searched, run, discovery, isPartial}: Searched): ApilogsError {
  const {options} = run;
  const zone = resolveTimeZone(options.tz);
  const names = [...new Set(discovery.sources.map(({name}) => name))];
  const listed =
    names.length > mostNamed
      ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`
      : names.join(', ');
  const days = Math.ceil((run.context.clock.now() - searched.startTime) / dayMs);
  const further = `apilogs trace ${shellWord(text)} -a ${options.apiId} -t ${options.stage} -s ${days < 7 ? 7 : days < 30 ? 30 : 2 * days}d`;
  return new ApilogsError(
    `no request with the id "${text}" between ${toIsoText(searched.startTime, zone)} and ${toIsoText(searched.endTime, zone)} in ${listed}`,
    {
      hint: isPartial
        ? 'what could not be read may hold it; see above'
        : `to search further back: ${further}`,
      exitCode: isPartial ? exitCodes.partial : exitCodes.notFound,
    },
  );
}

const shellWord = (text: string) => (/^[\w.=+/:@-]+$/.test(text) ? text : `'${text}'`);

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
