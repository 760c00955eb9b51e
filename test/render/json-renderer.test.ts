import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {levels} from '../../src/log-line.js';
import {createRenderer} from '../../src/render/renderer.js';
import {apiRequestId, executionLine, invocationId, lambda, line, plain, print, time} from './log-lines.js';

describe('json', () => {
  it('prints every key in the promised order', () => {
    assert.equal(
      print(
        {format: 'json'},
        line(`START RequestId: ${invocationId} Version: $LATEST\n`, {
          apiRequestId,
          lambdaRequestId: invocationId,
          timestamp: time + 5,
          ingestionTime: time + 349,
          logStream: '2026/03/10/[$LATEST]c0ffee',
          eventId: '3952',
        }),
      ),
      '{"timestamp":"2026-03-10T09:16:40.556Z","timestampMs":1773134200556,"ingestionTime":"2026-03-10T09:16:40.900Z",' +
        '"source":"lambda","name":"orders-get","apiRequestId":"3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18",' +
        '"lambdaRequestId":"b20c7d41-6e93-4f58-92aa-0d1e3c4b5f67","level":null,"canary":false,"late":false,' +
        '"logGroup":"/aws/lambda/orders-get","logStream":"2026/03/10/[$LATEST]c0ffee","eventId":"3952",' +
        '"message":"START RequestId: b20c7d41-6e93-4f58-92aa-0d1e3c4b5f67 Version: $LATEST"}\n',
    );
  });

  it('says null where something is unknown', () => {
    const printed = print(
      {format: 'json'},
      line('', {timestamp: Number.NaN, ingestionTime: Number.POSITIVE_INFINITY, logStream: 's', eventId: ''}),
    );
    assert.equal(
      printed,
      '{"timestamp":null,"timestampMs":null,"ingestionTime":null,"source":"lambda","name":"orders-get",' +
        '"apiRequestId":null,"lambdaRequestId":null,"level":null,"canary":false,"late":false,' +
        '"logGroup":"/aws/lambda/orders-get","logStream":"s","eventId":null,"message":""}\n',
    );
  });

  it('prints what CloudWatch returned, with the prefix and around the payload', () => {
    const [first = '', second = ''] = print(
      {format: 'json'},
      executionLine('Method completed with status: 200'),
      line('{"payload":"text"}\n', {payload: 'text'}),
    ).split('\n');
    assert.equal(JSON.parse(first).message, `(${apiRequestId}) Method completed with status: 200`);
    assert.equal(JSON.parse(second).message, '{"payload":"text"}');
  });

  it('is in UTC, and without colour or marks, whatever is asked for', () => {
    const text = line('text', {level: 'ERROR'});
    assert.equal(
      print({format: 'json', timeZone: 'Europe/Berlin', color: true, highlight: ['text', '"']}, text),
      print({format: 'json'}, text),
    );
  });

  it('is one harmless line for hostile text', () => {
    const hostile = '\x1b[2J\n\r\u0085\u2028\u202e\x7f\ud800"\\';
    const source = lambda(hostile, {logGroup: hostile});
    const printed = print(
      {format: 'json'},
      line(`${hostile}.`, {
        source,
        logStream: hostile,
        eventId: hostile,
        apiRequestId: hostile,
        lambdaRequestId: hostile,
      }),
    );
    const shown = '\\u001b[2J\\n\\r\\u0085\\u2028\\u202e\\u007f\ufffd\\"\\\\';
    assert.equal(
      printed,
      '{"timestamp":"2026-03-10T09:16:40.551Z","timestampMs":1773134200551,"ingestionTime":"2026-03-10T09:16:40.951Z",' +
        `"source":"lambda","name":"${shown}","apiRequestId":"${shown}","lambdaRequestId":"${shown}","level":null,` +
        `"canary":false,"late":false,"logGroup":"${shown}","logStream":"${shown}","eventId":"${shown}","message":"${shown}."}\n`,
    );
  });

  it('tells many streams and requests apart', () => {
    const lines = Array.from({length: 2_500}, (_, n) =>
      line('', {logStream: `stream ${n}`, apiRequestId: `id ${n}`}),
    );
    const printed = print({format: 'json'}, ...lines, ...lines)
      .trimEnd()
      .split('\n');
    assert.deepEqual(
      printed.map(json => [JSON.parse(json).logStream, JSON.parse(json).apiRequestId]),
      [...lines, ...lines].map(({event, apiRequestId}) => [event.logStream, apiRequestId]),
    );
  });

  it('always parses back to the fields it was given', () => {
    const text = fc.string({unit: 'binary'});
    const renderer = createRenderer({...plain, format: 'json'});
    fc.assert(
      fc.property(
        fc.record({
          message: text,
          name: text,
          logGroup: text,
          logStream: text,
          eventId: text,
          apiRequestId: fc.option(text, {nil: undefined}),
          lambdaRequestId: fc.option(text, {nil: undefined}),
          level: fc.option(fc.constantFrom(...levels), {nil: undefined}),
          canary: fc.boolean(),
          late: fc.boolean(),
          timestamp: fc.integer({min: -8.64e15, max: 8.64e15}),
          ingestionTime: fc.integer({min: 0, max: 4e12}),
        }),
        ({message, name, logGroup, ...fields}) => {
          const printed = renderer.render([line(message, {source: lambda(name, {logGroup}), ...fields})]);
          const parsed = JSON.parse(printed);
          assert.equal(printed.indexOf('\n'), printed.length - 1);
          assert.deepEqual(parsed, {
            timestamp: new Date(fields.timestamp).toISOString(),
            timestampMs: fields.timestamp,
            ingestionTime: new Date(fields.ingestionTime).toISOString(),
            source: 'lambda',
            name,
            apiRequestId: fields.apiRequestId ?? null,
            lambdaRequestId: fields.lambdaRequestId ?? null,
            level: fields.level ?? null,
            canary: fields.canary,
            late: fields.late,
            logGroup,
            logStream: fields.logStream,
            eventId: fields.eventId === '' ? null : fields.eventId,
            message: message.replace(/[\r\n]+$/, ''),
          });
        },
      ),
    );
  });
});
