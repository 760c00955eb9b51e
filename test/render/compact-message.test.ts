import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {compactMessage} from '../../src/render/compact-message.js';
import {execution, executionLine, invocationId as id, line} from './log-lines.js';

const otherId = '99887766-5544-4332-8211-00ffeeddccbb';
const stamp = '2026-03-10T09:16:40.551Z';

const shortened: readonly (readonly [name: string, message: string, expected: string])[] = [
  ['Node.js', `${stamp}\t${id}\tINFO\tfound 3\titems\n`, 'INFO found 3\titems'],
  [
    'Node.js while it starts',
    `${stamp}\tundefined\tERROR\tUncaught Exception \t{"a":1}\n`,
    'ERROR Uncaught Exception \t{"a":1}',
  ],
  ['Node.js with a stack', `${stamp}\t${id}\tERROR\tboom\n    at a\n`, 'ERROR boom\n    at a'],
  ['Node.js without a text', `${stamp}\t${id}\tINFO\t\n`, 'INFO '],
  [
    '.NET',
    `${stamp}\t${id}\tfail\tSystem.InvalidOperationException: boom\n   at Fn.Handler()\n`,
    'fail System.InvalidOperationException: boom\n   at Fn.Handler()',
  ],
  ['.NET while it starts', `${stamp}\t\tinfo\tbootstrap\n`, 'info bootstrap'],
  ['Python', `[WARNING]\t${stamp}\t${id}\tstock is low\n`, '[WARNING] stock is low'],
  ['Python while it starts', `[INFO]\t${stamp}\t\tboto3 found\n`, '[INFO] boto3 found'],
  ['Ruby', `I, [2026-03-10T09:16:40.551123 #8]  INFO ${id} -- : found 3: items\n`, 'INFO found 3: items'],
  [
    'Ruby with a program',
    `W, [2026-03-10T09:16:40.551123 #8]  WARN ${id} -- stock: low\n`,
    'WARN stock: low',
  ],
  [
    'a time-out',
    `${stamp} ${id} Task timed out after 10.00 seconds\n\n`,
    'Task timed out after 10.00 seconds',
  ],
  [
    'a runtime that exited',
    `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
    'Error: Runtime exited with error: signal: killed\nRuntime.ExitError',
  ],
  ['START', `START RequestId: ${id} Version: 7\n`, 'START b20c7d41 Version: 7'],
  ['END', `END RequestId: ${id}\n`, 'END'],
  [
    'REPORT',
    `REPORT RequestId: ${id}\tDuration: 5.30 ms\tBilled Duration: 6 ms\t\n`,
    'REPORT Duration: 5.30 ms  Billed Duration: 6 ms',
  ],
  [
    'REPORT with a trace',
    `REPORT RequestId: ${id}\tDuration: 5.30 ms\t\nXRAY TraceId: 1-69a\tSampled: true\t\n`,
    'REPORT Duration: 5.30 ms\nXRAY TraceId: 1-69a  Sampled: true',
  ],
];

const whole: readonly (readonly [name: string, message: string])[] = [
  ['plain text', 'plain print() output has no request id'],
  ['a Python exception', "[ERROR] KeyError: 'sku'\nTraceback (most recent call last):"],
  ['Java', '[INFO] no request id in this java line'],
  ['Go', '2020/03/27 03:40:05 text'],
  ['a date of its own', '2026-03-10 is a date'],
  ['a time of its own', `${stamp} is a time`],
  ['a time and a tab', `${stamp}\tand more`],
  ['a time alone', stamp],
  ['JSON', `{"timestamp":"${stamp}","requestId":"${id}","message":"text"}`],
  ['a JSON array', `["${stamp}\t${id}\ta\tb"]`],
  ['INIT_START', 'INIT_START Runtime Version: nodejs:22.v61\tRuntime Version ARN: arn'],
  ['Node.js of another invocation', `${stamp}\t${otherId}\tINFO\ttext`],
  ['Python of another invocation', `[INFO]\t${stamp}\t${otherId}\ttext`],
  ['Ruby of another invocation', `I, [2026-03-10T09:16:40.551123 #8]  INFO ${otherId} -- : text`],
  ['a time-out of another invocation', `${stamp} ${otherId} Task timed out after 10.00 seconds`],
  ['START of another invocation', `START RequestId: ${otherId} Version: 7`],
  ['a text that only begins like END', `END RequestId: ${id} of the story`],
  ['nothing', ''],
];

describe('compactMessage', () => {
  for (const [name, message, expected] of shortened) {
    it(`leaves time and id out of ${name}`, () => {
      assert.equal(compactMessage(line(message, {lambdaRequestId: id})), expected);
    });
  }

  for (const [name, message] of whole) {
    it(`keeps ${name} whole`, () => {
      assert.equal(compactMessage(line(message, {lambdaRequestId: id})), message);
    });
  }

  it('keeps an id that no column can show', () => {
    const message = `START RequestId: ${id} Version: 7`;
    assert.equal(compactMessage(line(message)), message);
  });

  it('takes a line of the execution log for what it is', () => {
    const text = `${stamp}\t\tINFO\tas a template wrote it`;
    assert.equal(compactMessage(executionLine(text)), text);
    assert.equal(compactMessage(line(text, {source: {...execution, kind: 'access'}})), text);
  });
});
