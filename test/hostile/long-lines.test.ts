import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {LogEvent} from '../../src/log-event.js';
import type {LogLine} from '../../src/log-line.js';
import {createRenderer, type RenderOptions} from '../../src/render/renderer.js';
import {requestErrors} from '../../src/requests/request-errors.js';
import {byRequestId} from '../../src/select/by-request-id.js';
import {createMessageQuery} from '../../src/select/message-query.js';
import {stackTop} from '../../src/trace/stack-top.js';
import {toRequestTrace} from '../../src/trace/to-request-trace.js';
import {plain} from '../render/log-lines.js';
import {correlated} from '../support/correlated.js';
import {source} from '../support/events.js';
import {
  completes,
  end,
  gateway,
  invocation,
  lambda,
  names,
  opens,
  request,
  start,
} from '../support/request-lines.js';
import {growsTooFast} from './growth.js';

const access = source({
  kind: 'access',
  name: 'access',
  accessLogFormat: '$context.requestId $context.identity.userAgent "$context.path" $context.status',
});
const jsonAccess = source({
  kind: 'access',
  name: 'json-access',
  accessLogFormat:
    '{"requestId":"$context.requestId","path":"$context.path","resourcePath":"$context.resourcePath"}',
});

/** What is written over and over. */
const repeated = [
  ...[
    ' ',
    '\t',
    '\n',
    '\r',

    ' \n',
    '\n\tat ',
    'a',
    '=',
    '-',
    ':',
    '/',
    '(',
    ')',
    ') ',
    '\\',
    '"',
    '%',
  ],
  ...['\x1b', '\u200d', '😀', '{', '[', '{"a":', '{"errorType":[', '\\u0000'],
  ...['a.', 'Error', 'Error: ', 'Status: 200 ', '\tERROR\t', ': a.b\n', 'File "a", line 1\n', 'at a\n'],
  ...[
    'aaaaaaaa-',
    `${request(2)} `,
    'JKJaXmPLvHcESHA= ',
    'Lambda request id: ',
    'XRAY TraceId: ',
    '\tStatus: ',
  ],
];

/** What stands in front, so that something begins to read it. */
const beginnings = [
  ...[
    '',
    '{"level":"ERROR","message":"',
    '{"type":"platform.report","record":',
    '[ERROR] Runtime.X: ',
    '[ERROR]\t',
  ],
  ...[
    'panic: ',
    'Traceback (most recent call last):\n',
    'RequestId: ',
    'INIT_REPORT Init Duration: ',
    'I, [',
  ],
  ...[`REPORT RequestId: ${invocation(1)}\t`, `START RequestId: ${invocation(1)} `, `${invocation(1)} `],
  ...[`2026-03-10T09:16:40.551Z\t${invocation(1)}\tERROR\t`, 'I, [2026-03-10T09:16:40 #1]  INFO '],
  ...['HTTP Method: GET, Resource Path: /', 'Method completed with status: ', 'Gateway response type: '],
  ...[
    'Lambda execution failed with status 200 due to customer function error: ',
    'Endpoint response headers: ',
  ],
  ...['Execution failed due to configuration error: ', 'Authorizer result body before parsing: ', 'API Key '],
  ...['Key throttle limit exceeded for ', 'Endpoint request body after transformations: {"type":"'],
];

const renderOptions: readonly Partial<RenderOptions>[] = [
  {format: 'text', color: true, highlight: ['a', ' ', '\x1b']},
  {format: 'text', compact: true},
  {format: 'classic', color: true, highlight: ['aa']},
  {format: 'raw', isTerminal: true},
  {format: 'json'},
];
const renderers = renderOptions.map(options => createRenderer({...plain, ...options}));
const compact = createRenderer({...plain, compact: true});
const [textLine] = correlated([lambda(0, '')]).flat() as [LogLine];
const query = await createMessageQuery('[message, errorType]');
const isWanted = byRequestId([request(1)]);

/** A request with the text as a line of each of its logs. */
const eventsWith = (text: string): LogEvent[] => [
  opens(0, 1),
  gateway(1, 1, text),
  start(2, 1),
  lambda(3, text),
  lambda(4, `${text}!`),
  end(5, 1),
  names(6, 1, 1),
  gateway(6, 1, 'Gateway response type: DEFAULT_5XX with status code: 502'),
  completes(7, 1),
  lambda(8, `${request(1)} ${text} "${text}" 502`, {source: access}),
  lambda(8, `{"requestId":"${request(1)}","path":"${text}","resourcePath":"/a/{proxy+}"}`, {
    source: jsonAccess,
  }),
];

/** All that the program finds out about a text, and the layout that takes it apart once more. */
function understand(text: string): LogLine[] {
  const lines = correlated(eventsWith(text)).flat();
  compact.render(lines.slice(0, 5));
  toRequestTrace(lines);
  for (const line of lines) isWanted(query.apply(line));
  const [error] = requestErrors(lines);
  if (error) stackTop(lines, error);
  return lines;
}

const size = 2_500;

describe('a long line', () => {
  for (const beginning of beginnings) {
    it(`is understood in a time that grows with its length behind ${JSON.stringify(beginning)}`, () => {
      const slow = repeated.filter(part =>
        growsTooFast(length => understand(beginning + part.repeat(Math.ceil(length / part.length))), size),
      );
      assert.deepEqual(slow, []);
    });
  }

  it('is printed in a time that grows with its length', () => {
    const slow = repeated.filter(part =>
      growsTooFast(length => {
        const line = {...textLine, event: lambda(3, part.repeat(Math.ceil(length / part.length)))};
        for (const renderer of renderers) renderer.render([line]);
      }, 3 * size),
    );
    assert.deepEqual(slow, []);
  });

  it('of a megabyte comes through whole', () => {
    for (const part of ['a', '\n', '\x1b', '{"a":']) {
      const text = part.repeat(1_048_576 / part.length);
      const [line] = understand(text).filter(({event}) => event.message === text);
      assert.equal(line?.apiRequestId, request(1));
    }
  });
});

describe('JSON nested 100,000 times', () => {
  const depth = 100_000;
  const texts = {
    lists: '['.repeat(depth) + ']'.repeat(depth),
    objects: `${'{"message":'.repeat(depth)}1${'}'.repeat(depth)}`,
    'an error': `{"level":"ERROR","errorType":${'['.repeat(depth)}${']'.repeat(depth)},"stack":${'['.repeat(depth)}${']'.repeat(depth)}}`,
    'a platform event': `{"type":"platform.report","record":{"metrics":${'['.repeat(depth)}${']'.repeat(depth)}}}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`is a line like others: ${name}`, async () => {
      understand(text);
      const whole = await createMessageQuery('@');
      const lines = correlated(eventsWith(text)).flat().map(whole.apply);
      for (const renderer of renderers) assert.equal(typeof renderer.render(lines), 'string');
    });
  }
});
