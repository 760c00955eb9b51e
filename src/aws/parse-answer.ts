/**
 * The JSON of an answer without what is null in it, as the SDK reads it: servers that stand in for AWS, moto among
 * them, write null for a token that there is none of.
 *
 * @throws SyntaxError
 */
export const parseAnswer = (text: string): unknown => JSON.parse(text, withoutNull);

function withoutNull(_: string, value: unknown): unknown {
  // What was null in a list is a hole by now, which a filter passes over.
  return Array.isArray(value) ? value.filter(() => true) : (value ?? undefined);
}
