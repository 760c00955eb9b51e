/**
 * Where stages say what the user should know and stdout must not hold. `cli` prints them to stderr;
 * `--quiet` drops `notice` and `detail`, only `-v` shows `detail`.
 */
export interface Notices {
  /** Something is missing or different from what was asked; printed once per text. */
  notice(message: string, hint?: string): void;
  /** Something has changed while following, such as the network; printed each time it does. */
  change(message: string, hint?: string): void;
  /** For `-v`: what is being done, each call. */
  detail(message: string): void;
}
