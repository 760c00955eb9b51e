import assert from 'node:assert/strict';
import type {Outcome, Row} from './fault-table.js';
import type {Run} from './run-cell.js';

/** Fails unless the run ended as it was to. `truth` is the run in which nothing went wrong. */
export function judge(row: Row, outcome: Outcome, run: Run, truth: Run): void {
  const {stdout, stderr, exitCode} = run;
  assert.ok(run.hits > 0, 'the fault befell no call');
  if (row.withinMs !== undefined) assert.ok(run.tookMs <= row.withinMs, `it took ${run.tookMs} ms`);
  assertReadable(stderr);
  assertNothingTwice(stdout, truth.stdout);
  switch (outcome.kind) {
    case 'complete':
      assert.deepEqual([exitCode, stdout], [truth.exitCode, truth.stdout]);
      assert.deepEqual(failuresIn(stderr), failuresIn(truth.stderr));
      break;
    case 'replaced':
      assert.deepEqual([exitCode, stdout], [truth.exitCode, truth.stdout]);
      if (outcome.says) assert.match(stderr, outcome.says);
      break;
    case 'unknown':
      assert.equal(exitCode, truth.exitCode);
      assert.equal(stdout.split('\n').length, truth.stdout.split('\n').length);
      break;
    case 'partial':
      assert.equal(exitCode, 8);
      // What `sources` prints is what can be read and what cannot.
      assert.match(row.printsItems ? stderr : stderr + stdout, outcome.names);
      if (stderr !== '') assertHasHint(stderr);
      assertPart(row, stdout, truth.stdout);
      break;
    case 'error':
      assert.equal(exitCode, outcome.code);
      assert.match(stderr, outcome.says);
      assertHasHint(stderr);
      assertPart(row, stdout, truth.stdout);
      break;
    case 'cutOff':
      assert.ok(exitCode === 8 || (exitCode === 1 && stdout === ''), `code ${exitCode}`);
      assert.match(
        stderr,
        /cannot be reached|cannot be resolved|is not trusted|cannot be read|cannot be looked up/,
      );
      assertHasHint(stderr);
      assertPart(row, stdout, truth.stdout);
      break;
  }
}

/** That who waits for a look-up is told what for. */
export const assertToldOfWaiting = ({stderr}: Run): void =>
  assert.match(
    stderr,
    /^apilogs: .+ has not answered for 5 seconds; asking on for up to 3 minutes\n {2}hint: /m,
  );

/** That what the user reads is made for users: sentences, and nothing of the inside of the program or the SDK. */
function assertReadable(stderr: string): void {
  assert.doesNotMatch(stderr, /^\s+at .+:\d+/m, 'a stack trace');
  assert.doesNotMatch(stderr, /undefined|\[object|NaN|unexpected error|smithy|aws-sdk|Deserialization/i);
  for (const line of stderr.split('\n').slice(0, -1)) assert.match(line, /^(apilogs: |\s+\S)/);
}

const assertHasHint = (stderr: string) => assert.match(stderr, /^ {2}hint: \S/m);

/** What went wrong, without the words for what only took long. */
const failuresIn = (stderr: string): string[] =>
  stderr
    .split('\n')
    .filter(
      line =>
        line.startsWith('apilogs: ') &&
        !/throttles|still trying|answers again|has not answered for|can be read again|to go on from here|to go at this rate|are to come|wait for their turn|clock of this machine/.test(
          line,
        ),
    );

const countsOf = (stdout: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const line of stdout.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
};

function assertNothingTwice(stdout: string, truth: string): void {
  const known = countsOf(truth);
  for (const [line, count] of countsOf(stdout))
    assert.ok(count <= Math.max(1, known.get(line) ?? 1), `printed ${count} times: ${line}`);
}

function assertPart({printsItems}: Row, stdout: string, truth: string): void {
  if (!printsItems) return;
  const known = countsOf(truth);
  for (const line of stdout.split('\n')) assert.ok(known.has(line), `not of what there is: ${line}`);
}
