import type {Context} from '../context.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import type {GetOptions} from '../options.js';
import {createLineWriter, type LineWriter} from '../output/line-writer.js';
import {classicColumns} from '../render/classic-renderer.js';
import {createRenderer, type Renderer} from '../render/renderer.js';
import {useColor} from '../render/use-color.js';
import {byRequestId} from '../select/by-request-id.js';

/** The last stages of every command that prints lines: what is selected is rendered and written. */
export interface LinePrinter {
  /** Resolves when there is room for more; at once, without printing, when the reader has gone. */
  print(lines: readonly LogLine[]): Promise<void>;
  /** Resolves when everything has left the process. */
  flush(): Promise<void>;
  readonly printed: number;
  readonly isClosed: boolean;
}

export function createLinePrinter(
  options: GetOptions,
  context: Context,
  sources: readonly LogSource[],
  onClosed: () => void,
): LinePrinter {
  const writer: LineWriter = createLineWriter(context.stdout, context.signal, onClosed);
  const renderer = rendererFor(options, context, sources);
  const isSelected = options.requestIds.length > 0 ? byRequestId(options.requestIds) : undefined;
  let printed = 0;

  return {
    get printed() {
      return printed;
    },
    get isClosed() {
      return writer.closed;
    },
    print: async lines => {
      const selected = lines.filter(line => !line.event.source.isHidden && (!isSelected || isSelected(line)));
      printed += selected.length;
      if (selected.length > 0) await writer.write(renderer.render(selected));
    },
    flush: () => writer.flush(),
  };
}

function rendererFor(options: GetOptions, {stdout, env}: Context, sources: readonly LogSource[]): Renderer {
  const isTerminal = stdout.isTTY === true;
  return createRenderer({
    format: options.output,
    compact: isTerminal && !options.wide,
    isTerminal,
    columns: options.columns ?? (options.output === 'classic' ? classicColumns(options) : undefined),
    color: useColor(options.color, env, isTerminal),
    highlight: options.highlight,
    timeZone: options.tz,
    width: stdout.columns,
    sources: sources.filter(({isHidden}) => !isHidden),
  });
}
