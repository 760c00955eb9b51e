/** Log groups that the user named, in the order in which they were named. */
export interface NamedGroups {
  readonly groups: readonly NamedGroup[];
  /** Every group whose name begins so. */
  readonly prefixes: readonly string[];
}

export interface NamedGroup {
  /** A name, or an ARN without `:*`. */
  readonly logGroup: string;
  /** A regular expression that fits the beginning of a stream's name; absent for all streams. */
  readonly streamPattern?: string;
}
