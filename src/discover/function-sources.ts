import {isAccessDenied, isNotFound, messageOf} from '../aws/aws-error.js';
import {type Attempt, attempt} from './attempt.js';
import type {DiscoverPorts} from './discover-ports.js';
import type {FoundSource} from './found-source.js';
import type {Gap} from './gap.js';
import {groupBy} from './group-by.js';
import type {LambdaFunction} from './lambda-uri.js';

/** A function of the stage, and what of the stage's definition calls it. */
export interface FunctionUse {
  readonly function: LambdaFunction;
  readonly kind: 'lambda' | 'authorizer';
  /** The method or the authorizer that names it. */
  readonly by: string;
}

export interface FunctionSources {
  readonly found: readonly FoundSource[];
  readonly gaps: readonly Gap[];
}

type Configuration = Awaited<ReturnType<DiscoverPorts['getFunctionConfiguration']>>;

/**
 * The log groups that functions write to. Each function is looked up once for every alias or version in use,
 * because the log group is a setting of the version. Where that fails, its default group is taken.
 */
export async function functionSources(
  {getFunctionConfiguration}: Pick<DiscoverPorts, 'getFunctionConfiguration'>,
  uses: readonly FunctionUse[],
  signal?: AbortSignal,
): Promise<FunctionSources> {
  const byArn = groupBy(uses, use => use.function.arn);
  const lookups = await Promise.all(
    [...byArn.values()].map(async usesOfOne => {
      const [{function: lambdaFunction}] = usesOfOne;
      const {arn, region} = lambdaFunction;
      const configuration = await attempt(getFunctionConfiguration(arn, region, signal), signal);
      return {lambdaFunction, uses: usesOfOne, configuration};
    }),
  );
  return {found: oneSourcePerGroup(lookups), gaps: lookupGaps(lookups)};
}

export const defaultLogGroup = (functionName: string): string => `/aws/lambda/${functionName}`;

interface Lookup {
  readonly lambdaFunction: LambdaFunction;
  readonly uses: readonly FunctionUse[];
  readonly configuration: Attempt<Configuration>;
}

/** Aliases of a function that log to one group are one source; those that log to several are several. */
function oneSourcePerGroup(lookups: readonly Lookup[]): FoundSource[] {
  const key = (lookup: Lookup) => {
    const {name, region} = lookup.lambdaFunction;
    return `${name} ${region} ${logGroupOf(lookup)}`;
  };
  return [...groupBy(lookups, key).values()].map(ofOneGroup => {
    const [first] = ofOneGroup;
    const {name, region} = first.lambdaFunction;
    const logGroup = logGroupOf(first);
    const uses = ofOneGroup.flatMap(lookup => lookup.uses);
    return {
      source: {
        // A function that is both is called "lambda": its lines as an authorizer cannot be told from its
        // lines as an integration, and the integration is what people look for.
        kind: uses.some(({kind}) => kind === 'lambda') ? 'lambda' : 'authorizer',
        name,
        logGroup,
        region,
        canary: false,
        ...(ofOneGroup.some(isConcurrent) && {isConcurrent: true}),
        ...(ofOneGroup.some(isAssumed) && {isAssumed: true}),
      },
      foundBy: foundBy(uses),
      ...(logGroup !== defaultLogGroup(name) && {sharesGroupAs: name}),
    };
  });
}

const logGroupOf = ({lambdaFunction, configuration}: Lookup): string =>
  (configuration.ok && configuration.value.LoggingConfig?.LogGroup) || defaultLogGroup(lambdaFunction.name);

// Lambda Managed Instances run several invocations at a time in one environment, hence in one stream.
const isConcurrent = ({configuration}: Lookup): boolean =>
  configuration.ok && configuration.value.CapacityProviderConfig !== undefined;

// A function that does not exist writes nowhere else.
const isAssumed = ({configuration}: Lookup): boolean => !configuration.ok && !isNotFound(configuration.error);

function foundBy(uses: readonly FunctionUse[]): string {
  const integrations = uses.filter(({kind}) => kind === 'lambda');
  const authorizers = new Set(uses.filter(({kind}) => kind === 'authorizer').map(({by}) => by));
  const [first] = integrations;
  const more = new Set(integrations.map(({by}) => by)).size - 1;
  const parts = [
    ...(first ? [`integration of ${first.by}${more > 0 ? ` and ${more} more` : ''}`] : []),
    ...(authorizers.size > 0 ? [`authorizer ${[...authorizers].join(', ')}`] : []),
  ];
  const qualifiers = new Set(uses.flatMap(use => use.function.qualifier ?? []));
  return `${parts.join('; ')}${qualifiers.size > 0 ? ` (${[...qualifiers].join(', ')})` : ''}`;
}

function lookupGaps(lookups: readonly Lookup[]): Gap[] {
  const failed = lookups.flatMap(lookup =>
    lookup.configuration.ok ? [] : [{...lookup, error: lookup.configuration.error}],
  );
  const denied = failed.filter(({error}) => isAccessDenied(error));
  const missing = failed.filter(({error}) => isNotFound(error));
  const other = failed.filter(lookup => !denied.includes(lookup) && !missing.includes(lookup));
  const names = (of: readonly Lookup[]) => [...new Set(of.map(({lambdaFunction}) => lambdaFunction.name))];
  return [
    ...(denied.length > 0 ? [deniedGap(names(denied))] : []),
    ...missing.map(({lambdaFunction}) => missingGap(lambdaFunction)),
    ...other.map(
      ({lambdaFunction: {name}, error}): Gap => ({
        kind: 'failed',
        what: name,
        message: `function ${name} cannot be looked up: ${messageOf(error)}`,
        hint: `if its logs are missing: ${defaultLogGroup(name)} was read, and it may write elsewhere`,
        isPartial: false,
        about: {kind: 'lambda', name},
      }),
    ),
  ];
}

const deniedGap = (names: readonly string[]): Gap => ({
  kind: 'denied',
  what: names.join(', '),
  message: `no permission to look up ${names.length === 1 ? `function ${names[0]}` : `${names.length} functions`}; reading the default log groups`,
  hint: 'allow lambda:GetFunctionConfiguration, or a function with a log group of its own choice is missed',
  isPartial: false,
});

const missingGap = ({name, qualifier, region}: LambdaFunction): Gap => ({
  kind: 'missingFunction',
  what: qualifier ? `${name}:${qualifier}` : name,
  message: qualifier
    ? `function ${name} has no alias or version "${qualifier}" in ${region}, which the stage calls`
    : `function ${name}, which the stage calls, does not exist in ${region}`,
  hint: `what it logged before is read from ${defaultLogGroup(name)}`,
  isPartial: false,
  about: {kind: 'lambda', name},
});
