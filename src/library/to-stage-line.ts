import type {LogLine} from '../log-line.js';
import {endWithoutLineBreaks} from '../render/control-characters.js';
import {createTimeFormat} from '../render/time-format.js';
import type {StageLine} from './stage-line.js';

/** Gives lines their public form; keeps what a line shares with the one before it. */
export function createToStageLine(): (line: LogLine) => StageLine {
  const timestampFormat = createTimeFormat('utc');
  const ingestionFormat = createTimeFormat('utc');
  return ({event, apiRequestId, lambdaRequestId, level, canary, late}) => ({
    timestamp: timestampFormat.iso(event.timestamp) ?? null,
    timestampMs: event.timestamp,
    ingestionTime: ingestionFormat.iso(event.ingestionTime) ?? null,
    source: event.source.kind,
    name: event.source.name,
    apiRequestId: apiRequestId ?? null,
    lambdaRequestId: lambdaRequestId ?? null,
    level: level ?? null,
    canary,
    late,
    logGroup: event.source.logGroup,
    logStream: event.logStream,
    eventId: event.eventId === '' ? null : event.eventId,
    message: event.message.slice(0, endWithoutLineBreaks(event.message)),
  });
}
