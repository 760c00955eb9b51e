import type {LogGroup, LogStream} from '@aws-sdk/client-cloudwatch-logs';
import {showControlCharacters, toSafeJson} from './control-characters.js';

/** One name a line. */
export const renderNames = (names: readonly string[]): string =>
  names.map(name => `${showControlCharacters(name)}\n`).join('');

/** One object a line, with all keys in one order, which are a promise; times in ISO 8601. */
export const renderLogGroupsJson = (groups: readonly LogGroup[]): string =>
  groups.map(group => `${toSafeJson(groupJson(group))}\n`).join('');

/** As `renderLogGroupsJson`, of log streams. */
export const renderLogStreamsJson = (streams: readonly LogStream[]): string =>
  streams.map(stream => `${toSafeJson(streamJson(stream))}\n`).join('');

const groupJson = (group: LogGroup) => ({
  name: group.logGroupName ?? null,
  arn: group.logGroupArn ?? group.arn?.replace(/:\*$/, '') ?? null,
  class: group.logGroupClass ?? null,
  retentionInDays: group.retentionInDays ?? null,
  storedBytes: group.storedBytes ?? null,
  creationTime: isoOrNull(group.creationTime),
});

const streamJson = (stream: LogStream) => ({
  name: stream.logStreamName ?? null,
  arn: stream.arn ?? null,
  creationTime: isoOrNull(stream.creationTime),
  firstEventTimestamp: isoOrNull(stream.firstEventTimestamp),
  lastEventTimestamp: isoOrNull(stream.lastEventTimestamp),
  lastIngestionTime: isoOrNull(stream.lastIngestionTime),
});

/** Epoch milliseconds as text; null where there are none, or no date has so many. */
function isoOrNull(epochMs: number | undefined): string | null {
  if (epochMs === undefined) return null;
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
