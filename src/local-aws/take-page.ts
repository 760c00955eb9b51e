import {invalidParameter} from './aws-error.js';

export interface PageRequest {
  readonly limit: number;
  readonly token: string | undefined;
}

export interface ListPage<T> {
  readonly items: readonly T[];
  /** To be spread into an answer: holds `nextToken` unless this is the last page. */
  readonly nextToken: {readonly nextToken?: string};
}

/** One page of a short list; the token says how far the list has been given. */
export function takePage<T>(list: readonly T[], {limit, token}: PageRequest): ListPage<T> {
  const start = token === undefined ? 0 : readToken(token);
  const end = start + limit;
  return {items: list.slice(start, end), nextToken: end < list.length ? {nextToken: writeToken(end)} : {}};
}

const writeToken = (place: number) => Buffer.from(`place ${place}`).toString('base64url');

function readToken(token: string): number {
  const place = /^place (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (place === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return Number(place);
}
