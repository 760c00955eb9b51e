import {isNotFound, toApilogsError} from '../aws/aws-error.js';
import {defaultStreamsStart} from '../cli/command-declarations.js';
import type {StreamsOptions} from '../cli/list-options.js';
import type {Context} from '../context.js';
import {pagesOf} from '../discover/all-pages.js';
import {parseLogGroupArn} from '../discover/log-group-arn.js';
import {type ExitCode, exitCodes} from '../errors.js';
import {nearestHint} from '../groups/find-groups.js';
import {nearestGroups} from '../groups/nearest-groups.js';
import {mayHoldEvents} from '../groups/streams-of-window.js';
import {resolveWindow} from '../options.js';
import {renderLogStreamsJson, renderNames} from '../render/name-lists.js';
import {type Listing, printList} from './list-names.js';
import {longerWindowHint} from './longer-window.js';

/** `apilogs streams`: the log streams of a log group that may hold events of the window. */
export async function run(options: StreamsOptions, context: Context): Promise<ExitCode> {
  const now = context.clock.now();
  const {start = defaultStreamsStart, end, tz} = options;
  const {startTime, endTime = now} = await resolveWindow({start, end, tz, watch: false}, now);
  await printList(options, context, listing => listStreams(options, {startTime, endTime, now}, listing));
  return exitCodes.ok;
}

interface StreamsWindow {
  readonly startTime: number;
  readonly endTime: number;
  readonly now: number;
}

async function* listStreams(
  {logGroup, output, end}: StreamsOptions,
  window: StreamsWindow,
  {aws, ports, notices, signal}: Listing,
): AsyncGenerator<string> {
  const region = parseLogGroupArn(logGroup)?.region ?? aws.region;
  let found = 0;
  try {
    const pages = pagesOf(next => ports.logStreams(logGroup, {prefix: ''}, region, next, signal));
    for await (const page of pages) {
      const streams = page.filter(stream => mayHoldEvents(stream, window));
      found += streams.length;
      yield output === 'json'
        ? renderLogStreamsJson(streams)
        : renderNames(streams.map(({logStreamName = ''}) => logStreamName));
    }
  } catch (error) {
    const {profile, endpointUrl} = aws;
    const notFoundHint = isNotFound(error)
      ? nearestHint(await nearestGroups(ports, logGroup, region, signal))
      : undefined;
    const call = {action: 'logs:DescribeLogStreams', what: `log group "${logGroup}"`};
    throw toApilogsError(error, {...call, region, profile, endpointUrl, notFoundHint});
  }
  if (found > 0) return;
  const {startTime, endTime, now} = window;
  notices.notice(
    `no log stream of "${logGroup}" can hold events of this window`,
    longerWindowHint({startTime, endTime: end === undefined ? undefined : endTime, now}),
  );
}
