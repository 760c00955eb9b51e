import assert from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
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
import {setFlagsFromString} from 'node:v8';
import {Script} from 'node:vm';
import {keepCompiledScripts} from '../../src/cli/compiled-scripts.js';

// A script that was compiled in this process before would not be loaded by what was kept of it.
setFlagsFromString('--no-compilation-cache');

interface World {
  readonly kept: string;
  /** Writes a module that is long enough, and exports this word of five letters. */
  write(word: string): void;
  /** Loads it as a run does, and gives what it exports. */
  run(): unknown;
  /** Puts what V8 makes of a module that exports "kept!" in the place of what a run has left. */
  mark(): void;
  /** The file that a run has left. */
  keptFile(): string;
}

const sourceOf = (word: string) => `exports.word = '${word}';${' '.repeat(40_000)}`;

/** V8 tells sources apart by their length alone: what is kept of one shows where another is loaded by it. */
function world(t: TestContext): World {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-'));
  t.after(() => rmSync(folder, {recursive: true}));
  const path = join(folder, 'part.cjs');
  const kept = join(folder, 'kept');
  mkdirSync(kept, {mode: 0o700});
  const keptFile = () => join(kept, readdirSync(kept)[0] ?? 'none');
  return {
    kept,
    keptFile,
    write: word => {
      writeFileSync(path, sourceOf(word));
      // A package manager may set the same time for all.
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
    mark: () => {
      const script = new Script(Module.wrap(sourceOf('kept!')), {filename: path});
      const origin = `${path}\n${readFileSync(path, 'utf8')}`;
      writeFileSync(keptFile(), Buffer.concat([Buffer.from(origin), script.createCachedData()]));
    },
  };
}

suite('compiled scripts', () => {
  test('are loaded by what an earlier run has left, which only the user can read', t => {
    const {write, run, mark, keptFile} = world(t);
    write('early');
    assert.equal(run(), 'early');
    assert.equal(statSync(keptFile()).mode & 0o777, 0o600);
    mark();
    assert.equal(run(), 'kept!');
  });

  test('are made anew for a file that has changed, also in nothing but its text', t => {
    const {write, run, mark} = world(t);
    write('early');
    run();
    mark();
    write('later');
    assert.deepEqual([run(), run()], ['later', 'later']);
    mark();
    assert.equal(run(), 'kept!');
  });

  test('are made anew where what was kept is of no use', t => {
    const {write, run, mark, keptFile} = world(t);
    write('early');
    run();
    writeFileSync(keptFile(), 'nonsense');
    assert.equal(run(), 'early');
    mark();
    assert.equal(run(), 'kept!');
  });

  test('do not come from a file that others can write', t => {
    const {write, run, mark, keptFile} = world(t);
    write('early');
    run();
    mark();
    chmodSync(keptFile(), 0o622);
    assert.equal(run(), 'early');
  });

  test('do not come from behind a link', t => {
    const {kept, write, run, mark, keptFile} = world(t);
    write('early');
    run();
    mark();
    const file = keptFile();
    cpSync(file, `${kept}-elsewhere`);
    rmSync(file);
    symlinkSync(`${kept}-elsewhere`, file);
    assert.equal(run(), 'early');
  });

  test('are kept by one listener, however many there are', t => {
    const {kept} = world(t);
    let listeners = 0;
    const extensions: NodeJS.Dict<(module: NodeJS.Module, path: string) => unknown> = {};
    keepCompiledScripts(kept, extensions, () => {
      listeners += 1;
    });
    for (const name of ['one', 'two']) {
      const path = join(kept, `${name}.cjs`);
      writeFileSync(path, sourceOf(name));
      extensions['.cjs']?.(new Module(path), path);
    }
    assert.equal(listeners, 1);
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
