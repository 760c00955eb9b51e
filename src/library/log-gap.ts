/** Something of a stage that could not be read, so that lines may be missing. */
export interface LogGap {
  /** What happened, and to what. */
  readonly message: string;
  /** What to do about it. Where it names an option, that is the option of the command line. */
  readonly hint: string | null;
  /** The log group, where it is about a known one. */
  readonly logGroup: string | null;
}
