import type {LogLine} from '../log-line.js';
import {showControlCharacters} from './control-characters.js';
import type {Highlighter} from './highlight.js';
import {memoize} from './memoize.js';
import type {Style} from './palette.js';
import type {Column} from './renderer.js';

/** The text of one column for a line: safe, padded and styled. */
export type Cell = (line: LogLine) => string;

/** How a layout prints its columns. */
export interface CellLayout {
  readonly highlighter: Highlighter;
  /** To how many characters a cell is padded; longer ones push what follows. */
  readonly widths: Readonly<Record<Column, number>>;
  readonly styles: Readonly<Record<Exclude<Column, 'source' | 'request'>, Style>>;
  /** The style of a source's name, and of a request id; what is printed of them does not change it. */
  readonly styleOfName: (name: string) => Style;
  readonly shortenName: (name: string) => string;
  readonly shortenId: (id: string) => string;
  /** Each gives undefined for what is no time, which is printed as `-`. */
  readonly formatTime: (epochMs: number) => string | undefined;
  readonly formatIngestion: (epochMs: number) => string | undefined;
}

/** Requests in flight at a time whose cells are worth keeping. */
const maxRequestIds = 256;
const maxStreams = 1_000;
const maxSources = 1_000;
const nothing = '-';

export function createCell(column: Column, layout: CellLayout): Cell {
  const {highlighter, styles, styleOfName, widths} = layout;
  const paint = (text: string, style: Style): string => paintSafe(showControlCharacters(text), style);
  const paintSafe = (safe: string, style: Style): string => {
    // Padded outside of the style, so that neither an underline nor a highlight runs into the next column.
    const missing = widths[column] - safe.length;
    const painted = highlighter(safe, style);
    return missing > 0 ? painted + ' '.repeat(missing) : painted;
  };

  switch (column) {
    case 'time':
      return ({event}) => paintSafe(layout.formatTime(event.timestamp) ?? nothing, styles.time);
    case 'ingestion':
      return ({event}) => paintSafe(layout.formatIngestion(event.ingestionTime) ?? nothing, styles.ingestion);
    case 'source': {
      const ofName = memoize(
        (name: string) => paint(layout.shortenName(name), styleOfName(name)),
        maxSources,
      );
      return ({event}) => ofName(event.source.name);
    }
    case 'request': {
      const ofId = memoize((id: string) => paint(layout.shortenId(id), styleOfName(id)), maxRequestIds);
      const none = paint(nothing, text => text);
      return ({apiRequestId, lambdaRequestId}) => {
        const id = apiRequestId ?? lambdaRequestId;
        return id === undefined ? none : ofId(id);
      };
    }
    case 'group': {
      const ofGroup = memoize((group: string) => paint(group, styles.group), maxSources);
      return ({event}) => ofGroup(event.source.logGroup);
    }
    case 'stream': {
      const ofStream = memoize((stream: string) => paint(stream, styles.stream), maxStreams);
      return ({event}) => ofStream(event.logStream);
    }
  }
}
