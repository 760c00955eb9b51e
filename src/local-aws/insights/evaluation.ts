import {distinctRows} from './distinct-rows.js';
import type {Command, SortKey} from './parse-query.js';
import {type Row, WorkingRow} from './row.js';
import {StatsCollector} from './stats-collector.js';
import {type Collector, type TieBreaker, TopRows} from './top-rows.js';
import {isTrue, toText} from './values.js';

export interface EvaluationOptions {
  /** How many rows there may be at the end. */
  readonly limit: number;
  /** Sets the order of rows that compare equal; as ingested where absent. */
  readonly breakTie: TieBreaker | undefined;
}

/** Adds to a row what a command makes of it; false where the row drops out. */
type Step = (row: WorkingRow) => boolean;

/**
 * A query at work: it takes in events one by one and can say at any time what has come of them so far. Events
 * are kept only as far as the answer needs them.
 */
export class Evaluation {
  readonly #steps: readonly Step[];
  readonly #collector: Collector;
  readonly #rest: readonly Command[];
  readonly #options: EvaluationOptions;
  #row = new WorkingRow();

  constructor(commands: readonly Command[], options: EvaluationOptions) {
    const steps = commands.map(toStep);
    const end = steps.indexOf(undefined);
    const first = end < 0 ? commands.length : end;
    this.#steps = steps.slice(0, first).filter(step => step !== undefined);
    this.#collector = createCollector(commands.slice(first), options);
    this.#rest = commands.slice(first);
    this.#options = options;
  }

  /** Takes an event in; false where a filter drops it. */
  add(event: Row): boolean {
    if (this.#steps.length === 0) {
      this.#collector.add(event);
      return true;
    }
    // Figures keep no rows, so that one does for all events.
    if (this.#rest[0]?.kind !== 'stats') this.#row = new WorkingRow();
    const row = this.#row.on(event);
    for (const step of this.#steps) if (!step(row)) return false;
    this.#collector.add(row);
    return true;
  }

  /** The rows so far, in their order. */
  rows(): readonly Row[] {
    const [head, ...tail] = this.#rest;
    const isDone = head?.kind === 'sort' || head?.kind === 'limit' || head?.kind === 'stats';
    const commands = isDone ? tail : this.#rest;
    const rows = commands.reduce(
      (before, command) => applyCommand(before, command, this.#options),
      this.#collector.rows(),
    );
    return rows.slice(0, this.#options.limit);
  }
}

/** Without `sort` the newest events come first, as they do in the console. */
const newestFirst: readonly SortKey[] = [{value: row => row.get('@timestamp'), isDescending: true}];

function createCollector([head, ...tail]: readonly Command[], options: EvaluationOptions): Collector {
  const {breakTie} = options;
  switch (head?.kind) {
    case 'stats':
      return new StatsCollector(head, breakTie);
    case 'sort':
      return new TopRows(head.keys, rowsNeeded(tail, options), breakTie);
    case 'limit':
      return new TopRows(newestFirst, head.count, breakTie);
    case undefined:
      return new TopRows(newestFirst, options.limit, breakTie);
    default:
      return new TopRows(newestFirst, Number.POSITIVE_INFINITY, breakTie);
  }
}

/** How many of the first rows of an order the commands behind it look at. */
function rowsNeeded(commands: readonly Command[], {limit}: EvaluationOptions): number {
  for (const command of commands) {
    if (command.kind === 'limit') return command.count;
    if (command.kind !== 'fields' && command.kind !== 'display' && command.kind !== 'parse') {
      return Number.POSITIVE_INFINITY;
    }
  }
  return limit;
}

function applyCommand(rows: Row[], command: Command, {breakTie}: EvaluationOptions): Row[] {
  switch (command.kind) {
    case 'sort':
      return collect(new TopRows(command.keys, Number.POSITIVE_INFINITY, breakTie), rows);
    case 'stats':
      return collect(new StatsCollector(command, breakTie), rows);
    case 'limit':
      return rows.slice(0, command.count);
    case 'dedup':
      return distinctRows(rows, command.columns);
    default: {
      const step = toStep(command);
      return step ? rows.map(row => new WorkingRow().on(row)).filter(step) : rows;
    }
  }
}

function collect(collector: Collector, rows: readonly Row[]): Row[] {
  for (const row of rows) collector.add(row);
  return collector.rows();
}

/** What a command does to a single row; `undefined` for a command that needs to see all of them. */
function toStep(command: Command): Step | undefined {
  switch (command.kind) {
    case 'filter':
      return row => isTrue(command.test(row));
    case 'fields':
    case 'display': {
      const [only, ...others] = command.columns.filter(({isField}) => !isField);
      if (!only) return () => true;
      if (others.length === 0) {
        return row => {
          row.set(only, only.value(row));
          return true;
        };
      }
      const computed = [only, ...others];
      return row => {
        // Columns of one command do not see each other.
        const values = computed.map(({value}) => value(row));
        for (let index = 0; index < computed.length; index += 1)
          row.set(computed[index] ?? only, values[index]);
        return true;
      };
    }
    case 'parse':
      return row => {
        const text = toText(command.source(row));
        const values = text === undefined ? undefined : command.extract(text);
        if (!values) return true;
        for (let index = 0; index < command.made.length; index += 1) {
          const field = command.made[index];
          if (field) row.set(field, values[index]);
        }
        return true;
      };
    default:
      return undefined;
  }
}
