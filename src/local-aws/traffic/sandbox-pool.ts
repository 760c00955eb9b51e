import type {Random} from './random.js';
import type {FunctionModel} from './traffic-model.js';

/** One execution environment of a function: a log stream that runs one invocation at a time. */
export interface Sandbox {
  readonly logStream: string;
  /** Tells the stream's ingestion lags from those of other streams. */
  readonly streamKey: number;
  /** How far its clock is ahead of API Gateway's, in ms. */
  readonly skewMs: number;
  /** Epoch ms from which it can take an invocation; Infinity while one runs. */
  freeAt: number;
}

/** Lambda keeps an idle environment for some minutes. */
const idleMs = 10 * 60_000;
/** Pools below this size are not worth cleaning. */
const smallPool = 64;

/** The sandboxes of one function. */
export class SandboxPool {
  readonly #model: FunctionModel;
  readonly #random: Random;
  readonly #clockSkewMs: number;
  #sandboxes: Sandbox[] = [];

  constructor(model: FunctionModel, random: Random, clockSkewMs: number) {
    this.#model = model;
    this.#random = random;
    this.#clockSkewMs = clockSkewMs;
  }

  /** A sandbox that has run before: a free one, else one from the time before the traffic began. */
  takeWarm(at: number): Sandbox {
    const free = this.#sandboxes.findLast(sandbox => sandbox.freeAt <= at);
    // A stream is named after the day its sandbox began, and lives on past midnight.
    return this.#occupy(free ?? this.#create(at - this.#random.int(60_000, 3 * 3_600_000)));
  }

  /** A sandbox that starts now. */
  takeCold(at: number): Sandbox {
    return this.#occupy(this.#create(at));
  }

  release(sandbox: Sandbox, at: number): void {
    sandbox.freeAt = at;
  }

  /** A sandbox whose runtime crashed is not used again. */
  retire(sandbox: Sandbox): void {
    this.#sandboxes = this.#sandboxes.filter(other => other !== sandbox);
  }

  #occupy(sandbox: Sandbox): Sandbox {
    sandbox.freeAt = Number.POSITIVE_INFINITY;
    return sandbox;
  }

  #create(bornAt: number): Sandbox {
    if (this.#sandboxes.length > smallPool) {
      this.#sandboxes = this.#sandboxes.filter(sandbox => sandbox.freeAt > bornAt - idleMs);
    }
    const sandbox: Sandbox = {
      logStream: lambdaStreamName(this.#model, bornAt, this.#random.hex(32)),
      streamKey: this.#random.int(0, 2 ** 31),
      skewMs: this.#random.int(-this.#clockSkewMs, this.#clockSkewMs),
      freeAt: 0,
    };
    this.#sandboxes.push(sandbox);
    return sandbox;
  }
}

/** Documented (Lambda guide, log groups): in a group of the owner's choice the name says the function too. */
export function lambdaStreamName(
  {name, version, logGroup}: FunctionModel,
  bornAt: number,
  id: string,
): string {
  const day = new Date(bornAt).toISOString().slice(0, 10).replaceAll('-', '/');
  return logGroup === `/aws/lambda/${name}`
    ? `${day}/[${version}]${id}`
    : `${day}/${name}[${version}][${id}]`;
}
