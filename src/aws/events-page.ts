import type {FilterLogEventsCommandOutput} from '@aws-sdk/client-cloudwatch-logs';
import {type EventsText, Scratch, splitPage} from './events-text.js';
import {MalformedResponseError} from './malformed-response-error.js';

type ResponseMetadata = FilterLogEventsCommandOutput['$metadata'];

/** A page, with what else the answer tells. */
export type DatedPage = FilterLogEventsCommandOutput & {
  /** When the service says it answered: epoch ms, to the second. */
  readonly serverDate?: number | undefined;
  /** The same events as `events`, which parses them. */
  readonly eventsText?: EventsText | undefined;
};

/** A successful answer to FilterLogEvents. */
export interface PageResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Absent where there is none. */
  readonly body?: AsyncIterable<Uint8Array>;
}

/**
 * Reads a page of events with `JSON.parse` alone, and the events themselves only when somebody asks for them. The SDK
 * walks every field of every event by its schema, which a shape of strings and numbers does not need.
 *
 * @throws MalformedResponseError, or what broke the connection off; either says the status in its `$metadata`
 */
export async function readEventsPage(response: PageResponse): Promise<DatedPage> {
  const $metadata = metadataOf(response);
  const chunks = await readChunks(response.body ?? []).catch((error: unknown) => {
    // As the SDK does: the service did answer.
    throw error instanceof Error ? Object.assign(error, {$metadata}) : error;
  });
  return Object.assign(readPage(joined(chunks), $metadata), {
    $metadata,
    serverDate: toEpochMs(response.headers.date),
  });
}

function metadataOf({statusCode, headers}: PageResponse): ResponseMetadata {
  const requestId = headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'];
  return {httpStatusCode: statusCode, attempts: 1, totalRetryDelay: 0, ...(requestId && {requestId})};
}

function toEpochMs(date: string | undefined): number | undefined {
  const epochMs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

async function readChunks(
  body: NonNullable<PageResponse['body']> | readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return chunks;
}

const scratch = new Scratch();

/** The whole body, to be read at once: the next one takes its place. */
function joined(chunks: readonly Uint8Array[]): Buffer {
  const body = scratch.ofLength(chunks.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

type Page = Omit<FilterLogEventsCommandOutput, '$metadata'> & Pick<DatedPage, 'eventsText'>;

function readPage(body: Buffer, $metadata: ResponseMetadata): Page {
  const split = splitPage(body);
  if (!split) return parsePage(body.toString(), $metadata);
  const page: Page = {...split.rest, eventsText: split.events};
  // Not enumerable, so that a copy of the page does not parse them.
  return Object.defineProperty(page, 'events', {get: () => split.events.parse(), enumerable: false});
}

function parsePage(text: string, $metadata: ResponseMetadata): Page {
  let page: unknown;
  try {
    page = JSON.parse(text);
  } catch (error) {
    throw new MalformedResponseError('the answer to FilterLogEvents is not JSON', $metadata, error);
  }
  if (!isPage(page))
    throw new MalformedResponseError('the answer to FilterLogEvents has no events', $metadata);
  return page;
}

function isPage(page: unknown): page is Page {
  if (typeof page !== 'object' || page === null || Array.isArray(page)) return false;
  return !('events' in page) || page.events === null || Array.isArray(page.events);
}
