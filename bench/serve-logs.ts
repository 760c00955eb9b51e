import type {LoggedCall} from '../src/local-aws/call-log.js';
import {LocalAws} from '../src/local-aws/local-aws.js';
import {deployStage, executionLogGroup, logGroupOf, restApiId, stage} from './deploy-stage.js';
import {even, shapes} from './reading-shapes.js';

/** What the local AWS of a measurement serves. */
export interface ServedLogs {
  readonly shape: string;
  /** Over all log groups. */
  readonly events: number;
  readonly logGroups: number;
  readonly messageLength: number;
  /** How many events contain `needle`, evenly spread. All are a function's then: an execution log is read twice. */
  readonly needles?: number;
  readonly latencyMs: number;
  readonly quota: number;
  readonly scanLimit?: number;
}

/** Where the logs can be found. */
export interface ServedPlace {
  readonly env: Readonly<Record<string, string>>;
  readonly restApiId: string;
  readonly stage: string;
  readonly logGroups: readonly string[];
  /** Epoch milliseconds, both inclusive. */
  readonly startTime: number;
  readonly endTime: number;
}

/** What was asked since the last time that somebody wanted to know. */
export interface ServedCalls {
  readonly calls: number;
  /** From the first call's arrival to the last one's. */
  readonly spanMs: number;
}

const startTime = Date.UTC(2026, 2, 10, 9);

let localAws: LocalAws | undefined;

process.on('message', async message => {
  if (message === 'calls') {
    const arrivals = [...(localAws?.calls ?? [])].filter(isReading).map(({at}) => at);
    const spanMs = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
    localAws?.calls.clear();
    process.send?.({calls: arrivals.length, spanMs});
    return;
  }
  process.send?.(await serve(message as ServedLogs));
});

async function serve(logs: ServedLogs): Promise<ServedPlace> {
  const {latencyMs, quota, scanLimit, logGroups: count} = logs;
  localAws = await LocalAws.start({
    region: 'us-east-1',
    latencyMs,
    filterLogEventsQuota: quota,
    ...(scanLimit === undefined ? {} : {scanLimit}),
  });
  // A query that looks at millions of events would keep calls waiting for longer than a client waits.
  localAws.insights.configure({scansInBackground: true});
  const isFunction = logs.needles !== undefined;
  const names = Array.from({length: isFunction ? count : count - 1}, (_, i) => `fn-${i}`);
  deployStage(
    localAws,
    names.map(name => ({path: `/${name}`, functionName: name})),
  );
  const logGroups = [...(isFunction ? [] : [executionLogGroup]), ...names.map(logGroupOf)];
  const {windowMs} = shapeOf(logs);
  for (const logGroup of logGroups) fill(localAws, logGroup, logs);
  return {env: localAws.env(), restApiId, stage, logGroups, startTime, endTime: startTime + windowMs};
}

/** Where there is no such log group there is nothing to read. */
const isReading = ({operation, input}: LoggedCall) =>
  operation === 'StartQuery' ||
  operation === 'GetQueryResults' ||
  (operation === 'FilterLogEvents' && localAws?.logs.has(String(input.logGroupName)));

const shapeOf = ({shape}: ServedLogs) => shapes.find(({name}) => name === shape) ?? even;

function fill(aws: LocalAws, logGroup: string, logs: ServedLogs): void {
  const {events, logGroups, messageLength, needles = 0} = logs;
  const own = Math.floor(events / logGroups);
  const everyNeedle = needles === 0 ? Number.POSITIVE_INFINITY : Math.floor(own / needles);
  const timestamps = shapeOf(logs).timestamps(own);
  const filling = 'as long as lines usually are, or longer '.repeat(Math.ceil(messageLength / 40));
  const message = (head: string) => `${head} ${filling}`.slice(0, messageLength);
  // AWS scans concurrent calls on many machines; here they wait for each other, so that looking has to cost little.
  const hay = message('event');
  aws.logs.putGenerated(logGroup, own, index => {
    const isNeedle = index % everyNeedle === everyNeedle - 1;
    return {
      logStream: '2026/03/10/[$LATEST]0123456789abcdef0123456789abcdef',
      timestamp: startTime + (timestamps[index] ?? 0),
      message: isNeedle ? message(`needle ${index}`) : needles === 0 ? message(`event ${index}`) : hay,
      ingestionTime: startTime,
    };
  });
}
