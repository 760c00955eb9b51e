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
  /** From now on takes this line of a terminal away before a message is printed where it stands. */
  takeAway?(line: RewrittenLine): void;
}

/** A line of a terminal that is rewritten in place, and comes back by itself. */
export interface RewrittenLine {
  clear(): void;
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
