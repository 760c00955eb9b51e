import {stripVTControlCharacters} from 'node:util';
import type {LogLine} from '../log-line.js';
import {compactMessage} from './compact-message.js';
import {isPlain, showControlCharacters, splitLines} from './control-characters.js';
import {createHighlighter} from './highlight.js';
import {createPalette, unstyled} from './palette.js';
import {createPrefix} from './prefix.js';
import type {Renderer, RenderOptions} from './renderer.js';
import {createShortNames} from './short-names.js';
import {defaultTextColumns, streamWidth, widest} from './text-columns.js';
import {createTimeFormat} from './time-format.js';

const defaultWidth = 80;
const idWidth = 8;
const timeOfDayWidth = 'HH:MM:SS.mmm'.length;

/**
 * The layout for eyes: times of day under a rule with the date and the zone, short names and ids, and the
 * further lines of a message indented under its first. Messages are not cut: the terminal wraps them.
 */
export function createCompactRenderer(options: RenderOptions): Renderer {
  const {color, highlight, sources, timeZone, width = defaultWidth} = options;
  const palette = createPalette(color);
  const highlighter = createHighlighter(color ? highlight : [], palette.mark);
  const timeFormat = createTimeFormat(timeZone);
  const ingestionFormat = createTimeFormat(timeZone);
  const shortenName = createShortNames(sources);

  const columns = options.columns ?? defaultTextColumns;
  const prefixOf = createPrefix(columns, {
    highlighter,
    widths: {
      time: timeOfDayWidth,
      // In full: the rule tells the date of the events, and this may be another.
      ingestion: (timeFormat.iso(0) ?? '').length,
      source: widest(sources, source => shortenName(source.name)),
      request: idWidth,
      group: widest(sources, source => source.logGroup),
      stream: streamWidth,
    },
    styles: {time: palette.time, ingestion: palette.time, group: unstyled, stream: unstyled},
    styleOfName: palette.ofName,
    shortenName,
    shortenId: id => id.slice(0, idWidth),
    formatTime: timeFormat.timeOfDay,
    formatIngestion: ingestionFormat.iso,
  });

  const renderLine = (line: LogLine): string => {
    const prefix = prefixOf(line);
    const style = palette.ofMessage(line);
    const text = compactMessage(line);
    if (isPlain(text)) return `${prefix}${highlighter(text, style)}\n`;

    const indent = ' '.repeat(stripVTControlCharacters(prefix).length);
    const [first = '', ...others] = splitLines(text).map(physical =>
      highlighter(showControlCharacters(physical), style),
    );
    return `${[prefix + first, ...others.map(other => indent + other)].join('\n')}\n`;
  };

  const hasTimes = columns.includes('time');
  let ruledDay: string | undefined;
  /** A rule where the day or the zone's offset is another than that of the line before. */
  const renderRule = ({event}: LogLine): string => {
    const day = timeFormat.dayAndZone(event.timestamp);
    if (day === undefined || day === ruledDay) return '';
    ruledDay = day;
    return `${palette.rule(`--- ${day} `.padEnd(width, '-'))}\n`;
  };

  return {
    render: lines => {
      let text = '';
      for (const line of lines) {
        if (hasTimes) text += renderRule(line);
        text += renderLine(line);
      }
      return text;
    },
  };
}
