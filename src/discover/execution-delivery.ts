import type {Delivery, DeliveryDestination} from '@aws-sdk/client-cloudwatch-logs';
import {isAccessDenied, isUnsupported, messageOf} from '../aws/aws-error.js';
import {allPages} from './all-pages.js';
import {type Attempt, attempt} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';
import {type Gap, hintOfFailure} from './gap.js';
import {parseLogGroupArn} from './log-group-arn.js';

/**
 * Where log deliveries send the execution log. While there is one, API Gateway leaves the stage's usual log
 * group alone (API Gateway guide, "Create a log delivery for a REST API").
 */
export interface ExecutionDelivery {
  readonly isRerouted: boolean;
  /** Whether AWS did not say where the log goes. */
  readonly isUnknown?: boolean;
  /** The account that owns the API, as the delivery source says. */
  readonly accountId: string | undefined;
  readonly logGroup: DeliveredLogGroup | undefined;
  readonly gaps: readonly Gap[];
}

export interface DeliveredLogGroup {
  readonly logGroup: string;
  readonly region: string;
  readonly accountId: string;
  readonly deliveryName: string;
}

type DeliveryPorts = Pick<
  DiscoverPorts,
  'describeDeliverySources' | 'describeDeliveries' | 'getDeliveryDestination'
>;

export const notRerouted = {isRerouted: false, accountId: undefined, logGroup: undefined, gaps: []} as const;

/** Never rejects for want of a permission: then the usual log group is all there is, which a quiet gap says. */
export async function findExecutionDelivery(
  ports: DeliveryPorts,
  restApiId: string,
  stage: string,
  signal?: AbortSignal,
): Promise<ExecutionDelivery> {
  const sources = await attempt(
    allPages(next => ports.describeDeliverySources(next, signal)),
    signal,
  );
  if (!sources.ok) return {...notRerouted, isUnknown: true, gaps: [unknownGap(sources.error)]};

  const resource = `:/restapis/${restApiId}/stages/${stage}`;
  const ofStage = sources.value.filter(
    ({logType, resourceArns = []}) =>
      logType === 'EXECUTION_LOGS' && resourceArns.some(arn => arn.endsWith(resource)),
  );
  const names = ofStage.flatMap(({name}) => name ?? []);
  if (names.length === 0) return notRerouted;

  const accountId = ofStage.map(({arn = ''}) => arn.split(':')[4]).find(account => account);
  const deliveries = await attempt(
    allPages(next => ports.describeDeliveries(names, next, signal)),
    signal,
  );
  if (!deliveries.ok)
    return {...notRerouted, isUnknown: true, accountId, gaps: [unknownGap(deliveries.error)]};

  // Older services than the one documented ignore the filter by name.
  const ofSources = deliveries.value.filter(({deliverySourceName = ''}) =>
    names.includes(deliverySourceName),
  );
  if (ofSources.length === 0) return {...notRerouted, accountId};
  return {isRerouted: true, accountId, ...(await destination(ports, ofSources, signal))};
}

/** The first log group that can be read. Several hold the same lines, so that one is enough. */
async function destination(
  ports: DeliveryPorts,
  deliveries: readonly Delivery[],
  signal: AbortSignal | undefined,
): Promise<Pick<ExecutionDelivery, 'logGroup' | 'gaps'>> {
  const toLogs = deliveries.filter(({deliveryDestinationType}) => deliveryDestinationType === 'CWL');
  if (toLogs.length === 0) return {logGroup: undefined, gaps: [elsewhereGap(deliveries)]};

  const gaps: Gap[] = [];
  for (const {deliveryDestinationArn = ''} of toLogs) {
    const name = deliveryDestinationArn.split(':').at(-1) ?? '';
    const found = await attempt(ports.getDeliveryDestination(name, signal), signal);
    const logGroup = logGroupOf(found);
    if (logGroup) return {logGroup: {...logGroup, deliveryName: name}, gaps: []};
    gaps.push(destinationGap(name, found));
  }
  return {logGroup: undefined, gaps};
}

function logGroupOf(found: Attempt<DeliveryDestination>) {
  if (!found.ok) return undefined;
  return parseLogGroupArn(found.value.deliveryDestinationConfiguration?.destinationResourceArn ?? '');
}

const unknownGap = (error: unknown): Gap => ({
  kind: isAccessDenied(error) ? 'denied' : 'failed',
  what: 'log deliveries',
  message: isAccessDenied(error)
    ? 'no permission to see whether a log delivery sends the execution log elsewhere'
    : `cannot see whether a log delivery sends the execution log elsewhere: ${messageOf(error)}`,
  hint: isAccessDenied(error)
    ? 'allow logs:DescribeDeliverySources, logs:DescribeDeliveries and logs:GetDeliveryDestination'
    : hintOfFailure(error),
  // Most people lack the permission and have no delivery; who has it is to know that an answer is missing.
  isPartial: !isAccessDenied(error) && !isUnsupported(error),
  isQuiet: isAccessDenied(error) || isUnsupported(error),
});

const elsewhereGap = (deliveries: readonly Delivery[]): Gap => {
  const types = new Set(deliveries.map(({deliveryDestinationType}) => deliveryDestinationType));
  const named = [...types].map(type => (type === 'FH' ? 'Firehose' : (type ?? 'an unknown place')));
  return {
    kind: 'notCloudWatch',
    what: 'execution log',
    message: `a log delivery sends the execution log to ${named.join(' and ')}, not to CloudWatch Logs`,
    hint: 'without it requests and functions cannot be tied; add a delivery to a log group',
    isPartial: false,
    about: {kind: 'execution', name: 'execution'},
  };
};

const destinationGap = (name: string, found: Attempt<DeliveryDestination>): Gap => ({
  kind: failedForPermission(found) ? 'denied' : 'failed',
  what: 'execution log',
  message: `a log delivery sends the execution log to destination "${name}", which cannot be read${found.ok ? '' : `: ${messageOf(found.error)}`}`,
  hint: failedForPermission(found)
    ? 'allow logs:GetDeliveryDestination'
    : 'run the command again; if it stays so, look at the delivery in the settings of the stage',
  isPartial: true,
  about: {kind: 'execution', name: 'execution'},
});

const failedForPermission = (found: Attempt<unknown>) => !found.ok && isAccessDenied(found.error);
