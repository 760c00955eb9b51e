import type {LogLine} from '../log-line.js';
import {splitLines} from '../render/control-characters.js';
import type {RequestError} from '../requests/request-record.js';

/** A Go panic is printed line by line, each an event of its own. */
const linesOfPanic = 12;

/** The innermost line of the stack trace that a function printed with an error; undefined where there is none. */
export function stackTop(lines: readonly LogLine[], error: RequestError): string | undefined {
  const own = lines.filter(({event}) => event.source.name === error.source);
  for (const [index, {event}] of own.entries()) {
    if (!says(event.message, error)) continue;
    const top = topOf(physicalLines(event.message));
    if (top !== undefined) return top;
    if (event.message.startsWith('panic: ')) {
      return topOf(own.slice(index, index + linesOfPanic).flatMap(line => splitLines(line.event.message)));
    }
  }
  return undefined;
}

const says = (message: string, {type, message: text}: RequestError) =>
  message.includes(type) || (text !== '' && message.includes(text));

function topOf(lines: readonly string[]): string | undefined {
  // `Traceback (most recent call last)`: Python prints the innermost frame last.
  const python = lines.findLast(line => /^\s*File "[^"]{1,500}", line \d+/.test(line));
  const goroutine = lines.findIndex(line => /^goroutine \d+ \[/.test(line));
  const go =
    goroutine < 0 ? undefined : lines.slice(goroutine + 1).find(line => /^\s+\S+\.go:\d+/.test(line));
  // Node.js, Java and .NET.
  const frame = lines.find(line => /^\s+at \S/.test(line));
  return (python ?? go ?? frame)?.trim();
}

/** Also those of a stack trace inside JSON: `"stack":[…]` of Node.js, `"stackTrace":[…]` of the JSON log format. */
function physicalLines(message: string): string[] {
  const brace = message.indexOf('{');
  if (brace < 0 || !message.includes('"stack')) return splitLines(message);
  try {
    const json: unknown = JSON.parse(message.slice(brace));
    const {stack, stackTrace} = json as {readonly stack?: unknown; readonly stackTrace?: unknown};
    return textsOf(stack ?? stackTrace).flatMap(splitLines);
  } catch {
    return splitLines(message);
  }
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter(item => typeof item === 'string')
    : typeof value === 'string'
      ? [value]
      : [];
