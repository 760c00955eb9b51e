import {matchesGlob} from '../select/glob.js';
import {matchesStatus, type StatusPattern} from '../select/status-pattern.js';
import {hasFailed} from './has-failed.js';
import type {RequestRecord} from './request-record.js';

/** Which requests to print; what is empty, false or undefined selects nothing out. */
export interface RequestFilter {
  readonly status: readonly StatusPattern[];
  readonly errors: boolean;
  /** Milliseconds: those that took so long at least. */
  readonly slowMs: number | undefined;
  /** Globs of paths, as called or as the API defines them. */
  readonly paths: readonly string[];
  /** In capitals. */
  readonly methods: readonly string[];
  /** Names or globs of functions. */
  readonly functions: readonly string[];
  /** Only those that waited for a function to start. */
  readonly cold: boolean;
}

type Test = (record: RequestRecord) => boolean;

export function requestFilter(filter: RequestFilter): Test {
  const tests = testsOf(filter);
  return record => tests.every(test => test(record));
}

function* conditions({
  status,
  errors,
  slowMs,
  paths,
  methods,
  functions,
  cold,
}: RequestFilter): Generator<Test> {
  if (status.length > 0) {
    const isWanted = matchesStatus(status);
    yield record => isWanted(record.status ?? undefined);
  }
  if (errors) yield hasFailed;
  if (slowMs !== undefined) yield ({latencyMs}) => latencyMs !== null && latencyMs >= slowMs;
  if (paths.length > 0) {
    const globs = paths.map(matchesGlob);
    const isWanted = (path: string | null) => path !== null && globs.some(matches => matches(path));
    yield ({path, resourcePath}) => isWanted(path) || isWanted(resourcePath);
  }
  if (methods.length > 0) yield ({method}) => method !== null && methods.includes(method.toUpperCase());
  if (functions.length > 0) {
    const globs = functions.map(matchesGlob);
    yield record => record.functions.some(({name}) => globs.some(matches => matches(name)));
  }
  if (cold) yield isCold;
}

const testsOf = (filter: RequestFilter): Test[] => [...conditions(filter)];

export const isCold = ({functions}: RequestRecord): boolean => functions.some(({coldStart}) => coldStart);
