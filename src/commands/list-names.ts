import type {AwsClients} from '../aws/aws-clients.js';
import type {Context} from '../context.js';
import {createGroupPorts, type GroupPorts} from '../groups/group-ports.js';
import type {Notices} from '../notices.js';
import {createLineWriter} from '../output/line-writer.js';
import {createStopSignal} from '../stop-signal.js';
import {withAws} from './with-aws.js';

/** What a list of log groups or log streams is made with. */
export interface Listing {
  readonly aws: AwsClients;
  readonly ports: GroupPorts;
  readonly notices: Notices;
  readonly signal: AbortSignal;
}

/** Prints a list page by page, as each arrives, and cleans up behind it; a reader that has gone ends it. */
export async function printList(
  options: Parameters<typeof withAws>[0],
  context: Context,
  pages: (listing: Listing) => AsyncIterable<string>,
): Promise<void> {
  await withAws(options, context, async ({aws, notices}) => {
    const {signal, stop} = createStopSignal(context.signal);
    const writer = createLineWriter(context.stdout, context.signal, () => stop());
    try {
      for await (const text of pages({aws, ports: createGroupPorts(aws), notices, signal})) {
        if (text !== '') await writer.write(text);
        if (signal.aborted) return;
      }
      await writer.flush();
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      stop();
    }
  });
}
