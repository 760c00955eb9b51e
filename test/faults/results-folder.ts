/** Where the counts of the parts are kept for the end of the test run. */
export const resultsFolder = new URL('../../fault-table/', import.meta.url);

export interface PartResult {
  readonly cells: number;
  readonly passed: number;
}
