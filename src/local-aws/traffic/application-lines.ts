import type {Runtime} from './traffic-model.js';

export type AppLevel = 'INFO' | 'WARN' | 'ERROR';

/** An exception as its runtime would know it. */
export interface Failure {
  readonly type: string;
  readonly message: string;
  readonly stack: readonly string[];
}

export interface LineContext {
  readonly runtime: Runtime;
  /** Epoch ms by the clock of the sandbox. */
  readonly at: number;
  /** Absent while the function initialises. */
  readonly lambdaRequestId: string | undefined;
  /** Whether the line leaves out the id also where the runtime has one to give: `print`, `process.stdout.write`. */
  readonly isBare: boolean;
}

type Write = (context: LineContext, level: AppLevel, text: string) => string;

const iso = (at: number) => new Date(at).toISOString();

const dotnetLevels: Readonly<Record<AppLevel, string>> = {INFO: 'info', WARN: 'warn', ERROR: 'fail'};
const pythonLevels: Readonly<Record<AppLevel, string>> = {INFO: 'INFO', WARN: 'WARNING', ERROR: 'ERROR'};

/** The layouts of the runtimes' own loggers (their client libraries' source). */
const writers: Readonly<Record<Runtime, Write>> = {
  nodejs: ({at, lambdaRequestId, isBare}, level, text) =>
    isBare ? `${text}\n` : `${iso(at)}\t${lambdaRequestId}\t${level}\t${text}\n`,
  python: ({at, lambdaRequestId, isBare}, level, text) =>
    isBare ? `${text}\n` : `[${pythonLevels[level]}]\t${iso(at)}\t${lambdaRequestId ?? ''}\t${text}\n`,
  java: ({isBare}, level, text) => (isBare ? `${text}\n` : `[${level}] ${text}\n`),
  dotnet: ({at, lambdaRequestId}, level, text) =>
    `${iso(at)}\t${lambdaRequestId ?? ''}\t${dotnetLevels[level]}\t${text}\n`,
  go: ({at}, level, text) =>
    `${iso(at).slice(0, 19).replaceAll('-', '/').replace('T', ' ')} ${level === 'INFO' ? '' : `${level} `}${text}\n`,
  json: ({at, lambdaRequestId, isBare}, level, text) =>
    JSON.stringify({
      timestamp: iso(at),
      level,
      message: text,
      // Lambda does not wrap what is JSON already: a logger of the owner's choice may name no request.
      ...(isBare ? {service: 'shop'} : {requestId: lambdaRequestId}),
    }),
};

/** One line that the function's code writes. */
export const applicationMessage = (context: LineContext, level: AppLevel, text: string): string =>
  writers[context.runtime](context, level, text);

/** The message of an exception's instances, by runtime. */
export const failures: Readonly<Record<Runtime, Failure>> = {
  nodejs: {
    type: 'TypeError',
    message: "Cannot read properties of undefined (reading 'sku')",
    stack: [
      '    at priceOf (file:///var/task/price.mjs:18:27)',
      '    at async Runtime.handler (file:///var/task/index.mjs:41:19)',
    ],
  },
  python: {
    type: 'KeyError',
    message: "'sku'",
    stack: [
      'Traceback (most recent call last):',
      '  File "/var/task/app.py", line 12, in handler',
      "    sku = body['sku']",
    ],
  },
  java: {
    type: 'java.lang.IllegalStateException',
    message: 'stock is negative',
    stack: [
      '\tat com.example.shop.Stock.reserve(Stock.java:88)',
      '\tat com.example.shop.Handler.handleRequest(Handler.java:31)',
    ],
  },
  dotnet: {
    type: 'System.InvalidOperationException',
    message: 'Sequence contains no elements',
    stack: ['   at Shop.Orders.First()', '   at Shop.Function.Handler(APIGatewayProxyRequest request)'],
  },
  go: {
    type: 'runtime.boundsError',
    message: 'runtime error: index out of range [3] with length 3',
    stack: ['goroutine 1 [running]:', 'main.handler({0x7d2ac0, 0xc000118000})', '\t/src/main.go:44 +0x1d8'],
  },
  json: {
    type: 'RangeError',
    message: 'year out of range',
    stack: [
      '    at rows (file:///var/task/rows.mjs:7:11)',
      '    at async Runtime.handler (file:///var/task/index.mjs:12:9)',
    ],
  },
};

/** What a runtime logs when the handler throws: one message, or several where each line is its own event. */
export function failureMessages(context: LineContext, failure: Failure, withStack: boolean): string[] {
  const {type, message} = failure;
  const stack = withStack ? failure.stack : [];
  const headline = `${type}: ${message}`;
  switch (context.runtime) {
    case 'nodejs': {
      const error = JSON.stringify({errorType: type, errorMessage: message, stack: [headline, ...stack]});
      return [applicationMessage({...context, isBare: false}, 'ERROR', `Invoke Error \t${error}`)];
    }
    case 'python':
      // No request id, and no line break at the end (seen).
      return [[`[ERROR] ${headline}`, ...stack].join('\n')];
    case 'java':
      return [`${[`${message}: ${type}`, headline, ...stack].join('\n')}\n`];
    case 'dotnet':
      return [applicationMessage(context, 'ERROR', [headline, ...stack].join('\n'))];
    case 'go':
      // Raw output of several lines becomes one event a line.
      return [`panic: ${message}`, ...stack].map(line => `${line}\n`);
    case 'json': {
      const error = {errorType: type, errorMessage: message, stackTrace: stack};
      const {at, lambdaRequestId} = context;
      return [
        JSON.stringify({
          timestamp: iso(at),
          level: 'ERROR',
          message: headline,
          ...error,
          requestId: lambdaRequestId,
        }),
      ];
    }
  }
}

/** A warning of several lines, as a logged exception gives, in one event. */
export const stackWarning = (context: LineContext, failure: Failure) =>
  applicationMessage(
    context,
    'WARN',
    ['stock lookup failed, using cache', `${failure.type}: ${failure.message}`, ...failure.stack].join('\n'),
  );
