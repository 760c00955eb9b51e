import type {Context} from '../context.js';
import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import type {GetOptions} from '../options.js';
import {createLineWriter, type LineWriter} from '../output/line-writer.js';
import {Unwritten} from '../output/unwritten.js';
import {classicColumns} from '../render/classic-renderer.js';
import {createRenderer, type Renderer} from '../render/renderer.js';
import {terminalWidth} from '../render/terminal-width.js';
import {useColor} from '../render/use-color.js';
import {createMessageQuery} from '../select/message-query.js';
import {printedLines, printedSources} from '../select/printed-lines.js';
import {needsWholeRequests} from '../select/selection.js';

/** The last stages of every command that prints lines: what is selected is rendered and written. */
export interface LinePrinter {
  /** Resolves when there is room for more; at once, without printing, when the reader has gone. */
  print(lines: readonly LogLine[]): Promise<void>;
  /** Resolves when everything has left the process. */
  flush(): Promise<void>;
  readonly printed: number;
  /**
   * Whether a line says no invocation, of a source that has them: one that was printed, or that the selection of
   * requests left out, to which it may belong.
   */
  readonly hasLinesWithoutId: boolean;
  readonly isClosed: boolean;
  /** Epoch ms of the oldest line that may not have left the process; infinite where all have. */
  readonly unwrittenSince: number;
}

/** Enough to write large pieces, and few enough for their text to be garbage that is cheap to collect. */
const linesAtOnce = 1_000;

export function createLinePrinter(
  options: GetOptions,
  context: Context,
  sources: readonly LogSource[],
  onClosed: () => void,
): LinePrinter {
  const writer: LineWriter = createLineWriter(context.stdout, context.signal, onClosed);
  const unwritten = new Unwritten(writer);
  const renderer = rendererFor(options, context, sources);
  const isPrinted = printedLines(options);
  const selectsRequests = needsWholeRequests(options);
  const isOfPrintedSource = printedSources(options, sources);
  const query = options.query === undefined ? undefined : createMessageQuery(options.query);
  let printed = 0;
  let hasLinesWithoutId = false;

  return {
    get hasLinesWithoutId() {
      return hasLinesWithoutId;
    },
    get printed() {
      return printed;
    },
    get isClosed() {
      return writer.closed;
    },
    get unwrittenSince() {
      return unwritten.since;
    },
    print: async lines => {
      const shown = lines.filter(line => isOfPrintedSource(line.event.source));
      const selected = shown.filter(isPrinted);
      printed += selected.length;
      hasLinesWithoutId ||= (selectsRequests ? shown : selected).some(isWithoutId);
      for (let from = 0; from < selected.length && !writer.closed; from += linesAtOnce) {
        const batch = selected.slice(from, from + linesAtOnce);
        unwritten.add(batch.map(({event}) => event.timestamp));
        await writer.write(renderer.render(query ? batch.map((await query).apply) : batch));
      }
    },
    flush: () => writer.flush(),
  };
}

const isWithoutId = ({event: {source}, lambdaRequestId}: LogLine) =>
  lambdaRequestId === undefined && (source.kind === 'lambda' || source.kind === 'authorizer');

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
    width: terminalWidth(stdout),
    sources: sources.filter(({isHidden}) => !isHidden),
  });
}
