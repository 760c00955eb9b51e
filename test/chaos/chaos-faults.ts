import type {Fault} from '../../src/local-aws/faults.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import type {ServiceCall} from '../../src/local-aws/service-call.js';
import {chanceOf} from '../../src/local-aws/traffic/random.js';

/** How often a kind of fault befalls a call: a share of all calls. */
export interface FaultShare {
  readonly share: number;
  readonly fault: Fault;
  /** Whether the call has to be made again, of which there is an end. */
  readonly fails: boolean;
  /** Only calls that go on from a page before. */
  readonly needsToken?: boolean;
  /** How often in all; without end where absent. */
  readonly atMost?: number;
}

const error = (name: string, message: string, status?: number): Fault => ({
  error: {name, message, ...(status !== undefined && {status})},
});

const throttling = error('ThrottlingException', 'Rate exceeded');
const unavailable = error('ServiceUnavailableException', 'Please try again later', 503);

/** What befalls every call for a while; throttling those of FilterLogEvents alone. */
const storms = {throttling, outage: unavailable, 'captive portal': 'html'} as const;
export type StormKind = keyof typeof storms;

/** What a call of any kind can meet, after which the run is as complete as without it. */
export const passingFaults: Readonly<Record<string, FaultShare>> = {
  throttled: {share: 0.015, fault: throttling, fails: false},
  'status 500': {share: 0.025, fault: error('InternalFailure', 'We have failed', 500), fails: true},
  'status 503': {share: 0.025, fault: unavailable, fails: true},
  'reset before the body': {share: 0.025, fault: 'reset', fails: true},
  'reset in the body': {share: 0.025, fault: 'reset-in-body', fails: true},
  'late by 0.1 s': {share: 0.1, fault: {delayMs: 100}, fails: false},
  'late by 2 s': {share: 0.015, fault: {delayMs: 2_000}, fails: false},
};

/** What else a call of FilterLogEvents can. */
export const passingLogFaults: Readonly<Record<string, FaultShare>> = {
  'truncated body': {share: 0.025, fault: 'truncate', fails: true},
  'no JSON': {share: 0.025, fault: 'not-json', fails: true},
  "a proxy's page": {share: 0.025, fault: 'html', fails: true},
  'short page': {share: 0.3, fault: {shortPage: 400}, fails: false},
  'tiny page': {share: 0.05, fault: {shortPage: 1}, fails: false},
  'repeated token': {share: 0.1, fault: 'repeat-token', fails: false, needsToken: true},
};

/** A call that nothing ever answers costs the half minute after which it is made again. */
export const hanging = (atMost: number, share: number): Readonly<Record<string, FaultShare>> => ({
  hang: {share, fault: 'hang', fails: true, atMost},
});

/** A failed poll of a watch is followed by another; a read has no second one. */
export const refusedToken: Readonly<Record<string, FaultShare>> = {
  'refused token': {
    share: 0.1,
    fault: error('InvalidParameterException', 'The specified nextToken is invalid.'),
    fails: true,
    needsToken: true,
  },
};

/** Of five tries so many may fail at random: the network may be gone for two more. */
const mostFailuresInARow = 2;

interface Kind extends FaultShare {
  readonly name: string;
  readonly appliesTo: (call: ServiceCall) => boolean;
}

export interface ChaosOptions {
  readonly localAws: LocalAws;
  readonly seed: number;
  readonly faults: Readonly<Record<string, FaultShare>>;
  readonly logFaults: Readonly<Record<string, FaultShare>>;
  /** Whether calls may fail at this moment. */
  readonly mayFail: () => boolean;
}

const isLogCall = ({operation}: ServiceCall) => operation === 'FilterLogEvents';

/**
 * Makes calls of the local AWS fail at random. Whether the nth call of an operation on a log group fails, and how,
 * depends on the seed alone.
 */
export class ChaosFaults {
  /** How many calls each kind has befallen. */
  readonly counts: Record<string, number> = {};
  readonly #options: ChaosOptions;
  readonly #kinds: readonly Kind[];
  readonly #chosen = new WeakMap<ServiceCall, string>();
  readonly #numberOf = new Map<string, number>();
  readonly #failuresInARow = new Map<string, number>();
  /** What befalls every call at this moment. */
  storm: StormKind | undefined;

  constructor(options: ChaosOptions) {
    this.#options = options;
    for (const [kind, fault] of Object.entries(storms)) {
      options.localAws.faults.add({when: (_, call) => this.#isInStorm(kind, call), fault});
    }
    const kindsOf = (shares: Readonly<Record<string, FaultShare>>, appliesTo: Kind['appliesTo']) =>
      Object.entries(shares).map(([name, share]) => ({...share, name, appliesTo}));
    this.#kinds = [...kindsOf(options.faults, () => true), ...kindsOf(options.logFaults, isLogCall)];
    for (const {name, fault} of this.#kinds) {
      options.localAws.faults.add({when: (_, call) => this.#choose(call) === name, fault});
    }
  }

  count(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }

  #isInStorm(kind: string, call: ServiceCall): boolean {
    const isHit = kind === this.storm && (kind !== 'throttling' || isLogCall(call));
    if (isHit) this.count(`in a storm: ${kind}`);
    return isHit;
  }

  #choose(call: ServiceCall): string {
    const known = this.#chosen.get(call);
    if (known !== undefined) return known;
    const kind = this.#kindFor(call);
    if (kind) this.count(kind.name);
    const listing = JSON.stringify([call.operation, call.path, call.input]);
    this.#failuresInARow.set(listing, kind?.fails ? (this.#failuresInARow.get(listing) ?? 0) + 1 : 0);
    const name = kind?.name ?? '';
    this.#chosen.set(call, name);
    return name;
  }

  #kindFor(call: ServiceCall): Kind | undefined {
    const {operation, input, path} = call;
    const key = `${operation} ${path} ${input.logGroupName ?? ''}`;
    const number = (this.#numberOf.get(key) ?? 0) + 1;
    this.#numberOf.set(key, number);
    let chance = chanceOf(hash(`${this.#options.seed} ${key}`), number);
    const kind = this.#kinds.find(({appliesTo, share}) => {
      if (!appliesTo(call)) return false;
      chance -= share;
      return chance < 0;
    });
    if (!kind || (kind.needsToken && input.nextToken === undefined)) return undefined;
    if ((this.counts[kind.name] ?? 0) >= (kind.atMost ?? Number.POSITIVE_INFINITY)) return undefined;
    const listing = JSON.stringify([operation, path, input]);
    const isSpared =
      !this.#options.mayFail() || (this.#failuresInARow.get(listing) ?? 0) >= mostFailuresInARow;
    return kind.fails && isSpared ? undefined : kind;
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let result = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    result = Math.imul(result ^ text.charCodeAt(index), 0x01000193);
  }
  return result >>> 0;
}
