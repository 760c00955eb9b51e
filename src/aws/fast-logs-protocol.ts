import type {FilterLogEventsCommandOutput} from '@aws-sdk/client-cloudwatch-logs';
import {AwsJson1_1Protocol} from '@aws-sdk/core/protocols';

type DeserializeParameters = Parameters<AwsJson1_1Protocol['deserializeResponse']>;
type OperationSchema = DeserializeParameters[0];
type Context = DeserializeParameters[1];
type Response = DeserializeParameters[2];
type ResponseMetadata = FilterLogEventsCommandOutput['$metadata'];

/** A successful answer whose body is not what the operation returns; worth another try. */
export class MalformedResponseError extends Error {
  override readonly name = 'MalformedResponseError';
  // Without metadata of its own the SDK would add a hint on debugging to the message.
  readonly $metadata: ResponseMetadata;

  constructor(message: string, $metadata: ResponseMetadata, cause?: unknown) {
    super(message, {cause});
    this.$metadata = $metadata;
  }
}

/**
 * AWS JSON 1.1 as CloudWatch Logs speaks it, except that a page of events is read with `JSON.parse` alone.
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
    const text = await readText(response.body as AsyncIterable<Uint8Array>);
    const $metadata = this.deserializeMetadata(response);
    const page = {...parsePage(text, $metadata), $metadata, serverDate: toEpochMs(response.headers.date)};
    // The SDK's signature leaves the output's type to the caller; the operation's name was checked above.
    return page as unknown as Output;
  }
}

/** A page, and when the service says it answered: epoch ms, to the second. */
export type DatedPage = FilterLogEventsCommandOutput & {readonly serverDate?: number | undefined};

function toEpochMs(date: string | undefined): number | undefined {
  const epochMs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parsePage(
  text: string,
  $metadata: ResponseMetadata,
): Omit<FilterLogEventsCommandOutput, '$metadata'> {
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

function isPage(page: unknown): page is Omit<FilterLogEventsCommandOutput, '$metadata'> {
  if (typeof page !== 'object' || page === null || Array.isArray(page)) return false;
  return !('events' in page) || page.events === null || Array.isArray(page.events);
}
