import type {FaultRule} from '../../src/local-aws/faults.js';
import type {ServiceCall} from '../../src/local-aws/service-call.js';
import type {Network} from './network.js';

/** A column of the fault table: what goes wrong with a call. */
export interface Column {
  readonly name: string;
  /**
   * `passing`: the same call, made again, succeeds. `lasting`: it never does. `network`: from the call on nothing
   * answers any more, whatever is asked. `credentials`: from the call on nothing that they sign is accepted.
   * `denied`: the call is not allowed. `pages`: the list does not lead to its end.
   */
  readonly kind: 'passing' | 'lasting' | 'network' | 'credentials' | 'denied' | 'pages';
  /** Only for lists. */
  readonly needsPages?: boolean;
  /** Only for a call that is made for several sources, one of which it befalls. */
  readonly isOfOneSource?: boolean;
  /** Only for pages of events. */
  readonly isOfEvents?: boolean;
  /** Whether it keeps the run waiting for long without a word. */
  readonly isSilent?: boolean;
  /** What goes between the program and AWS. */
  readonly network?: 'tls' | 'dns';
  /** How far the clock of AWS is ahead of this machine's, in ms. */
  readonly clockAheadMs?: number;
  /** Whether credentials come from a command, which has new ones when the old have expired. */
  readonly hasFreshCredentials?: boolean;
  rule(scene: Scene): Omit<FaultRule, 'operation'>;
}

/** What a rule can tell its moment by. */
export interface Scene {
  /** Epoch ms. */
  now(): number;
  readonly network: Network | undefined;
  /** Whether this is the call of the row. */
  isCall(call: ServiceCall): boolean;
}

const throttling = {error: {name: 'ThrottlingException', message: 'Rate exceeded'}} as const;
const internal = {error: {name: 'InternalFailure', message: 'Something went wrong', status: 500}} as const;
const unavailable = {
  error: {name: 'ServiceUnavailableException', message: 'Service is not available', status: 503},
} as const;
const expired = {
  error: {
    name: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
    status: 403,
  },
} as const;
const refusedToken = {
  error: {name: 'InvalidParameterException', message: 'The specified nextToken is invalid.'},
} as const;
/** As many answers as it takes to be sure that no single try more is what saves the run. */
const aFew = 3;
const threeHours = 3 * 3_600_000;
/** How far a signature may be from the time of AWS (documented). */
const signatureLifetimeMs = 5 * 60_000;

const always = (name: string, fault: FaultRule['fault']): Column => ({
  name,
  kind: 'lasting',
  rule: ({isCall}) => ({when: (_, call) => isCall(call), fault}),
});

const passing = (name: string, fault: FaultRule['fault'], times: number): Column => ({
  name,
  kind: 'passing',
  rule: ({isCall}) => ({when: (_, call) => isCall(call), times, fault}),
});

/** The columns of the table. */
export const columns: readonly Column[] = [
  passing('throttled once', throttling, 1),
  {
    name: 'throttled for 30 s',
    kind: 'passing',
    rule: ({isCall, now}) => {
      let since: number | undefined;
      return {
        when: (_, call) => {
          if (!isCall(call)) return false;
          since ??= now();
          return now() - since < 30_000;
        },
        fault: throttling,
      };
    },
  },
  always('throttled for ever', throttling),
  passing('500, three times', internal, aFew),
  always('500 for ever', internal),
  passing('503, three times', unavailable, aFew),
  always('503 for ever', unavailable),
  passing('reset before the answer, three times', 'reset', aFew),
  always('reset before the answer for ever', 'reset'),
  passing('reset in the body, three times', 'reset-in-body', aFew),
  always('reset in the body for ever', 'reset-in-body'),
  passing('a body cut short, once', 'truncate', 1),
  always('a body cut short, for ever', 'truncate'),
  {...passing('an event that is garbage, once', 'garbled-event', 1), isOfEvents: true},
  {...always('an event that is garbage, for ever', 'garbled-event'), isOfEvents: true},
  passing('a body that is no JSON, once', 'not-json', 1),
  always('a body that is no JSON, for ever', 'not-json'),
  passing("a proxy's page, once", 'html', 1),
  always("a proxy's page, for ever", 'html'),
  {...passing('no answer, once', 'hang', 1), isSilent: true},
  {...always('no answer for ever', 'hang'), isSilent: true},
  {...passing('half an answer and then nothing, once', 'hang-in-body', 1), isSilent: true},
  {...always('half an answer and then nothing, for ever', 'hang-in-body'), isSilent: true},
  {
    name: 'connections refused from then on',
    kind: 'network',
    rule: ({isCall}) => ({when: (_, call) => isCall(call), fault: 'refuse'}),
  },
  {
    name: 'the host is unknown from then on',
    kind: 'network',
    network: 'dns',
    rule: ({isCall, network}) => ({
      when: (_, call) => isCall(call),
      fault: 'hang',
      onStrike: () => network?.fail(),
    }),
  },
  {
    name: 'the certificate is wrong from then on',
    kind: 'network',
    network: 'tls',
    rule: ({isCall, network}) => ({
      when: (_, call) => isCall(call),
      fault: 'hang',
      onStrike: () => network?.fail(),
    }),
  },
  {
    name: 'the clock of this machine is three hours behind',
    kind: 'passing',
    clockAheadMs: threeHours,
    // Every call of a client until it has learnt better, for it learns from the first.
    rule: ({now}) => ({
      when: (_, call) => Math.abs(now() + threeHours - (call.signedAt ?? 0)) > signatureLifetimeMs,
      fault: {
        error: {
          name: 'InvalidSignatureException',
          message:
            'Signature expired: 20260310T092000Z is now earlier than 20260310T121500Z (20260310T122000Z - 5 min.)',
          status: 403,
        },
      },
    }),
  },
  {
    name: 'credentials expire',
    kind: 'credentials',
    rule: ({isCall}) => {
      let isExpired = false;
      return {
        when: (_, call) => {
          isExpired ||= isCall(call);
          return isExpired;
        },
        fault: expired,
      };
    },
  },
  {
    name: 'credentials expire, and there are new ones',
    kind: 'passing',
    hasFreshCredentials: true,
    rule: ({isCall}) => {
      let old: string | undefined;
      return {
        when: (_, call) => {
          if (isCall(call)) old ??= call.accessKeyId;
          return call.accessKeyId === old;
        },
        fault: expired,
      };
    },
  },
  {
    name: 'no permission',
    kind: 'denied',
    rule: ({isCall}) => ({when: (_, call) => isCall(call), fault: 'denied'}),
  },
  {
    name: 'no permission for one source',
    kind: 'denied',
    isOfOneSource: true,
    rule: ({isCall}) => ({
      when: (_, call) => isCall(call) && isOfCarts(call),
      fault: 'denied',
    }),
  },
  {
    name: 'a token is refused, once',
    kind: 'pages',
    needsPages: true,
    rule: ({isCall}) => ({
      when: (_, call) => isCall(call) && hasToken(call),
      times: 1,
      fault: refusedToken,
    }),
  },
  {
    name: 'tokens are refused',
    kind: 'pages',
    needsPages: true,
    rule: ({isCall}) => ({when: (_, call) => isCall(call) && hasToken(call), fault: refusedToken}),
  },
  {
    name: 'a page that repeats',
    kind: 'pages',
    needsPages: true,
    rule: ({isCall}) => ({when: (_, call) => isCall(call) && hasToken(call), fault: 'repeated-page'}),
  },
  {
    name: 'tokens without end',
    kind: 'pages',
    needsPages: true,
    rule: ({isCall}) => ({
      // Of one log group: each takes hundreds of calls.
      when: (_, call) =>
        isCall(call) && hasToken(call) && (call.operation !== 'FilterLogEvents' || isOfCarts(call)),
      fault: 'endless-pages',
    }),
  },
];

const isOfCarts = ({input}: ServiceCall) => JSON.stringify(input).includes('carts');

const hasToken = ({input}: ServiceCall) =>
  ['nextToken', 'NextToken', 'position'].some(member => typeof input[member] === 'string');
