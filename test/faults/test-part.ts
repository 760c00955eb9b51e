import {mkdirSync, writeFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {startThread} from '../support/thread.js';
import {expected, parts} from './fault-table.js';
import {columns} from './faults.js';
import type {judgeCell} from './judge-cell.js';
import {type PartResult, resultsFolder} from './results-folder.js';

/** One test for each cell of a part of the table. */
export function testPart(part: string): void {
  const thread = startThread<typeof judgeCell>(new URL('./judge-cell.js', import.meta.url), 'judgeCell');
  let cells = 0;
  let passed = 0;

  const keep = () => {
    mkdirSync(resultsFolder, {recursive: true});
    const result: PartResult = {cells, passed};
    writeFileSync(new URL(`${part}.json`, resultsFolder), JSON.stringify(result));
  };

  describe(`fault table, ${part}`, () => {
    before(keep);
    after(() => {
      keep();
      return thread.close();
    });
    for (const [row, {name, ...call}] of (parts[part] ?? []).entries()) {
      describe(name, () => {
        for (const [column, fault] of columns.entries()) {
          const outcome = expected({name, ...call}, fault);
          if (!outcome) continue;
          cells += 1;
          it(`${fault.name}: ${outcome.kind}`, async () => {
            await thread.call({part, row, column});
            passed += 1;
          });
        }
      });
    }
  });
}
