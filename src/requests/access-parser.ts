import {type AccessLine, type AccessLineParser, createAccessLineParser} from '../correlate/access-line.js';
import type {LogEvent} from '../log-event.js';
import type {LogSource} from '../log-source.js';

/** What an access log line says, by the format of its stage. */
export type AccessParser = (event: LogEvent) => AccessLine | undefined;

/** A parser for the lines of any access log: each log's format is taken apart once. */
export function accessParser(): AccessParser {
  const parsers = new Map<LogSource, AccessLineParser>();
  return ({source, message}) => {
    let parse = parsers.get(source);
    if (!parse) {
      parse = createAccessLineParser(source.accessLogFormat);
      parsers.set(source, parse);
    }
    return parse(message);
  };
}
