/** A status, or those that begin alike: `502`, `50x`, `5xx`. */
export type StatusPattern = string & {readonly isStatusPattern: true};

/** The pattern that a text is; undefined for a text that is none. */
export function parseStatusPattern(text: string): StatusPattern | undefined {
  const pattern = text.trim().toLowerCase();
  return /^[1-5](?:\d\d|\dx|xx)$/.test(pattern) ? (pattern as StatusPattern) : undefined;
}

export function matchesStatus(patterns: readonly StatusPattern[]): (status: number | undefined) => boolean {
  const prefixes = patterns.map(pattern => pattern.replaceAll('x', ''));
  return status => status !== undefined && prefixes.some(prefix => String(status).startsWith(prefix));
}
