/** How a function writes its log. `json` is the log format JSON, the others are the text format. */
export type Runtime = 'nodejs' | 'python' | 'java' | 'dotnet' | 'go' | 'json';
export const runtimes: readonly Runtime[] = ['nodejs', 'python', 'java', 'dotnet', 'go', 'json'];

export interface FunctionModel {
  readonly name: string;
  readonly runtime: Runtime;
  /** Stands in the names of its log streams: `$LATEST` or a number. */
  readonly version: string;
  /** The alias that the integration URI names, as resolved. */
  readonly alias?: string;
  /** The stage variable that the deployed URI names instead of the alias. */
  readonly aliasVariable?: string;
  readonly logGroup: string;
  readonly memorySizeMb: number;
  readonly timeoutMs: number;
  /** What it has to say while it works. `{n}` becomes a number. */
  readonly chatter: readonly string[];
}

export interface RouteModel {
  readonly method: string;
  /** The resource path; `{id}` becomes a number in requests. */
  readonly path: string;
  /** Absent: a MOCK integration. */
  readonly function?: FunctionModel;
  readonly authorized: boolean;
  /** Share of the requests, relative to the other routes. */
  readonly weight: number;
}

/** A REST API with one stage, in as much detail as its logs show. */
export interface ApiModel {
  readonly restApiId: string;
  readonly name: string;
  readonly stage: string;
  readonly region: string;
  readonly accountId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLogGroup: string;
  readonly routes: readonly RouteModel[];
  readonly authorizer?: {readonly id: string; readonly name: string; readonly function: FunctionModel};
}

/** Documented: the log group's name holds the API's id and the stage. */
export const executionLogGroup = ({restApiId, stage}: ApiModel) =>
  `API-Gateway-Execution-Logs_${restApiId}/${stage}`;

/** Documented: canary traffic is logged in the stage's group and once more in this one. */
export const canaryLogGroup = (api: ApiModel) => `${executionLogGroup(api)}/Canary`;

export const functionsOf = ({routes, authorizer}: ApiModel): FunctionModel[] => [
  ...new Set([
    ...routes.flatMap(route => route.function ?? []),
    ...(authorizer === undefined ? [] : [authorizer.function]),
  ]),
];

/** The function's ARN as API Gateway calls it, stage variables resolved. */
export function functionArn(api: ApiModel, {name, alias}: FunctionModel): string {
  const arn = `arn:aws:lambda:${api.region}:${api.accountId}:function:${name}`;
  return alias === undefined ? arn : `${arn}:${alias}`;
}

/** The integration URI as deployed: stage variables stay as written. */
export function integrationUri(api: ApiModel, model: FunctionModel): string {
  const {aliasVariable, alias} = model;
  const qualifier = aliasVariable === undefined ? alias : `\${stageVariables.${aliasVariable}}`;
  const arn = `arn:aws:lambda:${api.region}:${api.accountId}:function:${model.name}`;
  const qualified = qualifier === undefined ? arn : `${arn}:${qualifier}`;
  return `arn:aws:apigateway:${api.region}:lambda:path/2015-03-31/functions/${qualified}/invocations`;
}
