import {readTerms, type Term} from '../filter-pattern/term-pattern.js';
import {asRegExp, isPlain} from './query-text.js';

/**
 * What a query can ask of the messages that a filter pattern lets through, so that few others are handed over; never
 * more than the pattern asks. The pattern itself is applied to the result. Undefined where nothing can be said.
 */
export function conditionOfPattern(pattern: string): string | undefined {
  if (/^\s*\[/.test(pattern)) return undefined;
  return /^\s*\{/.test(pattern) ? conditionOfJson(pattern) : conditionOfTerms(pattern);
}

function conditionOfTerms(pattern: string): string | undefined {
  const {all, none, any} = readTerms(pattern);
  const required = [
    ...all.flatMap(term => likeTerm(term) ?? []),
    ...none.flatMap(term => {
      const like = likeTerm(term);
      return like === undefined || 'regExp' in term ? [] : [`not (${like})`];
    }),
  ];
  if (all.length + none.length > 0) return required.length === 0 ? undefined : required.join(' and ');
  const optional = any.map(likeTerm);
  if (optional.length === 0 || optional.includes(undefined)) return undefined;
  return optional.length === 1 ? optional[0] : `(${optional.join(' or ')})`;
}

function likeTerm(term: Term): string | undefined {
  const text = 'text' in term ? term.text : textOfRegExp(term.regExp.source);
  return text === undefined || text === '' || !isPlain(text) ? undefined : like(text);
}

const like = (text: string) => `@message like ${asRegExp(text)}`;

/** The text that a regular expression stands for, where it stands for one alone. */
function textOfRegExp(source: string): string | undefined {
  if (!/^(?:[^.+*?^$|\\[\]{}()]|\\[^A-Za-z0-9])+$/.test(source)) return undefined;
  return source.replace(/\\(.)/g, '$1');
}

/** In JSON a letter, a digit, `_` and `-` may also stand as `\u0045`. */
const escaped = like('\\u');

/** The strings that a pattern wants to be equal to something, where all of its conditions have to hold. */
function conditionOfJson(pattern: string): string | undefined {
  if (/\|\||!|%/.test(pattern)) return undefined;
  const texts = [...pattern.matchAll(/[^<>]=\s*"\*?([\w-]+)\*?"/g)].flatMap(([, text]) => text ?? []);
  if (texts.length === 0) return undefined;
  return texts.map(text => `(${like(text)} or ${escaped})`).join(' and ');
}
