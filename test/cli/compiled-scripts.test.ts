import assert from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import Module from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {keepCompiledScripts} from '../../src/cli/compiled-scripts.js';

interface World {
  readonly kept: string;
  /** Writes a module that is long enough, and exports this word of five letters. */
  write(word: string): void;
  /** Loads it as a run does, and gives what it exports. */
  run(): unknown;
  /** The file that a run has left. */
  keptFile(): string;
}

/** V8 tells sources apart by their length alone: what is kept of one shows where another is loaded by it. */
function world(t: TestContext): World {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-'));
  t.after(() => rmSync(folder, {recursive: true}));
  const path = join(folder, 'part.cjs');
  const kept = join(folder, 'kept');
  mkdirSync(kept, {mode: 0o700});
  return {
    kept,
    write: word => {
      writeFileSync(path, `exports.word = '${word}';${' '.repeat(40_000)}`);
      // A package manager sets the same time for all.
      utimesSync(path, 0, 0);
    },
    run: () => {
      const extensions: NodeJS.Dict<(module: NodeJS.Module, path: string) => unknown> = {};
      const atEnd: (() => void)[] = [];
      keepCompiledScripts(kept, extensions, keep => atEnd.push(keep));
      const module = new Module(path);
      extensions['.cjs']?.(module, path);
      for (const keep of atEnd) keep();
      return module.exports.word;
    },
    keptFile: () => join(kept, readdirSync(kept)[0] ?? 'none'),
  };
}

suite('compiled scripts', () => {
  test('are loaded by what an earlier run has left, which only the user can read', t => {
    const {write, run, keptFile} = world(t);
    write('early');
    assert.equal(run(), 'early');
    assert.equal(statSync(keptFile()).mode & 0o777, 0o600);
    write('later');
    assert.equal(run(), 'early');
  });

  test('are made anew for a file that has changed', t => {
    const {write, run} = world(t);
    write('early');
    run();
    write('changed');
    assert.deepEqual([run(), run()], ['changed', 'changed']);
  });

  test('are made anew where what was kept is of no use', t => {
    const {write, run, keptFile} = world(t);
    write('early');
    run();
    writeFileSync(keptFile(), 'nonsense');
    write('later');
    assert.equal(run(), 'later');
    write('after');
    assert.equal(run(), 'later');
  });

  test('do not come from a file that others can write', t => {
    const {write, run, keptFile} = world(t);
    write('early');
    run();
    chmodSync(keptFile(), 0o622);
    write('later');
    assert.equal(run(), 'later');
  });

  test('do not come from behind a link', t => {
    const {kept, write, run, keptFile} = world(t);
    write('early');
    run();
    const file = keptFile();
    cpSync(file, `${kept}-elsewhere`);
    rmSync(file);
    symlinkSync(`${kept}-elsewhere`, file);
    write('later');
    assert.equal(run(), 'later');
  });

  test('are neither taken from nor put into a folder that others can write', t => {
    const {kept, write, run} = world(t);
    write('early');
    chmodSync(kept, 0o770);
    // Node loads it then as it always does.
    assert.equal(run(), undefined);
    assert.deepEqual(readdirSync(kept), []);
  });
});
