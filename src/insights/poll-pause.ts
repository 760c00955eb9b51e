interface Pauses {
  readonly firstMs: number;
  /** Of the time that the query has run, up to the usual pause and above. */
  readonly shareAtFirst: number;
  readonly shareLater: number;
}

const usualMs = 2_000;
const usual: Pauses = {firstMs: 200, shareAtFirst: 0.5, shareLater: 0.2};
const patient: Pauses = {firstMs: 500, shareAtFirst: 1, shareLater: 0.5};

/**
 * How long to wait before asking (again) of a query that has run for so long; both in milliseconds. The pauses grow
 * with the time, so that the number of calls does not: of a query that runs for the whole hour that AWS allows it is
 * asked about 45 times, with patience about 20 times.
 */
export function pollPause(runMs: number, isPatient: boolean): number {
  const {firstMs, shareAtFirst, shareLater} = isPatient ? patient : usual;
  return Math.max(firstMs, Math.min(usualMs, runMs * shareAtFirst), runMs * shareLater);
}
