/** A word as it has to be typed into a shell. */
export const shellWord = (text: string): string =>
  /^[\w.=+/:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
