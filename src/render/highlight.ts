import {showControlCharacters} from './control-characters.js';
import type {Style} from './palette.js';

/** Half open, in UTF-16 code units. */
interface Range {
  readonly start: number;
  end: number;
}

/** Styles a text that holds no escape codes yet, with the marked parts of it in a style of their own. */
export type Highlighter = (text: string, style: Style) => string;

/**
 * @param terms literal, case-sensitive; empty ones are ignored
 * @param mark the style of what they match; a match is never styled twice, so escape codes do not nest
 */
export function createHighlighter(terms: readonly string[], mark: Style): Highlighter {
  // Text is searched as it is printed, where a control character reads `\x1b`.
  const literals = terms.filter(term => term !== '').map(showControlCharacters);
  if (literals.length === 0) return (text, style) => style(text);

  return (text, style) => {
    let styled = '';
    let at = 0;
    for (const {start, end} of mergeRanges(findRanges(text, literals))) {
      if (start > at) styled += style(text.slice(at, start));
      styled += mark(text.slice(start, end));
      at = end;
    }
    return at < text.length ? styled + style(text.slice(at)) : styled;
  };
}

function findRanges(text: string, literals: readonly string[]): Range[] {
  const ranges: Range[] = [];
  for (const literal of literals) {
    for (let start = text.indexOf(literal); start >= 0; ) {
      const end = start + literal.length;
      ranges.push({start, end});
      start = text.indexOf(literal, end);
    }
  }
  return ranges;
}

function mergeRanges(ranges: Range[]): Range[] {
  if (ranges.length < 2) return ranges;
  const merged: Range[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push(range);
  }
  return merged;
}
