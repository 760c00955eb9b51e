import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {createClassicRenderer} from './classic-renderer.js';
import {createCompactRenderer} from './compact-renderer.js';
import {createJsonRenderer} from './json-renderer.js';
import type {Column, OutputFormat} from './output-format.js';
import {createRawRenderer} from './raw-renderer.js';
import {createTextRenderer} from './text-renderer.js';

export {type Column, columnNames, type OutputFormat, outputFormats} from './output-format.js';

export interface RenderOptions {
  readonly format: OutputFormat;
  /** The layout for eyes: `text` on a terminal, unless `--wide` was given. */
  readonly compact: boolean;
  /** Whether stdout is a terminal, so that `raw` has to be made safe too. */
  readonly isTerminal: boolean;
  /** What `text` and `classic` print before the message, in this order; each has its own default. */
  readonly columns?: readonly Column[] | undefined;
  readonly color: boolean;
  /** Literal texts to mark, where there is colour; never in `json`, nor in `raw` for a pipe. */
  readonly highlight: readonly string[];
  /** `utc`, `local` or an IANA name; `json` is always UTC. */
  readonly timeZone: string;
  /** Columns of the terminal. */
  readonly width?: number | undefined;
  /** The sources known so far: widths and short names come from them; others may turn up later. */
  readonly sources: readonly LogSource[];
}

export interface Renderer {
  /** What to print for a batch: each line with its line break, '' for none. Batches are told in order. */
  render(lines: readonly LogLine[]): string;
}

/** @throws RangeError for a time zone that does not exist */
export function createRenderer(options: RenderOptions): Renderer {
  switch (options.format) {
    case 'text':
      return options.compact ? createCompactRenderer(options) : createTextRenderer(options);
    case 'classic':
      return createClassicRenderer(options);
    case 'raw':
      return createRawRenderer(options);
    case 'json':
      return createJsonRenderer();
  }
}
