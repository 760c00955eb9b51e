import {type AwsClients, createAwsClients} from '../aws/aws-clients.js';
import {createNotices} from '../cli/create-notices.js';
import type {Context} from '../context.js';
import type {Notices} from '../notices.js';
import type {GetOptions} from '../options.js';

/** What a command that asks AWS works with. */
export interface AwsWorld {
  readonly notices: Notices;
  readonly aws: AwsClients;
}

/** Opens the way to AWS for a command, and cleans up behind it. */
export async function withAws<T>(
  options: Pick<GetOptions, 'aws' | 'verbose' | 'quiet'>,
  context: Context,
  use: (world: AwsWorld) => Promise<T>,
): Promise<T> {
  const notices = createNotices(context.stderr, options);
  const {env, onSecret} = context;
  const aws = await createAwsClients({...options.aws, ...(onSecret && {onSecret})}, env, service =>
    notices.notice(
      `AWS throttles calls of ${service}; asking again for up to a minute`,
      'the quota is shared by the whole account and region',
    ),
  );
  try {
    return await use({notices, aws});
  } finally {
    aws.destroy();
  }
}
