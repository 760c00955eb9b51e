import type {Column} from './parse-query.js';
import type {Row} from './row.js';
import {toText} from './values.js';

/**
 * The first row of each combination of values. Documented: a row that lacks one of the fields is no duplicate.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Dedup.html
 */
export function distinctRows(rows: readonly Row[], columns: readonly Column[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(row => {
    const texts = columns.map(({value}) => toText(value(row)));
    if (texts.includes(undefined)) return true;
    const key = texts.join('\0');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
