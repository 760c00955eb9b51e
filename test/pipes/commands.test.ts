import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {type CliResult, runShell} from '../support/run-cli.js';
import {commandLines, isWholeLine, lineCount, startPipedWorld} from './piped-world.js';

/** What must come of a command whose streams are like this. */
interface Situation {
  readonly name: string;
  /** The shell line; its code is that of the program. */
  readonly shell: (apilogs: string) => string;
  readonly exitCode: number;
  /** Whether the output arrives in full; else nothing is read of it. */
  readonly isRead: boolean;
  /** What stderr holds besides notices of the command; none where absent. */
  readonly error?: RegExp;
  readonly isToldNothing?: boolean;
}

const ofProgram = 'exit $' + '{PIPESTATUS[0]}';

const situations: readonly Situation[] = [
  {
    name: 'in a pipe',
    shell: apilogs => `${apilogs} </dev/null | cat; ${ofProgram}`,
    exitCode: 0,
    isRead: true,
  },
  {
    name: 'with stdin and stderr closed',
    shell: apilogs => `${apilogs} <&- 2>&- | cat; ${ofProgram}`,
    exitCode: 0,
    isRead: true,
    isToldNothing: true,
  },
  {
    name: 'with all three closed',
    shell: apilogs => `${apilogs} <&- >&- 2>&-`,
    exitCode: 0,
    isRead: false,
    isToldNothing: true,
  },
  {
    name: 'with a reader that is gone',
    shell: apilogs => `${apilogs} | true; ${ofProgram}`,
    exitCode: 0,
    isRead: false,
  },
  {
    name: 'on a full disk',
    shell: apilogs => `${apilogs} > /dev/full`,
    exitCode: 1,
    isRead: false,
    error:
      /^apilogs: the output could not be written: no space is left where it goes\n {2}hint: free some space/m,
  },
];

/** Reads less at once than is written, with a rest in between. */
const slowReader = `node -e '
  const {readSync} = require("node:fs");
  const piece = Buffer.alloc(1000);
  const rest = new Int32Array(new SharedArrayBuffer(4));
  for (let n; (n = readSync(0, piece)) > 0; ) {
    require("node:fs").writeSync(1, piece, 0, n);
    Atomics.wait(rest, 0, 0, 1);
  }
'`;

describe('every command', {concurrency: 4}, () => {
  let localAws: LocalAws;
  before(async () => {
    localAws = await startPipedWorld();
  });
  after(() => localAws.stop());

  for (const [command, {line, begins}] of Object.entries(commandLines)) {
    for (const {name, shell, exitCode, isRead, error, isToldNothing = false} of situations) {
      it(`${command}, ${name}`, async () => {
        const result = await runShell(shell(`apilogs ${line}`), {localAws});
        assert.equal(result.exitCode, exitCode, result.stderr);
        assertWhole(result);
        if (isRead) assert.match(result.stdout, begins);
        else assert.equal(result.stdout, '');
        if (isToldNothing) assert.equal(result.stderr, '');
        assert.equal(result.stderr.match(/could not be written/g)?.length ?? 0, error ? 1 : 0, result.stderr);
        if (error) assert.match(result.stderr, error);
        assert.doesNotMatch(result.stderr, /\x1b|^\s+at |unexpected error/m);
      });
    }
  }

  for (const [what, reader] of [
    ['after a while', '{ sleep 1; cat; }'],
    ['bit by bit', slowReader],
  ] as const) {
    it(`get, of more than a pipe holds, read ${what}`, async () => {
      const {line} = commandLines.get ?? {line: ''};
      const shell = `apilogs ${line} --source execution | ${reader}; ${ofProgram}`;
      const {stdout, exitCode} = await runShell(shell, {localAws});
      const lines = stdout.trimEnd().split('\n');
      assert.equal(exitCode, 0);
      assert.equal(lines.filter(isWholeLine).length, lineCount);
    });
  }
});

function assertWhole({stdout}: CliResult): void {
  assert.ok(stdout === '' || stdout.endsWith('\n'), `the last line is whole: ${stdout.slice(-80)}`);
}
