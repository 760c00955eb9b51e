import type {FunctionUse} from './function-sources.js';
import type {Gap} from './gap.js';
import {type IntegrationTarget, parseLambdaUri} from './lambda-uri.js';
import type {RestDefinition, UriReference} from './rest-definition.js';
import {type StageVariables, substituteStageVariables} from './stage-variables.js';

export interface RestFunctions {
  readonly uses: readonly FunctionUse[];
  readonly gaps: readonly Gap[];
}

/**
 * The functions that a stage calls. `variables` holds the stage's variables and, with a canary, a second set
 * with the canary's values laid over: a function that either leads to counts. `undefined` means that the
 * stage could not be read.
 */
export function restFunctions(
  {integrations, authorizers}: Pick<RestDefinition, 'integrations' | 'authorizers'>,
  variables: readonly StageVariables[] | undefined,
): RestFunctions {
  const uses: FunctionUse[] = [];
  const unset = new Map<string, UriReference>();
  const unreadable: UriReference[] = [];

  const add = (reference: UriReference, kind: FunctionUse['kind']) => {
    const {targets, unsetVariables} = targetsOf(reference.uri, variables ?? [{}]);
    for (const name of unsetVariables) if (!unset.has(name)) unset.set(name, reference);
    if (targets.some(target => target.kind === 'unreadable')) unreadable.push(reference);
    for (const target of targets) {
      if (target.kind === 'lambda') uses.push({function: target.function, kind, by: reference.by});
    }
  };
  for (const reference of integrations) add(reference, 'lambda');
  for (const reference of authorizers) add(reference, 'authorizer');

  return {
    uses,
    gaps: [
      ...[...unset].map(([name, reference]) => unsetGap(name, reference, variables !== undefined)),
      ...unreadable.map(unreadableGap),
    ],
  };
}

interface Targets {
  readonly targets: readonly IntegrationTarget[];
  /** Only where no set of variables fills the URI. */
  readonly unsetVariables: readonly string[];
}

function targetsOf(uri: string, variables: readonly StageVariables[]): Targets {
  const substitutions = variables.map(set => substituteStageVariables(uri, set));
  const filled = new Set(substitutions.filter(({unset}) => unset.length === 0).map(({text}) => text));
  if (filled.size > 0) return {targets: [...filled].map(parseLambdaUri), unsetVariables: []};
  const isLambda = substitutions.some(({text}) => parseLambdaUri(text).kind !== 'other');
  return {targets: [], unsetVariables: isLambda ? substitutions.flatMap(({unset}) => unset) : []};
}

const unsetGap = (name: string, {by, uri}: UriReference, isStageKnown: boolean): Gap => ({
  kind: 'unresolvedVariable',
  what: name,
  message: isStageKnown
    ? `the stage has no variable "${name}", which names the function of ${by}`
    : `stage variable "${name}", which names the function of ${by}, cannot be read`,
  hint: isStageKnown
    ? `requests to ${by} fail until the variable is set; the URI is ${uri}`
    : 'allow apigateway:GET on the stage',
  // A stage that was read and lacks the variable calls no function there, so no log is missing.
  isPartial: !isStageKnown,
});

const unreadableGap = ({by, uri}: UriReference): Gap => ({
  kind: 'unreadableUri',
  what: by,
  message: `cannot tell which function ${by} calls`,
  hint: `its URI is ${uri}; if that is right, this is a form that is not known here`,
  isPartial: true,
});
