import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createRenderer} from '../../src/render/renderer.js';
import {
  apiRequestId,
  execution,
  executionLine,
  invocationId,
  lambda,
  line,
  ordersGet,
  plain,
  print,
  time,
} from './log-lines.js';

describe('text in a pipe', () => {
  it('prints time, source, request id and message in columns', () => {
    assert.equal(
      print(
        {},
        executionLine('HTTP Method: GET, Resource Path: /orders/43'),
        line(`START RequestId: ${invocationId} Version: $LATEST\n`, {
          timestamp: time + 5,
          apiRequestId,
          lambdaRequestId: invocationId,
          isPlatform: true,
        }),
      ),
      `\
2026-03-10T09:16:40.551Z  execution   3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18  HTTP Method: GET, Resource Path: /orders/43
2026-03-10T09:16:40.556Z  orders-get  3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18  START RequestId: b20c7d41-6e93-4f58-92aa-0d1e3c4b5f67 Version: $LATEST
`,
    );
  });

  it('prints the invocation where no API request is known, and a dash where neither is', () => {
    assert.equal(
      print({}, line('tied to itself', {lambdaRequestId: invocationId}), line('tied to nothing')),
      `\
2026-03-10T09:16:40.551Z  orders-get  b20c7d41-6e93-4f58-92aa-0d1e3c4b5f67  tied to itself
2026-03-10T09:16:40.551Z  orders-get  -                                     tied to nothing
`,
    );
  });

  it('repeats the columns on every physical line, so that grep on an id keeps stack traces', () => {
    const trace = '[ERROR] KeyError: \'sku\'\nTraceback:\r  File "app.py", line 12\r\n\r\n    sku\n';
    assert.equal(
      print({}, line(trace, {apiRequestId})),
      `\
2026-03-10T09:16:40.551Z  orders-get  ${apiRequestId}  [ERROR] KeyError: 'sku'
2026-03-10T09:16:40.551Z  orders-get  ${apiRequestId}  Traceback:
2026-03-10T09:16:40.551Z  orders-get  ${apiRequestId}    File "app.py", line 12
2026-03-10T09:16:40.551Z  orders-get  ${apiRequestId}  
2026-03-10T09:16:40.551Z  orders-get  ${apiRequestId}      sku
`,
    );
  });

  it('prints the payload of a delivery record, without the id that the column holds', () => {
    const payload = `(${apiRequestId}) Method completed with status: 200\n`;
    const record = line(JSON.stringify({api_id: 'qx7m2kd04v', payload}), {
      source: execution,
      apiRequestId,
      payload,
    });
    assert.equal(
      print({}, record),
      `2026-03-10T09:16:40.551Z  execution   ${apiRequestId}  Method completed with status: 200\n`,
    );
  });

  it('keeps the id in front of an execution line where no column holds it', () => {
    assert.equal(
      print({columns: ['source']}, executionLine('Method completed with status: 200')),
      `execution   (${apiRequestId}) Method completed with status: 200\n`,
    );
  });

  it('leaves the message as the runtime wrote it', () => {
    const message = `2026-03-10T09:16:40.551Z\t${invocationId}\tINFO\tfound  3\titems `;
    assert.equal(print({columns: []}, line(`${message}\n`, {lambdaRequestId: invocationId})), `${message}\n`);
  });

  it('prints one line for an event without text, and for an execution line that is only its id', () => {
    assert.equal(print({columns: ['source']}, line('\n'), line('')), 'orders-get  \norders-get  \n');
    assert.equal(
      print({columns: ['source', 'request']}, executionLine('\n')),
      `execution   ${apiRequestId}  \n`,
    );
  });

  it('has a sign in front of the source of a line that came late, and stays aligned', () => {
    assert.equal(
      print({}, line('late', {late: true, apiRequestId}), line('in time', {apiRequestId})),
      `\
2026-03-10T09:16:40.551Z ~orders-get  ${apiRequestId}  late
2026-03-10T09:16:40.551Z  orders-get  ${apiRequestId}  in time
`,
    );
    assert.equal(print({columns: ['source']}, line('late', {late: true})), '~orders-get  late\n');
    assert.equal(
      print({columns: ['request']}, line('late', {late: true, apiRequestId})),
      `${apiRequestId}  late\n`,
    );
  });

  it('prints the columns asked for in the order asked for', () => {
    assert.equal(
      print(
        {columns: ['stream', 'group', 'request', 'source', 'ingestion', 'time']},
        line('all of them', {
          apiRequestId: 'ZlIxBgQ5DoEEJSg=',
          logStream: '2026/03/10/[7]1a2b3c4d5e6f47089a0b1c2d3e4f5061',
        }),
      ),
      '2026/03/10/[7]1a2b3c4d5e6f47089a0b1c2d3e4f5061        /aws/lambda/orders-get                      ' +
        'ZlIxBgQ5DoEEJSg=                      orders-get  2026-03-10T09:16:40.951Z  2026-03-10T09:16:40.551Z  all of them\n',
    );
  });

  it('lets what is wider than its column push the rest', () => {
    const replaced = `${apiRequestId}_REPLACED_INVALID_REQUEST_ID`;
    assert.equal(
      print({}, line('pushed', {source: lambda('orders-create-or-update'), apiRequestId: replaced})),
      `2026-03-10T09:16:40.551Z  orders-create-or-update  ${replaced}  pushed\n`,
    );
  });

  it('does not count the sources that are read for correlation only', () => {
    const hidden = lambda('a-function-with-a-very-long-name', {isHidden: true});
    assert.equal(
      print({sources: [ordersGet, hidden], columns: ['source']}, line('text')),
      'orders-get  text\n',
    );
  });

  it('prints a dash for a time that is none', () => {
    assert.equal(
      print(
        {columns: ['time', 'ingestion']},
        line('never', {timestamp: Number.NaN, ingestionTime: 8.64e15 + 1}),
      ),
      '-                         -                         never\n',
    );
  });

  it('prints nothing for an empty batch', () => {
    assert.equal(createRenderer(plain).render([]), '');
  });

  it('makes names, streams and ids safe as well as messages', () => {
    const hostile = '\x1b[2J\n\u202e';
    const shown = '\\x1b[2J\\x0a\\u202e';
    const source = lambda(hostile, {logGroup: hostile});
    assert.equal(
      print(
        {sources: [source], columns: ['source', 'group', 'request', 'stream']},
        line('\x1b]0;owned\x07', {source, logStream: hostile, apiRequestId: hostile}),
      ),
      `${shown}  ${shown}  ${shown.padEnd(36)}  ${shown.padEnd(52)}  \\x1b]0;owned\\x07\n`,
    );
  });
});
