/** Where the next page of a query's results goes on. */
export interface ResultsToken {
  readonly queryId: string;
  readonly from: number;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
}

/** Writes a token as callers see it: opaque. */
export const encodeResultsToken = ({queryId, from, issuedAt}: ResultsToken) =>
  Buffer.from(JSON.stringify([queryId, from, issuedAt])).toString('base64url');

/** Reads a token; `undefined` where the text is none. */
export function decodeResultsToken(text: string): ResultsToken | undefined {
  const found = /^\["([\w-]+)",(\d+),(\d+)\]$/.exec(Buffer.from(text, 'base64url').toString());
  const [, queryId, from, issuedAt] = found ?? [];
  return queryId === undefined ? undefined : {queryId, from: Number(from), issuedAt: Number(issuedAt)};
}
