import type {LogEvent} from '../../src/log-event.js';
import type {LogSource} from '../../src/log-source.js';
import type {Notices} from '../../src/notices.js';

let counter = 0;

export function source(fields: Partial<LogSource> & Pick<LogSource, 'kind' | 'name'>): LogSource {
  return {
    logGroup:
      fields.kind === 'lambda' || fields.kind === 'authorizer' ? `/aws/lambda/${fields.name}` : fields.name,
    region: 'eu-west-1',
    canary: false,
    rank: 0,
    ...fields,
  };
}

export const executionSource = source({
  kind: 'execution',
  name: 'execution',
  logGroup: 'API-Gateway-Execution-Logs_qx7m2kd04v/prod',
  rank: 10,
});

/** Base of the short times that tests use: 10 March 2026, 09:00 UTC. */
export const t0 = 1_773_133_200_000;

export function event(at: number, message: string, fields: Partial<LogEvent> = {}): LogEvent {
  counter += 1;
  return {
    source: executionSource,
    logStream: 'stream',
    timestamp: t0 + at,
    ingestionTime: t0 + at + 500,
    eventId: String(counter).padStart(56, '0'),
    message,
    ...fields,
  };
}

export async function* pages<T>(...batches: T[]): AsyncGenerator<T> {
  yield* batches;
}

export async function collect<T>(batches: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

export const messages = (events: readonly LogEvent[]) => events.map(({message}) => message);

/** Notices that remember what was said. */
export function rememberNotices(): Notices & {readonly said: string[]} {
  const said: string[] = [];
  const say = (message: string) => void said.push(message);
  return {said, notice: say, change: say, detail: () => undefined};
}
