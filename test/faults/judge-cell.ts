import {startVirtualTime} from '../support/virtual-time.js';
import {expected, parts, type Row} from './fault-table.js';
import {type Column, columns} from './faults.js';
import {assertToldOfWaiting, judge} from './judge.js';
import {type Run, runCell} from './run-cell.js';
import {today} from './world.js';

/** A cell of the fault table, as it can be told to another thread. */
export interface CellAddress {
  readonly part: string;
  readonly row: number;
  readonly column: number;
}

const time = startVirtualTime(today);

/** The runs in which nothing goes wrong. */
const truths = new Map<Row, Map<number, Promise<Run>>>();

function truthOf(row: Row, {clockAheadMs = 0}: Column): Promise<Run> {
  const ofRow = truths.get(row) ?? new Map<number, Promise<Run>>();
  const known =
    ofRow.get(clockAheadMs) ?? runCell(row, clockAheadMs === 0 ? undefined : {clockAheadMs}, time);
  truths.set(row, ofRow.set(clockAheadMs, known));
  return known;
}

/** Runs a cell, and rejects unless it ends as the table says. */
export async function judgeCell(address: CellAddress): Promise<void> {
  const row = parts[address.part]?.[address.row];
  const column = columns[address.column];
  const outcome = row && column && expected(row, column);
  if (!outcome) throw new Error('the table has no such cell');
  time.restart(today);
  const truth = await truthOf(row, column);
  time.restart(today);
  const run = await runCell(row, column, time);
  judge(row, outcome, run, truth);
  if (address.part === 'look-up' && row.service !== 'sts' && column.isSilent) assertToldOfWaiting(run);
}
