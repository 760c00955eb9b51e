import {type AwsClients, createAwsClients, type DelayListener} from '../aws/aws-clients.js';
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
  const settings = {...options.aws, ...(onSecret && {onSecret})};
  const aws = await createAwsClients(settings, env, tellingOfDelays(notices));
  try {
    return await use({notices, aws});
  } finally {
    aws.destroy();
  }
}

function tellingOfDelays({notice}: Notices): DelayListener {
  let isTold = false;
  return {
    onThrottled: service => {
      isTold = true;
      notice(
        `AWS throttles calls of ${service}; asking again for up to a minute`,
        'the quota is shared by the whole account and region',
      );
    },
    onSlow: service => {
      // Once is enough: more services are slow for the same reason.
      if (isTold) return;
      isTold = true;
      notice(
        `${service} has not answered for 5 seconds; asking on for up to 3 minutes`,
        'is the network, a VPN, a proxy or a firewall in the way? -v tells more',
      );
    },
  };
}
