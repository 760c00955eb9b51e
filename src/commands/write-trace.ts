import type {LogSource} from '../log-source.js';
import {createLineWriter} from '../output/line-writer.js';
import {toSafeJson} from '../render/control-characters.js';
import {isUnicode} from '../render/is-unicode.js';
import {createRenderer} from '../render/renderer.js';
import {terminalWidth} from '../render/terminal-width.js';
import {traceOpening, traceStory} from '../render/trace-head.js';
import {useColor} from '../render/use-color.js';
import type {RequestTrace} from '../trace/request-trace.js';
import type {TraceRun} from './trace-request.js';

const linesAtOnce = 1_000;
const defaultWidth = 80;

/** Prints a trace: as text its head, its timeline and its lines; as JSON one object. */
export interface TraceWriter {
  /** What is known first, while the rest is still being looked for; nothing in JSON. */
  open(trace: RequestTrace): Promise<void>;
  /** All the rest. */
  write(trace: RequestTrace): Promise<void>;
}

export function createTraceWriter({options, context}: TraceRun, sources: readonly LogSource[]): TraceWriter {
  const {stdout, env, signal} = context;
  const isTerminal = stdout.isTTY === true;
  const color = useColor(options.color, env, isTerminal);
  const writer = createLineWriter(stdout, signal);
  const isJson = options.output === 'json';
  const renderer = createRenderer({
    format: options.output,
    compact: isTerminal && !options.wide,
    isTerminal,
    color,
    highlight: [],
    timeZone: options.tz,
    width: terminalWidth(stdout),
    sources,
  });
  const headOptions = {
    width: terminalWidth(stdout) ?? defaultWidth,
    cutsNames: isTerminal && !options.wide,
    isUnicode: isUnicode(env),
    color,
    timeZone: options.tz,
  };
  let isOpen = false;

  async function open(trace: RequestTrace): Promise<void> {
    if (isOpen || isJson) return;
    isOpen = true;
    await writer.write(traceOpening(trace, headOptions));
  }

  async function write({lines, ...story}: RequestTrace): Promise<void> {
    await open({lines, ...story});
    await writer.write(
      isJson
        ? `${toSafeJson(story).slice(0, -1)},"lines":[`
        : `${traceStory({lines, ...story}, headOptions)}\n`,
    );
    for (let from = 0; from < lines.length && !writer.closed; from += linesAtOnce) {
      const text = renderer.render(lines.slice(from, from + linesAtOnce));
      await writer.write(isJson ? `${from === 0 ? '' : ','}${text.trimEnd().replaceAll('\n', ',')}` : text);
    }
    if (isJson) await writer.write(']}\n');
    await writer.flush();
  }

  return {open, write};
}
