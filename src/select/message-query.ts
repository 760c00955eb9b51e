import {ApilogsError, exitCodes} from '../errors.js';
import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';

/** Puts what a query finds in a JSON message in the message's place. Other lines pass as they are. */
export interface MessageQuery {
  apply(line: LogLine): LogLine;
}

/**
 * A JMESPath query over messages. As in awslogs a text it finds is printed as it is and anything else as JSON,
 * `null` where it finds nothing. Messages of other types than its functions take stay as they are.
 *
 * @throws ApilogsError (exit code 2) for what is no JMESPath expression
 */
export async function createMessageQuery(expression: string): Promise<MessageQuery> {
  const {compile, TreeInterpreter} = await import('@jmespath-community/jmespath');
  const compiled = compileOrExplain(expression, compile);

  return {
    apply: line => {
      const json = jsonOf(line);
      if (json === undefined) return line;
      try {
        // Names such as toString find the functions that every object of JavaScript inherits.
        const found = TreeInterpreter.search(compiled, json);
        const value = typeof found === 'function' ? null : found;
        const {payload: _, ...rest} = line;
        const message = typeof value === 'string' ? value : JSON.stringify(value);
        return {...rest, event: withMessage(line.event, message), textStart: 0, queryResult: {value}};
      } catch {
        return line;
      }
    },
  };
}

const withMessage = (
  {source, logStream, timestamp, ingestionTime, eventId}: LogEvent,
  message: string,
): LogEvent => ({source, logStream, timestamp, ingestionTime, eventId, message});

type Jmespath = typeof import('@jmespath-community/jmespath');

function compileOrExplain(expression: string, compile: Jmespath['compile']): ReturnType<Jmespath['compile']> {
  try {
    return compile(expression);
  } catch (error) {
    throw new ApilogsError(`--query is no JMESPath expression: ${textOf(error)}`, {
      hint: "for instance --query 'status' or --query '[level, message]'; https://jmespath.org has a tutorial",
      exitCode: exitCodes.usage,
      cause: error,
    });
  }
}

/** The object or list that a message is; a delivery's record is only the envelope of its payload. */
function jsonOf({event, payload}: LogLine) {
  const text = (payload ?? event.message).trimStart();
  if (text[0] !== '{' && text[0] !== '[') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
