/** A query as StartQuery was told it. */
export interface StartedQuery {
  readonly queryString: string;
  /** The names of its log groups. */
  readonly logGroups: readonly string[];
  /** Epoch milliseconds, both inclusive. */
  readonly startTime: number;
  readonly endTime: number;
}

/** What goes wrong with a query once it has started. */
export interface Disturbance {
  /** The status it ends with, by the service or by somebody else; or `Unknown` for a while, and then it goes on. */
  readonly status: 'Failed' | 'Cancelled' | 'Timeout' | 'Unknown';
  /** How many GetQueryResults calls go well before. */
  readonly afterPolls?: number;
  /** How many calls find it `Unknown`; 1 where absent. */
  readonly polls?: number;
}

export interface DisturbanceRule extends Disturbance {
  /** Narrows it to certain queries. */
  readonly when?: (query: StartedQuery) => boolean;
  /** How many queries it befalls; all where absent. */
  readonly times?: number;
}

/** The disturbances that tests ask for. */
export class Disturbances {
  #rules: {readonly rule: DisturbanceRule; hits: number}[] = [];

  add(rule: DisturbanceRule): void {
    this.#rules.push({rule, hits: 0});
  }

  clear(): void {
    this.#rules = [];
  }

  /** What befalls this query; counts as one of a rule's times. */
  strike(query: StartedQuery): Disturbance | undefined {
    const struck = this.#rules.find(
      ({rule, hits}) => hits < (rule.times ?? Number.POSITIVE_INFINITY) && (!rule.when || rule.when(query)),
    );
    if (!struck) return undefined;
    struck.hits += 1;
    return struck.rule;
  }
}
