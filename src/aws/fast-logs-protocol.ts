import type {FilterLogEventsCommandOutput} from '@aws-sdk/client-cloudwatch-logs';
import {AwsJson1_1Protocol} from '@aws-sdk/core/protocols';
import {type EventsText, splitPage} from './events-text.js';
import {MalformedResponseError} from './malformed-response-error.js';

type DeserializeParameters = Parameters<AwsJson1_1Protocol['deserializeResponse']>;
type OperationSchema = DeserializeParameters[0];
type Context = DeserializeParameters[1];
type Response = DeserializeParameters[2];
type ResponseMetadata = FilterLogEventsCommandOutput['$metadata'];

/**
 * AWS JSON 1.1 as CloudWatch Logs speaks it, except that a page of events is read with `JSON.parse` alone, and the
 * events themselves only when somebody asks for them.
 *
 * The SDK walks every field of every event by its schema, which a shape of strings and numbers does not
 * need. Errors and all other operations are read by the SDK.
 */
export class FastLogsProtocol extends AwsJson1_1Protocol {
  override async deserializeResponse<Output extends {$metadata: ResponseMetadata}>(
    operationSchema: OperationSchema,
    context: Context,
    response: Response,
  ): Promise<Output> {
    if (operationSchema.name !== 'FilterLogEvents' || response.statusCode !== 200) {
      return super.deserializeResponse(operationSchema, context, response);
    }
    const body = await readBody(response.body as AsyncIterable<Uint8Array>);
    const $metadata = this.deserializeMetadata(response);
    const serverDate = toEpochMs(response.headers.date);
    const page: DatedPage = Object.assign(readPage(body, $metadata), {$metadata, serverDate});
    // The SDK's signature leaves the output's type to the caller; the operation's name was checked above.
    return page as unknown as Output;
  }
}

/** A page, with what this protocol knows of it besides. */
export type DatedPage = FilterLogEventsCommandOutput & {
  /** When the service says it answered: epoch ms, to the second. */
  readonly serverDate?: number | undefined;
  /** The same events as `events`, which parses them. */
  readonly eventsText?: EventsText | undefined;
};

function toEpochMs(date: string | undefined): number | undefined {
  const epochMs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

async function readBody(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

type Page = Omit<FilterLogEventsCommandOutput, '$metadata'> & Pick<DatedPage, 'eventsText'>;

function readPage(body: Buffer, $metadata: ResponseMetadata): Page {
  const split = splitPage(body);
  if (!split) return parsePage(body.toString(), $metadata);
  const page: Page = {...split.rest, eventsText: split.events};
  // The SDK copies what it can enumerate of every output, for its logger.
  return Object.defineProperty(page, 'events', {get: () => split.events.parseAll(), enumerable: false});
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
