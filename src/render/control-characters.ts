/** C1, which some terminals take for escape sequences, and DEL. */
const c1 = '\\x7f-\\x9f';
/**
 * What is not seen, reorders what is, or ends a line: the soft hyphen, fillers, spaces without width, the controls of
 * bidirectional text, Unicode's own line breaks, notes between lines, tags and variation selectors.
 */
const invisible =
  '\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f' +
  '\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}';
const unsafeInJson = c1 + invisible;
/** With C0 save the tab and, as the `u` flag reads it, lone surrogates, which no UTF-8 holds. */
const unsafe = `\\0-\\x08\\n-\\x1f\\ud800-\\udfff${unsafeInJson}`;

/**
 * Of the invisible ones, those that writing needs: an emoji's or an ideograph's variation selector, and joiners within
 * Persian, Indic scripts and emoji. Beside ASCII, as in an id that only seems to be another's, nothing needs them.
 */
const visible = `[^\\0-\\x7f${unsafe}]`;
const needed = `(?<=${visible})[\\ufe00-\\ufe0f]|(?<=${visible}\\ufe0f?)[\\u200c\\u200d](?=${visible})|(?<=[\\d#*])\\ufe0f(?=\\u20e3)`;

const anyUnsafe = new RegExp(`[${unsafe}]`, 'u');
const everyUnsafe = new RegExp(`(${needed})|[${unsafe}]`, 'gu');
const anyUnsafeInJson = new RegExp(`[${unsafeInJson}]`, 'u');
const everyUnsafeInJson = new RegExp(`(${needed})|[${unsafeInJson}]`, 'gu');

const everyLineBreak = /\r\n|\n|\r/g;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Whether a text prints as it is, on one line; false also for some that do, with joined emoji or letters. */
export function isPlain(text: string): boolean {
  return !anyUnsafe.test(text);
}

/**
 * The text with every character visible that could drive a terminal, as `\x1b`, `\u202e` or `\u{e0041}`;
 * line breaks too, so what comes back is one line. The same string where there is nothing to show.
 */
export function showControlCharacters(text: string): string {
  return isPlain(text) ? text : text.replace(everyUnsafe, (found, kept) => kept ?? toNotation(found));
}

/** The same for a text of several lines: its line breaks stay, each as `\n`. */
export function showControlCharactersOfLines(text: string): string {
  return isPlain(text) ? text : splitLines(text).map(showControlCharacters).join('\n');
}

/**
 * The physical lines of a text. A `\r` alone ends one as well: Lambda's runtimes write it for `\n` where
 * their log channel has no frames, so that a stack trace stays one event (seen in real logs).
 */
export function splitLines(text: string): string[] {
  return text.split(everyLineBreak);
}

/** Where a text ends without the line breaks that it ends with. */
export function endWithoutLineBreaks(text: string): number {
  let end = text.length;
  while (end > 0 && isLineBreak(text.charCodeAt(end - 1))) end--;
  return end;
}

function isLineBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

function toNotation(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** What `JSON.stringify` makes of a lone surrogate, which jq and others refuse; or of a backslash, to skip it. */
const everyBackslashOrLoneSurrogate = /\\\\|\\ud[89a-f][\da-f]{2}/g;

/** A JSON string literal that is also harmless when a terminal shows it. */
export function toJsonString(text: string): string {
  return toSafeJson(text);
}

/** Any value as JSON on one line, harmless like that; a lone surrogate becomes U+FFFD, as in any UTF-8. */
export function toSafeJson(value: unknown): string {
  const json = withoutLoneSurrogates(JSON.stringify(value) ?? 'null');
  return anyUnsafeInJson.test(json)
    ? json.replace(everyUnsafeInJson, (found, kept) => kept ?? toJsonEscape(found))
    : json;
}

const withoutLoneSurrogates = (json: string): string =>
  json.includes('\\ud')
    ? json.replace(everyBackslashOrLoneSurrogate, found => (found === '\\\\' ? found : '\ufffd'))
    : json;

function toJsonEscape(character: string): string {
  let escaped = '';
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
