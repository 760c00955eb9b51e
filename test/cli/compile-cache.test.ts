import assert from 'node:assert/strict';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {keepCompiledCode} from '../../src/cli/compile-cache.js';

function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-'));
  t.after(() => rmSync(folder, {recursive: true}));
  return folder;
}

function foldersFor(env: Readonly<Record<string, string>>): string[] {
  const folders: string[] = [];
  keepCompiledCode(env, folder => folders.push(folder));
  return folders;
}

suite('the cache of compiled code', () => {
  test('lies in a folder of the user that nobody else can look into', t => {
    const home = emptyFolder(t);
    const folder = join(home, '.cache', 'apilogs', 'compiled');
    assert.deepEqual(foldersFor({HOME: home}), [folder]);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  test('is closed to others also where the folder was there before and open, by a link too', t => {
    const home = emptyFolder(t);
    const elsewhere = join(home, 'elsewhere');
    mkdirSync(join(elsewhere, 'compiled'), {recursive: true});
    chmodSync(elsewhere, 0o777);
    chmodSync(join(elsewhere, 'compiled'), 0o775);
    mkdirSync(join(home, '.cache'));
    symlinkSync(elsewhere, join(home, '.cache', 'apilogs'));
    assert.equal(foldersFor({HOME: home}).length, 1);
    assert.equal(statSync(elsewhere).mode & 0o777, 0o700);
    assert.equal(statSync(join(elsewhere, 'compiled')).mode & 0o777, 0o700);
  });

  test("is none in a folder of somebody else's, who could put other code there", t => {
    const caches = emptyFolder(t);
    mkdirSync(join(caches, 'apilogs'), {mode: 0o777});
    const {uid} = statSync(caches);
    t.mock.method(process as {getuid(): number}, 'getuid', () => uid + 1);
    assert.deepEqual(foldersFor({HOME: '/nonexistent', XDG_CACHE_HOME: caches}), []);
  });

  test('goes where the desktop keeps caches', t => {
    const caches = emptyFolder(t);
    assert.deepEqual(foldersFor({HOME: '/nonexistent', XDG_CACHE_HOME: caches}), [
      join(caches, 'apilogs', 'compiled'),
    ]);
  });

  test('is left to Node where the user has said where it goes', t => {
    assert.deepEqual(foldersFor({HOME: emptyFolder(t), NODE_COMPILE_CACHE: '/elsewhere'}), []);
  });

  test('is none where the user wants none', t => {
    assert.deepEqual(foldersFor({HOME: emptyFolder(t), NODE_DISABLE_COMPILE_CACHE: '1'}), []);
  });

  test('is none without a home, or with one that cannot be written', t => {
    const file = join(emptyFolder(t), 'file');
    writeFileSync(file, '');
    assert.deepEqual([foldersFor({}), foldersFor({HOME: file})], [[], []]);
  });
});
