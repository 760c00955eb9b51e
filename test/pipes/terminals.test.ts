import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {runCommands} from '../support/run-commands.js';
import {runOnTerminal} from '../support/run-on-terminal.js';
import {commandLines, startPipedWorld} from './piped-world.js';

describe('every command on a small or plain terminal', () => {
  let localAws: LocalAws;
  before(async () => {
    localAws = await startPipedWorld();
  });
  after(() => localAws.stop());

  for (const [command, {line}] of Object.entries(commandLines)) {
    for (const columns of [1, 20]) {
      it(`prints ${command} on ${columns} columns, without an escape where the terminal is dumb`, async () => {
        const world = {localAws, columns, env: {TERM: 'dumb'}};
        const {exitCode, stdout, stderr} = await runCommands(
          line.replace('-o raw', '-o text').split(' '),
          world,
        );
        assert.equal(exitCode, 0, stderr);
        assert.match(stdout, /\S\n$/);
        assert.doesNotMatch(stdout + stderr, /\x1b|\r/);
      });
    }
  }

  it('is sent no escape by the program itself, whatever it has to say', async () => {
    const {line = ''} = commandLines.requests ?? {};
    const shown = await runOnTerminal(`stty cols 20; $apilogs ${line}; echo "code $?"; $apilogs no-such`, {
      localAws,
      env: {TERM: 'dumb'},
    });
    assert.match(shown, /orders[\s\S]*code 0\r\n.*unknown command/);
    assert.doesNotMatch(shown, /\x1b/);
  });
});
