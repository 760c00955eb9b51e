import {ApilogsError, exitCodes} from '../errors.js';
import type {LogSource, SourceKind} from '../log-source.js';
import {createShortNames} from '../render/short-names.js';
import {matchesGlob} from './glob.js';
import {type Selection, selectsByOutcome, selectsSources} from './selection.js';

type SourceTest = (source: LogSource) => boolean;
/** Whose sources they are, for messages. */
export type SourcesOf = 'stage' | 'logGroups';

/**
 * The sources that a selection needs: those it names, and hidden ones whose lines tell which request a line
 * belongs to and how that ended. The rest is not read.
 *
 * @throws ApilogsError (exit code 2) where a name is no source's, or no source has all that is asked of it
 */
export function selectSources(
  sources: readonly LogSource[],
  selection: Selection,
  of: SourcesOf = 'stage',
): LogSource[] {
  if (!selectsSources(selection)) return [...sources];
  const isSelected = sourceTest(sources, selection, of);
  const selected = sources.filter(isSelected);
  if (selected.length === 0) throw nothingSelected(sources, selection);
  const needed = neededKinds(selected, selection);
  return sources
    .filter(source => isSelected(source) || needed.has(source.kind))
    .map(source => (isSelected(source) ? source : {...source, isHidden: true}));
}

/** Whether a selection names a source by its kind or its full name, whatever other sources there are. */
export function selectsByName({sources, functions}: Selection, source: LogSource): boolean {
  const inFull = (name: string) => name;
  return (
    (sources.length === 0 || sources.some(wanted => namesSource(wanted, inFull)(source))) &&
    (functions.length === 0 ||
      (isFunction(source) && functions.some(wanted => nameTest(wanted, inFull)(source))))
  );
}

/**
 * Which sources a selection prints. The names are those of the source column, in full or as a terminal has them.
 *
 * @throws ApilogsError (exit code 2) for a name that is no source's
 */
function sourceTest(sources: readonly LogSource[], selection: Selection, of: SourcesOf): SourceTest {
  const shortNameOf = createShortNames(sources);
  const bySource = selection.sources.map(wanted => {
    const test = namesSource(wanted, shortNameOf);
    if (!sources.some(test)) throw unknownSource('--source', wanted, sources, of);
    return test;
  });
  const byFunction = selection.functions.map(wanted => {
    const isNamed = nameTest(wanted, shortNameOf);
    const test = (source: LogSource) => isFunction(source) && isNamed(source);
    if (!sources.some(test)) throw unknownSource('--function', wanted, sources.filter(isFunction), of);
    return test;
  });
  return source =>
    (bySource.length === 0 || bySource.some(test => test(source))) &&
    (byFunction.length === 0 || byFunction.some(test => test(source)));
}

const namesSource = (wanted: string, shortNameOf: (name: string) => string): SourceTest => {
  const isNamed = nameTest(wanted, shortNameOf);
  return source => source.kind === wanted || isNamed(source);
};

function nameTest(wanted: string, shortNameOf: (name: string) => string): SourceTest {
  const matches = matchesGlob(wanted);
  return ({name}) => matches(name) || matches(shortNameOf(name));
}

const isFunction = ({kind}: LogSource) => kind === 'lambda' || kind === 'authorizer';

/**
 * The kinds that tell of the selected sources' requests. The execution and the access log say which request an
 * invocation belongs to and how it ended; only a function's log says that it failed where its caller took it well.
 */
function neededKinds(selected: readonly LogSource[], selection: Selection): ReadonlySet<SourceKind> {
  const isTied = selected.some(isFunction) || selection.requestIds.length > 0 || selectsByOutcome(selection);
  return new Set<SourceKind>([
    ...(isTied ? (['execution', 'access'] as const) : []),
    ...(selection.errors ? (['lambda'] as const) : []),
  ]);
}

function unknownSource(
  option: string,
  wanted: string,
  sources: readonly LogSource[],
  of: SourcesOf,
): ApilogsError {
  const names = [...new Set(sources.map(({name}) => name))];
  const what = option === '--function' ? 'function' : 'source';
  const known = names.length === 0 ? `no ${what} of it is known` : `its ${what}s are ${names.join(', ')}`;
  return new ApilogsError(
    of === 'stage'
      ? `the stage has no ${what} "${wanted}"`
      : `none of the log groups is of ${what} "${wanted}"`,
    {
      hint:
        of === 'stage'
          ? `${known}; \`apilogs sources\` says why a log is not among them`
          : `there ${names.length === 0 ? 'is none' : `are ${names.join(', ')}`}`,
      exitCode: exitCodes.usage,
    },
  );
}

const nothingSelected = (sources: readonly LogSource[], {functions}: Selection) =>
  new ApilogsError(`no source is both what --source and what --function ask for`, {
    hint: `to print a function beside other sources, write --source ${functions[0] ?? ''}; the sources are ${[...new Set(sources.map(({name}) => name))].join(', ')}`,
    exitCode: exitCodes.usage,
  });
