import type {BenchCase, Row} from './bench-case.js';
import {type MeasuredReading, measureReading, type Run} from './measure-reading.js';
import {scenarios} from './reading-scenarios.js';

/** Each scenario once: what is measured here is waiting, which does not scatter as computing does. */
export const readingCase: BenchCase = {
  name: 'reading',
  title: 'Reading 40 pages at 150 ms a call and 25 calls a second, against one chain of tokens',
  measure: async () => {
    const rows: Row[] = [];
    for (const scenario of scenarios) {
      if (scenario.pages !== 40 && scenario.filterPattern === undefined) continue;
      rows.push(...rowsOf(scenario.name, await measureReading(scenario)));
    }
    return rows;
  },
};

function rowsOf(name: string, {sliced, sequential}: MeasuredReading): Row[] {
  if (!sequential) return [];
  const ratio = (value: (run: Run) => number) => value(sliced) / value(sequential);
  return [
    {name, value: sliced.wallMs / 1_000, unit: 's', ratio: ratio(({wallMs}) => wallMs)},
    {name: '  calls', value: sliced.calls, unit: 'calls', ratio: ratio(({calls}) => calls)},
  ];
}
