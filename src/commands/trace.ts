import {createAwsClients} from '../aws/aws-clients.js';
import {defaultTraceStart} from '../cli/command-declarations.js';
import {createNotices} from '../cli/create-notices.js';
import type {Context} from '../context.js';
import type {ExitCode} from '../errors.js';
import {resolveWindow, type TraceOptions} from '../options.js';
import {parseWantedId} from '../trace/wanted-id.js';
import {traceRequest} from './trace-request.js';

/** `apilogs trace ID`: everything about one request, from any of its ids. */
export async function run(options: TraceOptions, context: Context): Promise<ExitCode> {
  const wanted = parseWantedId(options.id);
  const start = options.start ?? defaultTraceStart;
  const window = await resolveWindow({...options, start}, context.clock.now());
  const notices = createNotices(context.stderr, options);
  const aws = await createAwsClients(options.aws, context.env);
  try {
    return await traceRequest(wanted, {options, context, notices, aws, window});
  } finally {
    aws.destroy();
  }
}
