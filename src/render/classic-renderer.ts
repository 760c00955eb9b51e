import type {LogLine} from '../log-line.js';
import {createCell} from './cells.js';
import {endWithoutLineBreaks, showControlCharactersOfLines, splitLines} from './control-characters.js';
import {createHighlighter} from './highlight.js';
import {createPalette, unstyled} from './palette.js';
import type {Column, Renderer, RenderOptions} from './renderer.js';
import {createTimeFormat} from './time-format.js';

/** The flags of the original, as they were given. */
export interface ClassicFlags {
  readonly timestamp: boolean;
  readonly ingestionTime: boolean;
  readonly noGroup: boolean;
  readonly noStream: boolean;
}

/** The columns of the original `apilogs` and of `awslogs` in their order, as its flags choose them. */
export function classicColumns({timestamp, ingestionTime, noGroup, noStream}: ClassicFlags): Column[] {
  const columns: Column[] = [];
  if (!noGroup) columns.push('group');
  if (!noStream) columns.push('stream');
  if (timestamp) columns.push('time');
  if (ingestionTime) columns.push('ingestion');
  return columns;
}

const defaultColumns: readonly Column[] = ['group', 'stream'];
const noPadding = {time: 0, ingestion: 0, source: 0, request: 0, group: 0, stream: 0};

/** The original's layout: columns and message with single spaces, inner line breaks of a message kept. */
export function createClassicRenderer(options: RenderOptions): Renderer {
  const {color, highlight, timeZone} = options;
  const palette = createPalette(color);
  const highlighter = createHighlighter(color ? highlight : [], palette.mark);
  const layout = {
    highlighter,
    widths: noPadding,
    styles: palette.classic,
    styleOfName: palette.ofName,
    shortenName: (name: string) => name,
    shortenId: (id: string) => id,
    formatTime: createTimeFormat(timeZone).iso,
    formatIngestion: createTimeFormat(timeZone).iso,
  };
  const cells = (options.columns ?? defaultColumns).map(column => createCell(column, layout));

  const renderMessage = ({event}: LogLine): string => {
    const message = showControlCharactersOfLines(event.message.slice(0, endWithoutLineBreaks(event.message)));
    if (!color || highlight.length === 0) return message;
    return splitLines(message)
      .map(physical => highlighter(physical, unstyled))
      .join('\n');
  };

  return {
    render: lines => {
      let text = '';
      for (const line of lines) {
        for (const toCell of cells) text += `${toCell(line)} `;
        text += `${renderMessage(line)}\n`;
      }
      return text;
    },
  };
}
