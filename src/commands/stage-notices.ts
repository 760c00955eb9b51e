import {messageText} from '../cli/create-notices.js';
import type {Discovery} from '../discover/discovery.js';
import type {LogSource} from '../log-source.js';
import {headline} from '../render/headline.js';
import {lineSelection} from '../select/line-selection.js';
import {resolveTimeZone, toIsoText} from '../time/time-zone.js';
import {longerWindowHint} from './longer-window.js';
import type {StageRun} from './stage-run.js';

/** Says on a terminal, or with `-v`, what is about to be read and where: a wrong account looks like "no logs". */
export function printHeadline({options, context, aws, window}: StageRun, discovery: Discovery): void {
  const {stderr} = context;
  const isTerminal = stderr.isTTY === true;
  if (options.quiet || !(isTerminal || options.verbose)) return;
  const line = headline({
    api: discovery.api,
    stage: discovery.stage,
    logGroup: discovery.api ? undefined : discovery.sources[0]?.logGroup,
    account: discovery.accountId,
    region: aws.region,
    profile: aws.profile,
    window,
    timeZone: options.tz,
    sourceCount: discovery.sources.filter(({isHidden}) => !isHidden).length,
    width: isTerminal ? stderr.columns : undefined,
  });
  stderr.write(`${line}\n`);
}

const mostNamed = 5;

/** @param isWindowToBlame whether nothing else is known that may be why */
export function tellNothingFound(
  {options, notices, context}: StageRun,
  sources: readonly LogSource[],
  {startTime, endTime, isWindowToBlame}: {startTime: number; endTime: number; isWindowToBlame: boolean},
): void {
  const zone = resolveTimeZone(options.tz);
  const isNarrowed = options.filterPattern !== undefined || lineSelection(options) !== undefined;
  const what = isNarrowed ? 'no matching events' : 'no events';
  const visible = sources.filter(({isHidden}) => !isHidden);
  const names = visible.map(({name, canary}) => (canary ? `${name} (canary)` : name));
  const listed =
    names.length > mostNamed
      ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`
      : names.join(', ');
  if (listed === '') return;
  notices.notice(
    `${what} between ${toIsoText(startTime, zone)} and ${toIsoText(endTime, zone)} in ${listed}`,
    isWindowToBlame
      ? longerWindowHint({
          startTime,
          endTime: options.end === undefined ? undefined : endTime,
          now: context.clock.now(),
        })
      : undefined,
  );
}

export const tellFilterHidesTies = ({notices}: StageRun) =>
  notices.notice(
    'the filter pattern hides the lines between which lines without an id stand, so those carry no request id',
    'without --filter-pattern they do: apilogs get … | grep PATTERN',
  );

/** Where a watch ends: how to go on from there without a gap. The last line on stderr. */
export function tellResumeTime({options, context}: StageRun, startTime: number): void {
  if (!options.quiet)
    context.stderr.write(messageText(`to go on from here: --start ${toIsoText(startTime, 'utc')}`));
}
