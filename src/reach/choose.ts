import {ApilogsError, exitCodes} from '../errors.js';

/** Something to choose, as it stands in a list; its text may come from anywhere. */
export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
}

/** Lets somebody at a terminal choose; rejects with an `ApilogsError` when nothing is chosen. */
export type PickOne = (question: string, labels: readonly string[]) => Promise<number>;

/** What is said where nobody can choose. */
export interface ChoiceError {
  readonly message: string;
  readonly hint: string;
}

const mostListed = 10;

/** The one that there is, or the one that is picked; throws a usage error that lists them where nobody can pick. */
export async function choose<Value>(
  choices: readonly Choice<Value>[],
  question: string,
  pick: PickOne | undefined,
  error: ChoiceError,
): Promise<Value> {
  const [first, second] = choices;
  if (first && !second) return first.value;
  const picked =
    pick &&
    choices[
      await pick(
        question,
        choices.map(({label}) => label),
      )
    ];
  if (picked) return picked.value;
  throw severalChoices(
    choices.map(({label}) => label),
    error,
  );
}

/** A usage error that lists the choices, of many the first. */
export function severalChoices(
  labels: readonly string[],
  {message, hint}: ChoiceError,
  count = labels.length,
): ApilogsError {
  const listed = labels.slice(0, mostListed);
  const more = count > listed.length ? [`and ${count - listed.length} more`] : [];
  return new ApilogsError(message, {hint, list: [...listed, ...more], exitCode: exitCodes.usage});
}

/** How many are listed where looking each of them up costs a call. */
export const lookedUpForList = mostListed;
