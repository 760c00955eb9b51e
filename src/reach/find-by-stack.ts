import {isAccessDenied, messageOf, nameOf, toApilogsError} from '../aws/aws-error.js';
import {allPages} from '../discover/all-pages.js';
import {ApilogsError, exitCodes} from '../errors.js';
import {type ApiKind, kindNames} from './api-listing.js';
import {choose} from './choose.js';
import type {Reach} from './reach.js';
import type {StackResource} from './reach-ports.js';

/** An API that a stack made, and the stages that it made. */
export interface StackApi {
  readonly apiId: string;
  /** Of all the stack's APIs: a stage's resource does not say whose it is. */
  readonly stages: readonly string[];
}

const restApi = 'AWS::ApiGateway::RestApi';
const v2Api = 'AWS::ApiGatewayV2::Api';
const restStage = 'AWS::ApiGateway::Stage';
const v2Stage = 'AWS::ApiGatewayV2::Stage';
const nestedStack = 'AWS::CloudFormation::Stack';

/** Stacks are hardly nested deeper; and what refers to itself must end. */
const deepest = 5;

/** The API of a CloudFormation stack or of the stacks in it; of several the one that is picked. */
export async function findByStack(stackName: string, reach: Reach): Promise<StackApi> {
  const resources = await readStack(stackName, reach);
  const apis = resources.filter(({type, physicalId}) => isApi(type) && physicalId !== '');
  if (apis.length === 0) {
    throw new ApilogsError(`stack "${stackName}" has no API`, {
      hint: 'it has no resource of type AWS::ApiGateway::RestApi or AWS::ApiGatewayV2::Api; `apilogs apis` lists every API',
      exitCode: exitCodes.notFound,
    });
  }
  const api = await choose(
    apis.map(it => ({value: it, label: `${it.physicalId}  ${it.logicalId} (${kindNames[kindOf(it)]})`})),
    `Which API of stack ${stackName}?`,
    reach.pick,
    {message: `stack "${stackName}" has ${apis.length} APIs`, hint: 'give --api-id the id of one of them:'},
  );
  const stageType = api.type === restApi ? restStage : v2Stage;
  const stages = resources.filter(({type, physicalId}) => type === stageType && physicalId !== '');
  return {apiId: api.physicalId, stages: stages.map(({physicalId}) => physicalId)};
}

const isApi = (type: string) => type === restApi || type === v2Api;

const kindOf = ({type}: StackResource): ApiKind => (type === restApi ? 'rest' : 'http');

async function readStack(stack: string, reach: Reach, depth = 0): Promise<StackResource[]> {
  const {ports, signal} = reach;
  const resources = await allPages(next => ports.listStackResources(stack, next, signal)).catch(error => {
    throw signal?.aborted ? error : explain(stack, error, reach);
  });
  const nested = depth < deepest ? resources.filter(({type}) => type === nestedStack) : [];
  const ofNested: StackResource[] = [];
  for (const {physicalId} of nested) ofNested.push(...(await readStack(physicalId, reach, depth + 1)));
  return [...resources, ...ofNested];
}

function explain(stack: string, error: unknown, {ports: {region, asked}}: Reach): ApilogsError {
  // CloudFormation has no error of its own for a stack that is not there (seen in its answers).
  if (nameOf(error) === 'ValidationError' && /does not exist/.test(messageOf(error))) {
    return new ApilogsError(`stack "${stack}" does not exist in region ${region}`, {
      hint: 'is it in another region (--region) or account (--profile)?',
      exitCode: exitCodes.notFound,
      cause: error,
    });
  }
  const explained = toApilogsError(error, {
    action: 'cloudformation:ListStackResources',
    what: `stack "${stack}"`,
    region,
    ...asked,
  });
  if (!isAccessDenied(error)) return explained;
  return new ApilogsError(explained.message, {
    hint: `${explained.hint}; or give --api-id and --stage`,
    exitCode: explained.exitCode,
    cause: error,
  });
}
