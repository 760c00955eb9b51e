import {isAccessDenied, toApilogsError} from '../aws/aws-error.js';
import {pagesOf} from '../discover/all-pages.js';
import {ApilogsError, exitCodes} from '../errors.js';
import type {LogSource} from '../log-source.js';
import type {Notices} from '../notices.js';
import type {GroupPorts} from './group-ports.js';
import {compileStreamPattern, type StreamPattern} from './stream-pattern.js';

/** A log group of which some streams are asked for. */
export interface StreamsQuestion {
  readonly logGroup: string;
  readonly region: string;
  /** As typed. */
  readonly pattern: string;
  /** Whether streams that begin later are to be read as well. */
  readonly isFollowed: boolean;
  readonly asked: {readonly profile: string | undefined; readonly endpointUrl: string | undefined};
}

export type StreamChoice = Pick<LogSource, 'logStreams' | 'ownsStream'>;

/**
 * AWS takes 100 streams a call, and every hundred is a listing of its own. Up to so many streams that costs less than
 * reading what all other streams of the group hold; from more on, the group is read and its streams are told apart here.
 */
const mostNamedStreams = 500;

/**
 * How to read the streams whose names an expression fits. No stream is left out by the time of its last event, which
 * AWS may say an hour late (documented for DescribeLogStreams).
 *
 * @throws ApilogsError with exit code 7 where no stream fits, with 2 for what is no expression, and for calls that fail
 */
export async function chooseStreams(
  ports: Pick<GroupPorts, 'logStreams'>,
  question: StreamsQuestion,
  notices: Notices,
  signal: AbortSignal,
): Promise<StreamChoice> {
  const pattern = compileStreamPattern(question.pattern);
  const names = await namesThatFit(ports, question, pattern, signal).catch((error: unknown) => {
    if (!isAccessDenied(error)) throw explained(error, question);
    notices.notice(
      `no permission to list the log streams of "${question.logGroup}"; whether any fits "${question.pattern}" is not known`,
      'allow logs:DescribeLogStreams; the events of the group are read and told apart here',
    );
    return undefined;
  });
  if (names?.length === 0) throw await noStream(ports, question, signal);
  // Streams that begin while the group is followed have names that nobody knows yet.
  const canBeNamed = !question.isFollowed && !pattern.isPrefix && (names?.length ?? 0) <= mostNamedStreams;
  if (names && canBeNamed) return {logStreams: {names}};
  return {
    ...(pattern.prefix === '' ? {} : {logStreams: {prefix: pattern.prefix}}),
    ...(pattern.isPrefix ? {} : {ownsStream: pattern.matches}),
  };
}

/** Of the names that fit, as many as are needed to decide how to read them. */
async function namesThatFit(
  {logStreams}: Pick<GroupPorts, 'logStreams'>,
  {logGroup, region, isFollowed}: StreamsQuestion,
  pattern: StreamPattern,
  signal: AbortSignal,
): Promise<string[]> {
  const enough = pattern.isPrefix || isFollowed ? 1 : mostNamedStreams + 1;
  const names: string[] = [];
  const pages = pagesOf(next => logStreams(logGroup, {prefix: pattern.prefix}, region, next, signal));
  for await (const streams of pages) {
    for (const {logStreamName = ''} of streams) if (pattern.matches(logStreamName)) names.push(logStreamName);
    if (names.length >= enough) break;
  }
  return names;
}

const explained = (error: unknown, {logGroup, region, asked}: StreamsQuestion) =>
  toApilogsError(error, {
    action: 'logs:DescribeLogStreams',
    what: `log group "${logGroup}"`,
    region,
    ...asked,
  });

async function noStream(
  {logStreams}: Pick<GroupPorts, 'logStreams'>,
  {logGroup, region, pattern}: StreamsQuestion,
  signal: AbortSignal,
): Promise<ApilogsError> {
  const newest = await logStreams(logGroup, {newest: 1}, region, undefined, signal).catch(() => ({
    items: [],
  }));
  const name = newest.items[0]?.logStreamName;
  return new ApilogsError(`no log stream of "${logGroup}" fits "${pattern}"`, {
    hint:
      name === undefined
        ? 'it has no streams; `apilogs groups` lists other log groups'
        : 'STREAM is a regular expression that has to fit the beginning of a name, .*TEXT one further on; ' +
          `the newest is ${name}`,
    exitCode: exitCodes.noStreams,
  });
}
