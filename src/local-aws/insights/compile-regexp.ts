/**
 * A regular expression as queries write it. `(?i)`, anywhere in it, makes it ignore case; without it case counts
 * (documented). Throws a `SyntaxError` for one that is none.
 */
export function compileRegExp(source: string): RegExp {
  const flags = new Set<string>();
  const plain = source
    .replace(/\(\?([ims]+)\)/g, (_, letters: string) => {
      for (const letter of letters) flags.add(letter);
      return '';
    })
    .replaceAll('(?P<', '(?<');
  return new RegExp(plain, [...flags].join(''));
}
