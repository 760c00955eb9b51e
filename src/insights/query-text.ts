/**
 * Pieces of query texts. What comes from users and from logs goes into a query through these alone, so that it
 * cannot break out of its quotes. Source of the quoting: "CloudWatch Logs Insights language query syntax", the pages
 * on `filter` and on "special characters".
 */

/** The longest text that StartQuery takes, in characters (documented). */
export const longestQuery = 10_000;

/** Whether a text can be in a query: control characters have no place there, a line break least of all. */
export const isPlain = (text: string): boolean => !/\p{Cc}/u.test(text);

/** A text as a string of the query language. */
export const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** A text as a regular expression that matches it and nothing else. */
export const asRegExp = (text: string): string => `/${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}/`;

/** A field's name, in backquotes where it has other characters than letters, digits, `@`, `_` and dots. */
export const fieldName = (name: string): string => (/^[@\w.]+$/.test(name) ? name : `\`${name}\``);

/** The texts that have room in a query together, in characters, the first before the others; `around` is what each takes beside itself. */
export function fitting(texts: readonly string[], room: number, around: number): string[] {
  let left = room;
  return texts.filter(({length}) => {
    if (length + around > left) return false;
    left -= length + around;
    return true;
  });
}

/** A condition for the window, which StartQuery itself takes in whole seconds only. Epoch milliseconds, inclusive. */
export const withinWindow = ({startTime, endTime}: {startTime: number; endTime: number}): string =>
  `filter toMillis(@timestamp) >= ${startTime} and toMillis(@timestamp) <= ${endTime}`;

/** A text as a part of a regular expression. */
export const asPattern = (text: string): string => asRegExp(text).slice(1, -1);

/** What `@log` has behind the account: the name of a group that may be given by its ARN. */
export const nameOfGroup = (logGroup: string): string =>
  logGroup.startsWith('arn:') ? logGroup.split(':').slice(6).join(':').replace(/:\*$/, '') : logGroup;
/** Events of a window as they are: epoch milliseconds, both inclusive; conditions that all have to hold. */
export function eventsQuery(
  window: {readonly startTime: number; readonly endTime: number},
  conditions: readonly string[],
  order: 'asc' | 'desc',
): string {
  return [
    'fields @timestamp, @ingestionTime, @logStream, @message',
    withinWindow(window),
    ...conditions.map(condition => `filter ${condition}`),
    `sort @timestamp ${order}`,
  ].join('\n| ');
}
