/**
 * Tells whether a log stream of a custom log group is the function's. There Lambda names streams
 * `YYYY/MM/DD/{function}[{version}][{environment GUID}]` (Lambda guide, "Configuring CloudWatch log groups").
 */
export function isStreamOf(functionName: string): (logStream: string) => boolean {
  // The date is left open: a stream is named after the day it began and lives on.
  const start = /^\d{4}\/\d\d\/\d\d\//;
  return logStream => start.test(logStream) && logStream.startsWith(`${functionName}[`, 'YYYY/MM/DD/'.length);
}

/** Tells whether a log stream is named as in a function's own log group: `YYYY/MM/DD/[{version}]{hex}`. */
export const isDefaultStream = (logStream: string): boolean =>
  /^\d{4}\/\d\d\/\d\d\/\[[^\]]+\][\da-f]{32}$/.test(logStream);
