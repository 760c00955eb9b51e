import {AwsError} from './aws-error.js';
import type {Place} from './log-store.js';

/** What may differ from one version or alias of a function to another. */
export interface FunctionConfiguration {
  readonly logFormat?: 'Text' | 'JSON';
  /** `/aws/lambda/` and the function's name where absent. */
  readonly logGroup?: string;
  /** MB. */
  readonly memorySize?: number;
  readonly runtime?: string;
  /** Whether an execution environment runs several invocations at a time (Lambda Managed Instances). */
  readonly isConcurrent?: boolean;
}

export interface QualifiedConfiguration extends FunctionConfiguration {
  /** The version an alias points to; a version is its own. */
  readonly version?: string;
}

export interface FunctionDefinition extends FunctionConfiguration {
  readonly name: string;
  /** The region of the local AWS where absent. */
  readonly region?: string;
  /** By version number or alias; what is absent there is as in the function. */
  readonly versions?: Readonly<Record<string, QualifiedConfiguration>>;
}

/** Which function, and which version of it, a call means. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier: string | undefined;
  readonly region: string;
  readonly accountId: string;
}

const defaultMemoryMB = 128;

/** The Lambda functions of the local AWS. */
export class FunctionStore {
  readonly #functions = new Map<string, FunctionDefinition>();
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Adds a function, or replaces the one with this name and region. */
  addFunction(definition: FunctionDefinition): void {
    this.#functions.set(this.#key(definition.name, definition.region), definition);
  }

  removeFunction(name: string, region?: string): void {
    this.#functions.delete(this.#key(name, region));
  }

  /** Understands a name, `name:qualifier`, `account:function:name`, and an ARN, with or without qualifier. */
  refer(functionName: string, qualifier?: string): FunctionReference {
    const found = functionForm.exec(functionName)?.groups;
    if (!found?.name) throw new AwsError('ValidationException', `${functionName} names no function`);
    return {
      name: found.name,
      qualifier: qualifier ?? found.qualifier,
      region: found.region ?? this.#place.region,
      accountId: found.account ?? this.#place.accountId,
    };
  }

  /** The answer of GetFunctionConfiguration; throws `ResourceNotFoundException` with status 404. */
  describe(reference: FunctionReference): object {
    const {name, qualifier, region} = reference;
    const definition = this.#functions.get(this.#key(name, region));
    const isUnqualified = qualifier === undefined || qualifier === '$LATEST';
    const qualified = isUnqualified ? {} : definition?.versions?.[qualifier];
    if (!definition || !qualified) {
      throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn(reference)}`, 404);
    }
    return describeConfiguration(reference, {...definition, ...qualified}, qualified.version);
  }

  #key(name: string, region = this.#place.region): string {
    return `${region} ${name}`;
  }
}

const functionForm =
  /^(?:arn:aws[\w-]*:lambda:(?<region>[\w-]+):)?(?:(?<account>\d{12}):(?:function:)?)?(?<name>[\w-]+)(?::(?<qualifier>[\w$-]+))?$/;

export const functionArn = ({name, qualifier, region, accountId}: FunctionReference) =>
  `arn:aws:lambda:${region}:${accountId}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;

function describeConfiguration(
  reference: FunctionReference,
  {logFormat = 'Text', logGroup, memorySize = defaultMemoryMB, runtime, isConcurrent}: FunctionConfiguration,
  version = reference.qualifier ?? '$LATEST',
): object {
  const {name, region, accountId} = reference;
  return {
    FunctionName: name,
    FunctionArn: functionArn(reference),
    Runtime: runtime ?? 'nodejs22.x',
    Role: `arn:aws:iam::${accountId}:role/${name}`,
    Handler: 'index.handler',
    Timeout: 30,
    MemorySize: memorySize,
    LastModified: '2026-01-01T00:00:00.000+0000',
    Version: version,
    State: 'Active',
    LoggingConfig: {
      LogFormat: logFormat,
      ...(logFormat === 'JSON' ? {ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO'} : {}),
      LogGroup: logGroup ?? `/aws/lambda/${name}`,
    },
    ...(isConcurrent
      ? {
          CapacityProviderConfig: {
            LambdaManagedInstancesCapacityProviderConfig: {
              CapacityProviderArn: `arn:aws:lambda:${region}:${accountId}:capacity-provider:local`,
            },
          },
        }
      : {}),
  };
}
