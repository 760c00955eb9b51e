import type {LogLine} from '../log-line.js';
import {isPlain, showControlCharacters, splitLines} from './control-characters.js';
import {createHighlighter} from './highlight.js';
import {messageText} from './message-text.js';
import {createPalette, unstyled} from './palette.js';
import {createPrefix} from './prefix.js';
import type {Renderer, RenderOptions} from './renderer.js';
import {defaultTextColumns, streamWidth, widest} from './text-columns.js';
import {createTimeFormat} from './time-format.js';

const uuidWidth = 36;

/**
 * The layout for a pipe: full times, names and ids in columns, and every physical line of a message with
 * columns of its own, so that `grep` on an id keeps stack traces.
 */
export function createTextRenderer(options: RenderOptions): Renderer {
  const {color, highlight, sources, timeZone} = options;
  const palette = createPalette(color);
  const highlighter = createHighlighter(color ? highlight : [], palette.mark);
  const timeFormat = createTimeFormat(timeZone);
  const ingestionFormat = createTimeFormat(timeZone);
  const timeWidth = (timeFormat.iso(0) ?? '').length;

  const columns = options.columns ?? defaultTextColumns;
  const hasRequestColumn = columns.includes('request');
  const prefixOf = createPrefix(columns, {
    highlighter,
    widths: {
      time: timeWidth,
      ingestion: timeWidth,
      source: widest(sources, source => source.name),
      request: uuidWidth,
      group: widest(sources, source => source.logGroup),
      stream: streamWidth,
    },
    styles: {time: palette.time, ingestion: palette.time, group: unstyled, stream: unstyled},
    styleOfName: palette.ofName,
    shortenName: name => name,
    shortenId: id => id,
    formatTime: timeFormat.iso,
    formatIngestion: ingestionFormat.iso,
  });

  const renderLine = (line: LogLine): string => {
    const prefix = prefixOf(line);
    const style = palette.ofMessage(line);
    const text = messageText(line, hasRequestColumn);
    if (isPlain(text)) return `${prefix}${highlighter(text, style)}\n`;

    let printed = '';
    for (const physical of splitLines(text)) {
      printed += `${prefix}${highlighter(showControlCharacters(physical), style)}\n`;
    }
    return printed;
  };

  return {
    render: lines => {
      let text = '';
      for (const line of lines) text += renderLine(line);
      return text;
    },
  };
}
