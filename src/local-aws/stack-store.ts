import {AwsError} from './aws-error.js';
import type {Place} from './log-store.js';

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  /** Such as `AWS::ApiGateway::RestApi`. */
  readonly type: string;
  /** `CREATE_COMPLETE` where absent. */
  readonly status?: string;
}

export interface StackDefinition {
  readonly name: string;
  readonly resources: readonly StackResource[];
}

/** The CloudFormation stacks of the local AWS. */
export class StackStore {
  readonly #stacks = new Map<string, StackDefinition>();
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  addStack(definition: StackDefinition): void {
    this.#stacks.set(definition.name, definition);
  }

  /** What a stack is called as a resource of another. */
  arnOf(name: string): string {
    const {region, accountId} = this.#place;
    return `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/5f2b0c10-6b3e-11f0-9b6a-0a1b2c3d4e5f`;
  }

  /** By name or ARN. */
  get(nameOrArn: string): StackDefinition {
    const name = /^arn:[^/]*:stack\/([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
    const stack = this.#stacks.get(name);
    if (!stack) throw new AwsError('ValidationError', `Stack with id ${nameOrArn} does not exist`);
    return stack;
  }
}
