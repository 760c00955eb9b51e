type Env = Readonly<Record<string, string | undefined>>;

/**
 * Whether a terminal shows characters beyond ASCII, by the locale: `LC_ALL`, then `LC_CTYPE`, then `LANG` (POSIX,
 * "Environment Variables"). Windows sets none of them; its terminals show box and block characters.
 */
export function isUnicode({LC_ALL, LC_CTYPE, LANG, OS}: Env): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale ? /utf-?8/i.test(locale) : OS === 'Windows_NT';
}
