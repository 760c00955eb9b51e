/** A Lambda function as an integration or authorizer names it. */
export interface LambdaFunction {
  readonly name: string;
  /** An alias, a version number, or `undefined` for the unqualified function. */
  readonly qualifier: string | undefined;
  readonly region: string;
  readonly accountId: string;
  /** The ARN, with the qualifier where there is one. */
  readonly arn: string;
}

export type IntegrationTarget =
  | {readonly kind: 'lambda'; readonly function: LambdaFunction}
  /** A Lambda invocation URI whose function cannot be made out, as when a variable is empty. */
  | {readonly kind: 'unreadable'}
  /** Another AWS service, an HTTP endpoint, a VPC link. */
  | {readonly kind: 'other'};

const functionArn = /^arn:aws[\w-]*:lambda:([a-z\d-]+):(\d{12}):function:([\w.-]+)(?::([\w$-]+))?$/;

// Invocations go to 2015-03-31, response streaming to 2021-11-15 and another suffix (API Gateway guide,
// "x-amazon-apigateway-integration" and "Set up a Lambda proxy integration with payload response streaming").
const invocationUri =
  /^arn:[\w-]+:apigateway:[a-z\d-]+:lambda:path\/\d{4}-\d\d-\d\d\/functions\/(.*?)\/(?:response-streaming-)?invocations\/?$/;

/** Says what an integration's or authorizer's `uri` calls. Stage variables must have been substituted. */
export function parseLambdaUri(uri: string): IntegrationTarget {
  // HTTP and WebSocket APIs also take the ARN alone (API Gateway guide, "AWS Lambda integrations for HTTP APIs").
  const arn = /^arn:[\w-]+:lambda:/.test(uri) ? uri : invocationUri.exec(uri)?.[1];
  if (arn === undefined) return {kind: isLambdaPath(uri) ? 'unreadable' : 'other'};
  const lambdaFunction = parseFunctionArn(arn);
  return lambdaFunction ? {kind: 'lambda', function: lambdaFunction} : {kind: 'unreadable'};
}

/** The function of a Lambda ARN, or `undefined` where the text is none. */
export function parseFunctionArn(arn: string): LambdaFunction | undefined {
  const [, region, accountId, name, qualifier] = functionArn.exec(arn) ?? [];
  if (!region || !accountId || !name) return undefined;
  return {name, qualifier, region, accountId, arn};
}

const isLambdaPath = (uri: string) => /^arn:[\w-]+:apigateway:[a-z\d-]*:lambda:path\//.test(uri);
