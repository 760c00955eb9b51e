/** A length of time that timestamps are rounded to. */
export interface Period {
  /** The start of the period that a point in time lies in; both epoch milliseconds. */
  readonly floor: (ms: number) => number;
  /** The end of that period, or the point itself where it is a start. */
  readonly ceil: (ms: number) => number;
}

const fixedUnits: Readonly<Record<string, number>> = {
  ms: 1,
  msec: 1,
  millisecond: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
};

const monthUnits: Readonly<Record<string, number>> = {
  mo: 1,
  mon: 1,
  month: 1,
  q: 3,
  qtr: 3,
  quarter: 3,
  y: 12,
  yr: 12,
  year: 12,
};

/**
 * The period that a number and a unit stand for; `undefined` for a unit that is none. Units of more than one letter
 * take an `s`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
 */
export function findPeriod(count: number, unit: string): Period | undefined {
  if (count < 1) return undefined;
  const singular = unit.length > 2 && unit.endsWith('s') ? unit.slice(0, -1) : unit;
  const length = Object.hasOwn(fixedUnits, singular) ? fixedUnits[singular] : undefined;
  if (length !== undefined) return fixedPeriod(count * length);
  const months = Object.hasOwn(monthUnits, singular) ? monthUnits[singular] : undefined;
  return months === undefined ? undefined : monthPeriod(count * months);
}

const fixedPeriod = (length: number): Period => ({
  floor: ms => Math.floor(ms / length) * length,
  ceil: ms => Math.ceil(ms / length) * length,
});

function monthPeriod(months: number): Period {
  const start = (ms: number, later = 0) => {
    const date = new Date(ms);
    const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    return Date.UTC(1970, (Math.floor(month / months) + later) * months);
  };
  return {floor: start, ceil: ms => (start(ms) === ms ? ms : start(ms, 1))};
}
