export type ColorChoice = 'auto' | 'always' | 'never';

/**
 * Whether to print colours: what the flag says; else `FORCE_COLOR`, then `NO_COLOR` (in the order in which
 * Node.js itself weighs them, https://nodejs.org/api/cli.html#force_color1-2-3); else a terminal that can.
 */
export function useColor(
  choice: ColorChoice,
  env: Readonly<Record<string, string | undefined>>,
  isTty: boolean,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  // An empty NO_COLOR counts as not set (https://no-color.org).
  if (env.NO_COLOR) return false;
  return isTty && env.TERM !== 'dumb';
}
