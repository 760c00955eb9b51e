import type {FilterLogEventsCommandOutput} from '@aws-sdk/client-cloudwatch-logs';

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

/** The same of a page whose events turn out to be garbled when they are read, long after the call. */
export class GarbledEventError extends MalformedResponseError {
  constructor(cause: unknown) {
    super('an event is not JSON', {httpStatusCode: 200}, cause);
  }
}
