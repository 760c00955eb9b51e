import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {classicColumns} from '../../src/render/classic-renderer.js';
import {executionLine, line, print} from './log-lines.js';

const stream = '2026/03/10/[$LATEST]c0ffee00aa5547c1b2d3e4f5a6b7c8d9';
const none = {timestamp: false, ingestionTime: false, noGroup: false, noStream: false};

describe('classic', () => {
  it('prints group, stream and message with single spaces, as the original does', () => {
    assert.equal(
      print(
        {format: 'classic'},
        executionLine('Method completed with status: 200', {logStream: '5d2c7a90'}),
        line('text \r\n'),
      ),
      `\
API-Gateway-Execution-Logs_qx7m2kd04v/prod 5d2c7a90 (3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18) Method completed with status: 200
/aws/lambda/orders-get ${stream} text 
`,
    );
  });

  it('prints the times that its flags ask for', () => {
    const columns = classicColumns({...none, timestamp: true, ingestionTime: true});
    assert.equal(
      print({format: 'classic', columns}, line('text')),
      `/aws/lambda/orders-get ${stream} 2026-03-10T09:16:40.551Z 2026-03-10T09:16:40.951Z text\n`,
    );
  });

  it('leaves out what its flags leave out', () => {
    const columns = classicColumns({...none, timestamp: true, noGroup: true, noStream: true});
    assert.equal(print({format: 'classic', columns}, line('text')), '2026-03-10T09:16:40.551Z text\n');
    const noColumns = classicColumns({...none, noGroup: true, noStream: true});
    assert.equal(print({format: 'classic', columns: noColumns}, line('text')), 'text\n');
  });

  it('prints the whole message of a delivery record, not its payload', () => {
    assert.equal(
      print({format: 'classic', columns: []}, line('{"payload":"text"}', {payload: 'text'})),
      '{"payload":"text"}\n',
    );
  });

  it('keeps the inner line breaks of a message, and lets none return the cursor', () => {
    assert.equal(
      print({format: 'classic', columns: []}, line('Error\r    at a\r\n    at b\n\x1b[1mend\n\n')),
      'Error\n    at a\n    at b\n\\x1b[1mend\n',
    );
  });

  it('has the colours of the original', () => {
    const columns = classicColumns({...none, timestamp: true, ingestionTime: true});
    assert.equal(
      print({format: 'classic', columns, color: true}, line('text', {logStream: 'stream', level: 'ERROR'})),
      '\x1b[32m/aws/lambda/orders-get\x1b[39m \x1b[36mstream\x1b[39m ' +
        '\x1b[33m2026-03-10T09:16:40.551Z\x1b[39m \x1b[34m2026-03-10T09:16:40.951Z\x1b[39m text\n',
    );
  });

  it('marks what is highlighted in a message of several lines without spanning them', () => {
    assert.equal(
      print(
        {format: 'classic', columns: [], color: true, highlight: ['an error\nand']},
        line('an error\nand more'),
      ),
      'an error\nand more\n',
    );
    assert.equal(
      print({format: 'classic', columns: [], color: true, highlight: ['e']}, line('e\ne')),
      '\x1b[30m\x1b[43me\x1b[49m\x1b[39m\n\x1b[30m\x1b[43me\x1b[49m\x1b[39m\n',
    );
  });
});
