/**
 * Characters that can drive a terminal, reorder or hide what it shows, or that no UTF-8 holds: C0 save the
 * tab, DEL and C1, the controls of bidirectional text, Unicode's own line breaks, the invisible block of
 * tags and variation selectors, and, as the `u` flag reads it, lone surrogates.
 */
const unsafe =
  /[\0-\x08\n-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\u{e0000}-\u{e0fff}]/u;
const everyUnsafe = new RegExp(unsafe.source, 'gu');

const everyLineBreak = /\r\n|\n|\r/g;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Whether a text prints as it is, on one line. */
export function isPlain(text: string): boolean {
  return !unsafe.test(text);
}

/**
 * The text with every character visible that could drive a terminal, as `\x1b`, `\u202e` or `\u{e0041}`;
 * line breaks too, so what comes back is one line. The same string where there is nothing to show.
 */
export function showControlCharacters(text: string): string {
  return isPlain(text) ? text : text.replace(everyUnsafe, toNotation);
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

/** What `unsafe` lists less what `JSON.stringify` escapes by itself (C0), and lone surrogates. */
const unsafeInJson = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e0fff}]/u;
const everyUnsafeInJson = new RegExp(unsafeInJson.source, 'gu');

/** What `JSON.stringify` makes of a lone surrogate, which jq and others refuse; or of a backslash, to skip it. */
const everyBackslashOrLoneSurrogate = /\\\\|\\ud[89a-f][\da-f]{2}/g;

/** A JSON string literal that is also harmless when a terminal shows it. */
export function toJsonString(text: string): string {
  return toSafeJson(text);
}

/** Any value as JSON on one line, harmless like that; a lone surrogate becomes U+FFFD, as in any UTF-8. */
export function toSafeJson(value: unknown): string {
  const json = withoutLoneSurrogates(JSON.stringify(value) ?? 'null');
  return unsafeInJson.test(json) ? json.replace(everyUnsafeInJson, toJsonEscape) : json;
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
