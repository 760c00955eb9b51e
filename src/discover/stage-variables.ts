import type {Stage} from '@aws-sdk/client-api-gateway';

export type StageVariables = Readonly<Record<string, string>>;

/** A text with its variables put in, and the names of those that have no value. */
export interface Substitution {
  readonly text: string;
  readonly unset: readonly string[];
}

const reference = /\$\{stageVariables\.([\w-]+)\}/g;

/** Puts stage variables in place of `${stageVariables.name}`, as text: a value may be any part of an ARN. */
export function substituteStageVariables(text: string, variables: StageVariables): Substitution {
  const unset = new Set<string>();
  const substituted = text.replace(reference, (_match, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    // API Gateway puts an empty text where a variable has no value; the ARN is then invalid.
    if (!value) unset.add(name);
    return value ?? '';
  });
  return {text: substituted, unset: [...unset]};
}

/**
 * The values in force: the stage's own, and with a canary also those with the canary's laid over. The guide
 * says the canary's come in addition, and its example reads as if they came instead; both together miss
 * nothing.
 */
export function variableSets({
  variables = {},
  canarySettings,
}: Pick<Stage, 'variables' | 'canarySettings'>): StageVariables[] {
  const overrides = canarySettings?.stageVariableOverrides;
  return overrides ? [variables, {...variables, ...overrides}] : [variables];
}
