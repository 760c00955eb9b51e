import type {LogEvent} from '../log-event.js';
import type {Level, LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import {endWithoutLineBreaks, toJsonString, toSafeJson} from './control-characters.js';
import {memoize} from './memoize.js';
import type {Renderer} from './renderer.js';
import {createTimeFormat} from './time-format.js';

/** Streams of one source whose JSON is kept; a busy function has some hundred at a time. */
const maxStreams = 1_000;
const maxSources = 1_000;

/** What the lines of one log stream share. */
interface StreamJson {
  /** `,"source":"lambda","name":"orders-get","apiRequestId":` */
  readonly beforeIds: string;
  /** `,"level":null,"canary":false,"late":false,"logGroup":"/aws/lambda/orders-get","logStream":"2026/…","eventId":` */
  readonly afterIds: (line: LogLine) => string;
}

/**
 * One object a line, with all keys in one order, which are a promise. Put together from pieces, of which most
 * are the same for all lines of a stream: `JSON.stringify` of an object takes half as long again.
 */
export function createJsonRenderer(): Renderer {
  const timestampFormat = createTimeFormat('utc');
  const ingestionFormat = createTimeFormat('utc');
  const streamsOfSource = memoize(
    (source: LogSource) => memoize((logStream: string) => toStreamJson(source, logStream), maxStreams),
    maxSources,
  );

  const toJson = (line: LogLine): string => {
    const {event, apiRequestId, lambdaRequestId} = line;
    const {beforeIds, afterIds} = streamsOfSource(event.source)(event.logStream);
    const timestamp = timeOrNull(timestampFormat.iso(event.timestamp));
    const ingestionTime = timeOrNull(ingestionFormat.iso(event.ingestionTime));
    const message = line.queryResult ? toSafeJson(line.queryResult.value) : messageOf(event);
    return `{"timestamp":${timestamp},"timestampMs":${numberOrNull(event.timestamp)},"ingestionTime":${ingestionTime}${beforeIds}${idOrNull(apiRequestId)},"lambdaRequestId":${idOrNull(lambdaRequestId)}${afterIds(line)}${event.eventId === '' ? 'null' : quote(event.eventId)},"message":${message}}`;
  };

  return {
    render: lines => {
      let text = '';
      for (const line of lines) text += `${toJson(line)}\n`;
      return text;
    },
  };
}

function messageOf({message}: LogEvent): string {
  const text = message.slice(0, endWithoutLineBreaks(message));
  return hasOnlyPlainAscii(text) ? `"${text}"` : toJsonString(text);
}

/** Whether a text is the same in JSON. */
const hasOnlyPlainAscii = (text: string) => !otherThanPlainAscii.test(text);
const otherThanPlainAscii = /[^ !#-[\]-~]/;

function toStreamJson({kind, name, logGroup}: LogSource, logStream: string): StreamJson {
  const stream = `,"logGroup":${toJsonString(logGroup)},"logStream":${toJsonString(logStream)},"eventId":`;
  // Nearly all lines are neither late nor of a canary, and a stream has few levels.
  const ofLevel = memoize((level: Level | undefined) => `${stateJson(level, false, false)}${stream}`, 10);
  return {
    beforeIds: `,"source":"${kind}","name":${toJsonString(name)},"apiRequestId":`,
    afterIds: ({level, canary, late}) =>
      canary || late ? `${stateJson(level, canary, late)}${stream}` : ofLevel(level),
  };
}

const stateJson = (level: Level | undefined, canary: boolean, late: boolean) =>
  `,"level":${level === undefined ? 'null' : `"${level}"`},"canary":${canary},"late":${late}`;

const needsNoEscapes = /^[\w+/=-]*$/;

/** Ids are hardly ever anything but letters, digits and a few signs. */
function quote(id: string): string {
  return needsNoEscapes.test(id) ? `"${id}"` : toJsonString(id);
}

function idOrNull(id: string | undefined): string {
  return id === undefined ? 'null' : quote(id);
}

function timeOrNull(iso: string | undefined): string {
  return iso === undefined ? 'null' : `"${iso}"`;
}

/** JSON has no NaN and no infinity. */
function numberOrNull(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
}
