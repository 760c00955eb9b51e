import {AwsError} from './aws-error.js';
import type {Input} from './input.js';
import type {Place} from './log-store.js';
import {takePage} from './take-page.js';

/** Where the execution log of a stage is sent instead of to its own log group. */
export interface DeliveryDefinition {
  readonly restApiId: string;
  readonly stageName: string;
  /** The name of the log group, for type `CWL`. */
  readonly logGroup?: string;
  /** The ARN of another destination, or of a log group in another form. */
  readonly destinationResourceArn?: string;
  readonly destinationType?: 'CWL' | 'S3' | 'FH';
  /** Absent where the owner has not chosen one. */
  readonly outputFormat?: 'json' | 'plain';
  readonly recordFields?: readonly string[];
  readonly fieldDelimiter?: string;
}

interface Delivery extends DeliveryDefinition {
  readonly id: string;
  readonly sourceName: string;
  readonly destinationName: string;
}

const maxPageSize = 50;

/**
 * The log deliveries of CloudWatch Logs, as far as they send execution logs of API Gateway elsewhere.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-create-log-delivery.html
 */
export class DeliveryStore {
  readonly #place: Place;
  readonly #deliveries: Delivery[] = [];

  constructor(place: Place) {
    this.#place = place;
  }

  addDelivery(definition: DeliveryDefinition): void {
    const {restApiId, stageName} = definition;
    const id = `delivery${this.#deliveries.length + 1}`;
    const sourceName = `${restApiId}-${stageName}-execution-logs`;
    this.#deliveries.push({...definition, id, sourceName, destinationName: `${id}-destination`});
  }

  describeSources(input: Input): object {
    const resourceArns = input.texts('resourceArns');
    const bySource = new Map(this.#deliveries.map(delivery => [delivery.sourceName, delivery]));
    const sources = [...bySource.values()]
      .map(delivery => this.#describeSource(delivery))
      .filter(source => !resourceArns || source.resourceArns.some(arn => resourceArns.includes(arn)));
    const {items, nextToken} = takePage(sources, readPage(input));
    return {deliverySources: items, ...nextToken};
  }

  describeDeliveries(input: Input): object {
    const names = input.texts('deliverySourceNames');
    const deliveries = this.#deliveries.filter(({sourceName}) => !names || names.includes(sourceName));
    const {items, nextToken} = takePage(deliveries, readPage(input));
    return {deliveries: items.map(delivery => this.#describeDelivery(delivery)), ...nextToken};
  }

  getDestination(input: Input): object {
    const name = input.requiredText('name', {min: 1, max: 60, pattern: /^[\w-]*$/});
    const delivery = this.#deliveries.find(({destinationName}) => destinationName === name);
    if (!delivery) {
      throw new AwsError('ResourceNotFoundException', 'Requested Delivery Destination does not exist.');
    }
    const {destinationType = 'CWL', outputFormat} = delivery;
    return {
      deliveryDestination: {
        name,
        arn: this.#arn('delivery-destination', name),
        deliveryDestinationType: destinationType,
        ...(outputFormat ? {outputFormat} : {}),
        deliveryDestinationConfiguration: {destinationResourceArn: this.#destinationOf(delivery)},
      },
    };
  }

  #describeSource({sourceName, restApiId, stageName}: Delivery) {
    const {region, accountId} = this.#place;
    return {
      name: sourceName,
      arn: this.#arn('delivery-source', sourceName),
      // With the account's id, unlike the same ARN in an IAM policy (documented).
      resourceArns: [`arn:aws:apigateway:${region}:${accountId}:/restapis/${restApiId}/stages/${stageName}`],
      service: 'apigateway',
      logType: 'EXECUTION_LOGS',
    };
  }

  #describeDelivery(delivery: Delivery): object {
    const {id, sourceName, destinationName, destinationType = 'CWL', recordFields, fieldDelimiter} = delivery;
    return {
      id,
      arn: this.#arn('delivery', id),
      deliverySourceName: sourceName,
      deliveryDestinationArn: this.#arn('delivery-destination', destinationName),
      deliveryDestinationType: destinationType,
      ...(recordFields ? {recordFields} : {}),
      ...(fieldDelimiter === undefined ? {} : {fieldDelimiter}),
    };
  }

  #destinationOf({destinationResourceArn, logGroup, id}: Delivery): string {
    return destinationResourceArn ?? this.#arn('log-group', logGroup ?? `/aws/vendedlogs/${id}`);
  }

  #arn(kind: string, name: string): string {
    return `arn:aws:logs:${this.#place.region}:${this.#place.accountId}:${kind}:${name}`;
  }
}

const readPage = (input: Input) => ({
  limit: input.integer('limit', {min: 1, max: maxPageSize}) ?? maxPageSize,
  token: input.text('nextToken', {min: 1}),
});
