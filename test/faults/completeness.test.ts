import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {expected, parts} from './fault-table.js';
import {columns} from './faults.js';

const source = fileURLToPath(new URL('../../../src/', import.meta.url));
const rows = Object.values(parts).flat();
/** Made only where a run ends early, and of no consequence to what it prints: tested with the runs of queries. */
const isElsewhere = (call: string) => call === 'StopQuery';

describe('the fault table', () => {
  it('has every call that the program makes', () => {
    const calls = readdirSync(source, {recursive: true, encoding: 'utf8'})
      .filter(path => path.endsWith('.ts') && !path.startsWith('local-aws'))
      .flatMap(path => [...readFileSync(`${source}${path}`, 'utf8').matchAll(/\bnew ([A-Z]\w*)Command\(/g)])
      .map(([, name = '']) => name);
    const inTable = new Set(rows.map(({operation}) => operation));
    assert.deepEqual(
      [...new Set(calls)].filter(call => !inTable.has(call) && !isElsewhere(call)),
      [],
    );
  });

  it('names columns that exist, in what differs and what is left out', () => {
    const names = new Set(columns.map(({name}) => name));
    for (const {name, except = {}, leftOut = {}} of rows)
      for (const column of [...Object.keys(except), ...Object.keys(leftOut)])
        assert.ok(names.has(column), `${column}, of ${name}`);
  });

  it('lets each fault befall some call', () => {
    for (const column of columns)
      assert.ok(
        rows.some(row => expected(row, column)),
        column.name,
      );
  });
});
