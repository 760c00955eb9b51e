import type {LogLine} from '../log-line.js';
import {showControlCharactersOfLines, splitLines} from './control-characters.js';
import {createHighlighter} from './highlight.js';
import {createPalette, unstyled} from './palette.js';
import type {Renderer, RenderOptions} from './renderer.js';

/** The messages alone: byte for byte in a pipe, made safe on a terminal. */
export function createRawRenderer(options: RenderOptions): Renderer {
  const toText = options.isTerminal ? forTerminal(options) : ({event}: LogLine) => event.message;
  return {
    render: lines => {
      let text = '';
      for (const line of lines) {
        const message = toText(line);
        text += message.endsWith('\n') ? message : `${message}\n`;
      }
      return text;
    },
  };
}

function forTerminal({color, highlight}: RenderOptions): (line: LogLine) => string {
  if (!color || highlight.length === 0) return ({event}) => showControlCharactersOfLines(event.message);

  const style = createHighlighter(highlight, createPalette(color).mark);
  return ({event}) =>
    splitLines(showControlCharactersOfLines(event.message))
      .map(physical => style(physical, unstyled))
      .join('\n');
}
