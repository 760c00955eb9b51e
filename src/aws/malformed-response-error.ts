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
