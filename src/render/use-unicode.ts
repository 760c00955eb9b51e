/**
 * Whether block characters can be shown: where the locale says UTF-8, by the first of the variables that POSIX
 * weighs in this order; Windows has no such variables, and its terminals show them.
 */
export function useUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale ? /utf-?8/i.test(locale) : env.OS === 'Windows_NT';
}
