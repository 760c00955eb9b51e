import type {LogSource, SourceKind} from '../log-source.js';
import type {RequestRecord} from '../requests/request-record.js';
import {clipText} from './clip-text.js';
import {toSafeJson} from './control-characters.js';
import {createRequestPalette} from './request-palette.js';
import {type RequestRow, toRequestRow} from './request-row.js';
import {createShortNames} from './short-names.js';
import {createTimeFormat} from './time-format.js';

export type RequestFormat = 'text' | 'json';

export interface RequestRenderOptions {
  readonly format: RequestFormat;
  /** Whether the columns are shortened to the terminal's width. */
  readonly compact: boolean;
  readonly color: boolean;
  /** `utc`, `local` or an IANA name. */
  readonly timeZone: string;
  /** Columns of the terminal. */
  readonly width?: number | undefined;
  readonly sources: readonly LogSource[];
}

export interface RequestRenderer {
  /** Whole lines, each with its line break. */
  render(records: readonly RequestRecord[]): string;
}

export function createRequestRenderer(options: RequestRenderOptions): RequestRenderer {
  if (options.format === 'json') {
    return {render: records => records.map(record => `${toSafeJson(record)}\n`).join('')};
  }
  return options.compact ? compactRenderer(options) : fullRenderer(options);
}

/** Columns that most rows fit; what is longer is printed in full and moves the rest of its row. */
const fullWidths = {method: 7, path: 24, status: 4, latency: 8, cold: 4, error: 32} as const;

/** For a pipe: every column in full, so that `grep` and `awk` have all there is. */
function fullRenderer({color, timeZone, sources}: RequestRenderOptions): RequestRenderer {
  const palette = createRequestPalette(color);
  const timeFormat = createTimeFormat(timeZone);
  // Behind an authorizer there is another function as a rule.
  const functionsWidth = widestName(sources, 'authorizer') + ','.length + widestName(sources, 'lambda');

  const renderRecord = (record: RequestRecord) => {
    const row = toRequestRow(record, record.functions.map(({name}) => name).join(','));
    return [
      palette.time(timeFormat.iso(Date.parse(record.timestamp)) ?? record.timestamp),
      row.method.padEnd(fullWidths.method),
      row.path.padEnd(fullWidths.path),
      palette.ofStatus(record)(row.status.padEnd(fullWidths.status)),
      row.latency.padStart(fullWidths.latency),
      row.functions.padEnd(functionsWidth),
      palette.cold(row.cold.padEnd(fullWidths.cold)),
      palette.ofStatus(record)(row.error.padEnd(fullWidths.error)),
      row.request,
    ].join('  ');
  };
  return {render: records => records.map(record => `${renderRecord(record)}\n`).join('')};
}

const defaultWidth = 80;
const idWidth = 8;

/** For eyes: one line of the terminal a request, under a heading and a rule for each day. */
function compactRenderer(options: RequestRenderOptions): RequestRenderer {
  const {color, timeZone, sources, width = defaultWidth} = options;
  const palette = createRequestPalette(color);
  const timeFormat = createTimeFormat(timeZone);
  const shortenName = createShortNames(sources);
  const columns = compactColumns(width, widestFunction(sources, shortenName));
  let ruledDay: string | undefined;

  const renderCells = (
    cells: Readonly<Record<CompactColumn, string>>,
    styleOf: (column: CompactColumn) => (text: string) => string,
  ) =>
    columns
      .map(({name, width: cellWidth}) => {
        const text = clipText(cells[name], cellWidth);
        return styleOf(name)(name === 'latency' ? text.padStart(cellWidth) : text.padEnd(cellWidth));
      })
      .join('  ')
      .trimEnd();

  const renderRule = (at: number) => {
    const day = timeFormat.dayAndZone(at);
    if (day === undefined || day === ruledDay) return '';
    const isFirst = ruledDay === undefined;
    ruledDay = day;
    const rule = `${palette.heading(clipText(`--- ${day} `.padEnd(width, '-'), width))}\n`;
    return isFirst ? `${rule}${renderCells(headings, () => palette.heading)}\n` : rule;
  };

  const renderRecord = (record: RequestRecord) => {
    const row = toRequestRow(record, namesOf(record, shortenName));
    const at = Date.parse(record.timestamp);
    const cells = {
      ...withoutDashes(row),
      time: timeFormat.timeOfDay(at) ?? '',
      request: row.request.slice(0, idWidth),
    };
    const styles: Partial<Record<CompactColumn, (text: string) => string>> = {
      time: palette.time,
      status: palette.ofStatus(record),
      cold: palette.cold,
      error: palette.ofStatus(record),
    };
    return `${renderRule(at)}${renderCells(cells, name => styles[name] ?? unchanged)}\n`;
  };
  return {render: records => records.map(renderRecord).join('')};
}

/** The function that did the work comes first, where an authorizer's would take the room. */
function namesOf({functions}: RequestRecord, nameOf: (name: string) => string): string {
  const byRole = [...functions].sort((a, b) => Number(a.authorizer) - Number(b.authorizer));
  return byRole.map(({name}) => nameOf(name)).join(',');
}

const unchanged = (text: string) => text;

type CompactColumn = keyof RequestRow | 'time';

const headings: Readonly<Record<CompactColumn, string>> = {
  time: 'time',
  method: 'method',
  path: 'path',
  status: 'stat',
  latency: 'latency',
  functions: 'functions',
  cold: 'cold',
  error: 'error',
  request: 'request',
};

/** For eyes a column that has nothing to say is empty. */
const withoutDashes = (row: RequestRow): RequestRow => ({
  ...row,
  functions: row.functions === '-' ? '' : row.functions,
  cold: row.cold === '-' ? '' : row.cold,
  error: row.error === '-' ? '' : row.error,
});

interface Column {
  readonly name: CompactColumn;
  readonly width: number;
}

const fixedWidths = {time: 12, method: 6, status: 4, latency: 8, cold: 4, request: idWidth} as const;
const gap = 2;
/** Below this a column says nothing any more. */
const leastFlexible = 10;
const leastFunctions = 8;

/** What fits: functions go first, then the id's and the cold starts' columns; a path and an error always stay. */
function compactColumns(width: number, functionsWidth: number): Column[] {
  const all: CompactColumn[] = [
    'time',
    'method',
    'path',
    'status',
    'latency',
    'functions',
    'cold',
    'error',
    'request',
  ];
  const dropped: CompactColumn[] = [];
  const kept = () => all.filter(name => !dropped.includes(name));
  const roomOf = (names: readonly CompactColumn[]) =>
    width -
    gap * (names.length - 1) -
    names.reduce((sum, name) => sum + (isFixed(name) ? fixedWidths[name] : 0), 0);
  const needed = (names: readonly CompactColumn[]) =>
    2 * leastFlexible + (names.includes('functions') ? leastFunctions : 0);
  for (const name of ['functions', 'cold', 'request', 'method', 'time'] as const) {
    if (roomOf(kept()) >= needed(kept())) break;
    dropped.push(name);
  }

  const names = kept();
  const room = Math.max(2 * leastFlexible, roomOf(names));
  const functions = names.includes('functions') ? Math.min(functionsWidth, Math.floor(room / 4)) : 0;
  const path = Math.floor((room - functions) * 0.45);
  const flexible = {path, functions, error: room - functions - path};
  return names.map(name => ({name, width: isFixed(name) ? fixedWidths[name] : flexible[name]}));
}

const isFixed = (name: CompactColumn): name is keyof typeof fixedWidths => name in fixedWidths;

/** Room for the longest name, and for its heading. */
const widestFunction = (sources: readonly LogSource[], nameOf: (name: string) => string) =>
  Math.max(
    'functions'.length,
    widestName(sources, 'lambda', nameOf),
    widestName(sources, 'authorizer', nameOf),
  );

const widestName = (
  sources: readonly LogSource[],
  wanted: SourceKind,
  nameOf: (name: string) => string = name => name,
) =>
  sources
    .filter(({kind}) => kind === wanted)
    .reduce((width, {name}) => Math.max(width, nameOf(name).length), 0);
