import type {Level} from '../log-line.js';
import type {StatusPattern} from './status-pattern.js';

/** Which of a stage's lines to print; what is empty, false or undefined selects nothing out. */
export interface Selection {
  /** Kinds, names or globs. */
  readonly sources: readonly string[];
  /** Names or globs of functions. */
  readonly functions: readonly string[];
  readonly requestIds: readonly string[];
  /** At least this. */
  readonly level: Level | undefined;
  readonly status: readonly StatusPattern[];
  /** Only lines of requests that failed. */
  readonly errors: boolean;
}

/** Whether lines are chosen by how their request ended. */
export const selectsByOutcome = ({status, errors}: Pick<Selection, 'status' | 'errors'>): boolean =>
  errors || status.length > 0;

/** Whether a line can only be chosen once everything of its request is known. */
export const needsWholeRequests = (selection: Pick<Selection, 'requestIds' | 'status' | 'errors'>): boolean =>
  selection.requestIds.length > 0 || selectsByOutcome(selection);

export const selectsSources = ({sources, functions}: Pick<Selection, 'sources' | 'functions'>): boolean =>
  sources.length > 0 || functions.length > 0;
