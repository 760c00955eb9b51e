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

// A watch may run for months, and what it has said must not grow with it.
const remembered = 1000;

/** Tells of each text whether it is new. */
export function rememberSaid(): (message: string) => boolean {
  const said = new Set<string>();
  return message => {
    if (said.has(message)) return false;
    if (said.size >= remembered) said.clear();
    said.add(message);
    return true;
  };
}
