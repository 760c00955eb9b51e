import {ApilogsError, exitCodes} from '../errors.js';
import {normalizeRequestId} from '../select/by-request-id.js';
import {idCharacters, patternOfIds, patternOfPrefix} from './id-patterns.js';

/** The id somebody asks for; of which kind it is only the logs can tell. */
export interface WantedId {
  /** As a line would say it. */
  readonly text: string;
  /** Whether it is only the beginning of an id. */
  readonly isPrefix: boolean;
  /** Epoch ms that the id itself says: of a trace id, whose second part is its beginning in seconds. */
  readonly startedAt: number | undefined;
  /** The CloudWatch Logs filter pattern that finds the lines with it. */
  readonly filterPattern: string;
  matches(id: string | undefined): boolean;
}

const shortest = 8;
const longest = 128;
const uuidLength = 36;

const uuidPrefix = /^[\da-f]{8}[\da-f-]*$/i;
/** `1-5759e988-bd862e3fe1be46a994272793` (X-Ray: version, epoch seconds, 96 random bits), and its beginnings. */
const traceId = /^1-([\da-f]{8})(?:-([\da-f]{0,24}))?$/i;
/** `JKJaXmPLoAMFVtg=`: base64 whose end is the padding. */
const extendedId = /^[\w/+-]{8,}=+$/;

/**
 * Reads what was pasted: a whole id, the first eight or more characters of one, or a response header.
 *
 * Throws an ApilogsError (exit code 2) for what cannot be an id.
 */
export function parseWantedId(pasted: string): WantedId {
  if (/^\s*(https?|wss?):\/\//i.test(pasted)) {
    throw new ApilogsError(`"${pasted.trim().slice(0, longest)}" is a URL, and no request id`, {
      hint: 'the URL of an API goes with -a: apilogs trace ID -a URL',
      exitCode: exitCodes.usage,
    });
  }
  const text = normalizeRequestId(withoutHeaderName(pasted));
  if (text.length < shortest) {
    throw new ApilogsError(`"${text}" is too short for a request id`, {
      hint: `give the whole id, or at least the first ${shortest} characters of it`,
      exitCode: exitCodes.usage,
    });
  }
  if (text.length > longest || !idCharacters.test(text)) {
    throw new ApilogsError(`"${text.slice(0, longest)}" is no request id`, {
      hint: 'an id is that of an API request (x-amzn-RequestId), its extended id (x-amz-apigw-id), a trace id or a Lambda request id',
      exitCode: exitCodes.usage,
    });
  }
  const trace = traceId.exec(text);
  const isPrefix = trace ? trace[2]?.length !== 24 : isBeginning(text);
  return {
    text,
    isPrefix,
    startedAt: trace?.[1] === undefined ? undefined : Number.parseInt(trace[1], 16) * 1000,
    filterPattern: isPrefix ? patternOfPrefix(text) : (patternOfIds([text])[0] ?? ''),
    matches: id => id !== undefined && (isPrefix ? id.startsWith(text) : id === text),
  };
}

/** An id that is neither a UUID nor an extended one may be whole: a client may send one of its own. */
const isBeginning = (text: string) =>
  (uuidPrefix.test(text) || /^[\w/+-]+$/.test(text)) && text.length < uuidLength && !extendedId.test(text);

/** `x-amzn-RequestId: 3e0f…`, also with curl's `< ` in front or as a member of a JSON object. */
const withoutHeaderName = (pasted: string) =>
  pasted
    .trim()
    .replace(/^[<>*]\s+/, '')
    .replace(/^["']?[A-Za-z][\w-]*["']?\s*:\s*/, '');
