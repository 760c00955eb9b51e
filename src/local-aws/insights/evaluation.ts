import type {Collector, TieBreaker} from './collector.js';
import {DistinctRows} from './distinct-rows.js';
import {FirstRows} from './first-rows.js';
import type {Command, SortKey} from './parse-query.js';
import {type Row, WorkingRow} from './row.js';
import {isRowCommand, type RowCommand, type RowStep, rowStep} from './row-step.js';
import {StatsCollector} from './stats-collector.js';
import {TopRows} from './top-rows.js';

export interface EvaluationOptions {
  /** How many rows there may be at the end. */
  readonly limit: number;
  /** Sets the order of rows that compare equal; as ingested where absent. */
  readonly breakTie: TieBreaker | undefined;
}

/** Rows that pass on to the next stage before somebody else may have his turn. */
const rowsAtOnce = 400;

/**
 * A query at work: it takes in events one by one and can say at any time what has come of them so far. Events
 * are kept only as far as the answer needs them.
 */
export class Evaluation {
  readonly #first: Stage;
  readonly #rest: readonly StagePlan[];
  readonly #limit: number;

  constructor(commands: readonly Command[], options: EvaluationOptions) {
    const [first = lastStage([], options), ...rest] = planStages(commands, options);
    this.#first = new Stage(first);
    this.#rest = rest;
    this.#limit = options.limit;
  }

  /** Takes an event in; false where a filter drops it. */
  add(event: Row): boolean {
    return this.#first.add(event);
  }

  /** The rows so far, in their order; it stops now and then on the way, and goes on when it is asked to. */
  *rows<Result>(toResult: (row: Row) => Result): Generator<undefined, Result[]> {
    let rows = this.#first.rows();
    let passed = 0;
    for (const plan of this.#rest) {
      const stage = new Stage(plan);
      for (const row of rows) {
        stage.add(row);
        passed += 1;
        if (passed % rowsAtOnce === 0) yield;
      }
      rows = stage.rows();
    }
    const results: Result[] = [];
    for (const row of rows) {
      if (results.length === this.#limit) break;
      results.push(toResult(row));
      if (results.length % rowsAtOnce === 0) yield;
    }
    return results;
  }
}

/** Commands that look at one row at a time, and the one behind them, which has to see all rows. */
interface StagePlan {
  readonly steps: readonly RowStep[];
  readonly createCollector: () => Collector;
  /** Whether the collector keeps the rows that it is given. */
  readonly keepsRows: boolean;
}

class Stage {
  readonly #plan: StagePlan;
  readonly #collector: Collector;
  #row: WorkingRow | undefined;

  constructor(plan: StagePlan) {
    this.#plan = plan;
    this.#collector = plan.createCollector();
  }

  add(row: Row): boolean {
    const {steps, keepsRows} = this.#plan;
    if (steps.length === 0) {
      this.#collector.add(row);
      return true;
    }
    this.#row ??= new WorkingRow();
    const working = this.#row.on(row);
    for (const step of steps) if (!step(working)) return false;
    this.#collector.add(working);
    if (keepsRows) this.#row = undefined;
    return true;
  }

  rows(): Iterable<Row> {
    return this.#collector.rows();
  }
}

function planStages(commands: readonly Command[], options: EvaluationOptions): StagePlan[] {
  const stages: StagePlan[] = [];
  let steps: RowStep[] = [];
  const ordered = withOrder(commands);
  for (const [index, command] of ordered.entries()) {
    if (isRowCommand(command)) {
      steps.push(rowStep(command));
      continue;
    }
    const createCollector = () => collectorOf(command, ordered.slice(index + 1), options);
    stages.push({steps, createCollector, keepsRows: command.kind !== 'stats'});
    steps = [];
  }
  return steps.length === 0 ? stages : [...stages, lastStage(steps, options)];
}

const lastStage = (steps: readonly RowStep[], {limit}: EvaluationOptions): StagePlan => ({
  steps,
  createCollector: () => new FirstRows(limit),
  keepsRows: true,
});

/** Without `sort` the newest events come first, as they do in the console. */
function withOrder(commands: readonly Command[]): readonly Command[] {
  const end = commands.findIndex(command => !isRowCommand(command));
  const first = end < 0 ? commands.length : end;
  const kind = commands[first]?.kind;
  if (kind === 'sort' || kind === 'stats') return commands;
  return commands.toSpliced(first, 0, {kind: 'sort', keys: newestFirst});
}

const newestFirst: readonly SortKey[] = [{value: row => row.get('@timestamp'), isDescending: true}];

type CollectingCommand = Exclude<Command, RowCommand>;

function collectorOf(
  command: CollectingCommand,
  rest: readonly Command[],
  options: EvaluationOptions,
): Collector {
  switch (command.kind) {
    case 'stats':
      return new StatsCollector(command, options.breakTie);
    case 'sort':
      return new TopRows(command.keys, rowsNeeded(rest, options), options.breakTie);
    case 'dedup':
      return new DistinctRows(command.columns);
    case 'limit':
      return new FirstRows(command.count);
  }
}

/** How many of the first rows of an order the commands behind it look at. */
function rowsNeeded(commands: readonly Command[], {limit}: EvaluationOptions): number {
  for (const command of commands) {
    if (command.kind === 'limit') return command.count;
    if (!isRowCommand(command) || command.kind === 'filter') return Number.POSITIVE_INFINITY;
  }
  return limit;
}
