import type {Clock} from './clock.js';

/** A stream of the process as far as the program writes to it. */
export interface OutputStream {
  write(text: string): boolean;
  once(event: 'drain' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  off(event: 'drain' | 'close' | 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** The process's input as far as questions need it. */
export type InputStream = NodeJS.ReadableStream & {
  readonly isTTY?: boolean | undefined;
  setRawMode?(isRaw: boolean): unknown;
};

/** The world outside, handed to a command: nothing further in reaches for `process` or the clock. */
export interface Context {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** For questions on a terminal; absent where none can be asked. */
  readonly stdin?: InputStream | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where to keep what can be found out again; absent where nothing is to be kept. */
  readonly cacheFolder?: string | undefined;
  readonly clock: Clock;
  /** Aborts when the run should end: SIGINT, SIGTERM, SIGHUP, a closed stdout, or a crash. */
  readonly signal: AbortSignal;
  /** Stops the process as Ctrl-Z does, and resolves when it is continued; absent where there is no such thing. */
  readonly suspend?: (() => Promise<void>) | undefined;
  /** Is told of each secret that is found, so that no message repeats it. */
  readonly onSecret?: (secret: string) => void;
}
