import type {LogEvent} from '../log-event.js';
import type {LogLine} from '../log-line.js';

/** Lines for who prints nothing but what AWS returned: no request is looked for, so that none has to wait. */
export async function* untiedLines(batches: AsyncIterable<LogEvent[]>): AsyncGenerator<LogLine[]> {
  for await (const batch of batches) yield batch.map(untied);
}

const untied = (event: LogEvent): LogLine => ({
  event,
  apiRequestId: undefined,
  lambdaRequestId: undefined,
  level: undefined,
  canary: event.source.canary,
  late: false,
  isPlatform: false,
  textStart: 0,
});
