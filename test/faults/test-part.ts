import {mkdirSync, writeFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {startVirtualTime} from '../support/virtual-time.js';
import {expected, parts, type Row} from './fault-table.js';
import {type Column, columns} from './faults.js';
import {assertToldOfWaiting, judge} from './judge.js';
import {type PartResult, resultsFolder} from './results-folder.js';
import {type Run, runCell} from './run-cell.js';
import {today} from './world.js';

/** One test for each cell of a part of the table. */
export function testPart(part: string): void {
  const time = startVirtualTime(today);
  const rows = parts[part] ?? [];
  let cells = 0;
  let passed = 0;

  /** The run in which nothing goes wrong. */
  const truths = new Map<string, Promise<Run>>();
  const truthOf = (row: Row, {clockAheadMs = 0}: Column): Promise<Run> => {
    const key = `${row.name} ${clockAheadMs}`;
    const known = truths.get(key) ?? runCell(row, clockAheadMs === 0 ? undefined : {clockAheadMs}, time);
    truths.set(key, known);
    return known;
  };
  const keep = () => {
    mkdirSync(resultsFolder, {recursive: true});
    const result: PartResult = {cells, passed};
    writeFileSync(new URL(`${part}.json`, resultsFolder), JSON.stringify(result));
  };

  describe(`fault table, ${part}`, () => {
    before(keep);
    after(keep);
    for (const row of rows) {
      describe(row.name, () => {
        for (const column of columns) {
          const outcome = expected(row, column);
          if (!outcome) continue;
          cells += 1;
          it(`${column.name}: ${outcome.kind}`, async () => {
            time.restart(today);
            const truth = await truthOf(row, column);
            time.restart(today);
            const run = await runCell(row, column, time);
            judge(row, outcome, run, truth);
            if (part === 'look-up' && row.service !== 'sts' && column.isSilent) assertToldOfWaiting(run);
            passed += 1;
          });
        }
      });
    }
  });
}
