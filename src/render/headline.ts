import {showControlCharacters} from './control-characters.js';
import {createTimeFormat} from './time-format.js';

export interface Headline {
  /** Absent where log groups are read by name. */
  readonly api?: {readonly id: string; readonly name?: string | undefined} | undefined;
  readonly stage?: string | undefined;
  /** The only log group, or the first, where they are read by name. */
  readonly logGroup?: string | undefined;
  readonly account?: string | undefined;
  readonly region: string;
  readonly profile?: string | undefined;
  /** Epoch milliseconds; no end while following. */
  readonly window: {readonly startTime: number; readonly endTime?: number | undefined};
  /** `utc`, `local` or an IANA name. */
  readonly timeZone: string;
  readonly sourceCount: number;
  /** Columns of the terminal. */
  readonly width?: number | undefined;
}

/**
 * What is being read and where, on one line without its line break:
 * `orders (abc123def4), stage prod, account 111122223333, eu-west-1, profile work, 2026-03-10T09:10:00Z to
 * 09:15:00Z, 5 sources`. Of a line too long for the terminal, what tells least is left out: a wrong account or
 * region looks like "no logs", so those stay.
 */
export function headline(head: Headline): string {
  const {
    api,
    stage,
    logGroup,
    sourceCount,
    account,
    region,
    profile,
    width = Number.POSITIVE_INFINITY,
  } = head;
  let parts: Readonly<Record<string, string | undefined>> = {
    api: api && (api.name ? `${api.name} (${api.id})` : `API ${api.id}`),
    stage: stage && `stage ${stage}`,
    logGroup: logGroup && (sourceCount === 1 ? logGroup : `${logGroup} and ${sourceCount - 1} more`),
    account: account && `account ${account}`,
    region,
    profile: profile && `profile ${profile}`,
    window: describeWindow(head, withoutZeros),
    sources: logGroup ? undefined : countSources(sourceCount),
  };
  const window = describeWindow(head, inSeconds);
  for (const shorter of [{sources: ''}, {window}, {account}, {profile: ''}, {api: api?.id}, {stage}]) {
    if (join(parts).length <= width) break;
    parts = {...parts, ...shorter};
  }
  return join(parts);
}

const join = (parts: Readonly<Record<string, string | undefined>>): string =>
  showControlCharacters(Object.values(parts).filter(Boolean).join(', '));

function describeWindow(
  {window: {startTime, endTime}, timeZone}: Headline,
  shorten: (iso: string) => string,
): string {
  const format = createTimeFormat(timeZone);
  const iso = (epochMs: number) => shorten(format.iso(epochMs) ?? '-');
  if (endTime === undefined) return `from ${iso(startTime)} on`;
  const isSameDay = format.dayAndZone(startTime) === format.dayAndZone(endTime);
  const end = isSameDay ? iso(endTime).slice(iso(endTime).indexOf('T') + 1) : iso(endTime);
  return `${iso(startTime)} to ${end}`;
}

/** Windows are asked for in whole seconds as a rule. */
function withoutZeros(iso: string): string {
  return iso.replace('.000', '');
}

function inSeconds(iso: string): string {
  return iso.replace(/\.\d{3}/, '');
}

function countSources(count: number): string {
  return count === 1 ? '1 source' : `${count} sources`;
}
