import assert from 'node:assert/strict';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {cacheFolder} from '../../src/cache/cache-folder.js';
import {type ApiPlace, type KnownApi, readKnownApis, rememberApis} from '../../src/completion/known-apis.js';

const dayMs = 86_400_000;
const now = Date.parse('2026-03-10T09:16:40Z');
const ireland: ApiPlace = {region: 'eu-west-1', profile: undefined, endpointUrl: undefined};
const api = (id: string, ...stages: string[]): KnownApi => ({
  id,
  name: `name of ${id}`,
  kind: 'rest',
  stages,
});

describe('the cache of known APIs', () => {
  let home: string;
  let folder: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'apilogs-known-'));
    folder = join(home, '.cache', 'apilogs');
  });
  afterEach(() => rm(home, {recursive: true}));

  const path = () => join(folder, 'known-apis.json');
  const remember = (
    apis: readonly KnownApi[],
    place = ireland,
    options: {now?: number; areAll?: boolean} = {},
  ) => rememberApis(apis, place, {folder, now, ...options});
  const known = (at = now) =>
    readKnownApis(folder, at)
      .map(({id, region, stages}) => `${id} ${region} ${stages.join(',')}`)
      .sort();

  it('is a file that only its owner can read, in a folder of his own', async () => {
    await remember([api('a', 'prod')]);
    assert.equal((await stat(path())).mode & 0o777, 0o600);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(folder), ['known-apis.json']);
  });

  it('adds stages and APIs to those that are known, per region and profile', async () => {
    await remember([api('a', 'prod')]);
    await remember([api('a', 'dev')]);
    await remember([api('b', 'live')]);
    await remember([api('a', 'x')], {...ireland, region: 'us-east-1'});
    await remember([api('a', 'y')], {...ireland, profile: 'other'});
    assert.deepEqual(known(), ['a eu-west-1 dev,prod', 'a eu-west-1 y', 'a us-east-1 x', 'b eu-west-1 live']);
  });

  it('forgets what a full list does not name, in that place only', async () => {
    await remember([api('a', 'dev', 'old'), api('b', 'live')]);
    await remember([api('c', 'x')], {...ireland, region: 'us-east-1'});
    await remember([api('a', 'dev')], ireland, {areAll: true});
    assert.deepEqual(known(), ['a eu-west-1 dev', 'c us-east-1 x']);
  });

  it('keeps a name that a later look did not learn', async () => {
    await remember([api('a', 'prod')]);
    await remember([{...api('a', 'prod'), name: undefined}]);
    assert.equal(readKnownApis(folder, now)[0]?.name, 'name of a');
  });

  it('writes only when something is new, or a day has passed', async () => {
    const inode = async () => (await stat(path())).ino;
    await remember([api('a', 'prod')]);
    const first = await inode();
    await remember([api('a', 'prod')], ireland, {now: now + 1});
    assert.equal(await inode(), first);
    await remember([api('a', 'prod')], ireland, {now: now + dayMs});
    assert.notEqual(await inode(), first);
  });

  it('forgets what nobody has looked at for 90 days', async () => {
    await remember([api('a', 'prod')]);
    assert.equal(known(now + 89 * dayMs).length, 1);
    assert.equal(known(now + 91 * dayMs).length, 0);
    await remember([api('b', 'prod')], ireland, {now: now + 91 * dayMs});
    assert.doesNotMatch(await readFile(path(), 'utf8'), /name of a/);
  });

  it('stays small, and keeps those seen last', async () => {
    await remember([api('old', 'prod')]);
    const many = Array.from({length: 3_000}, (_, index) => api(`api${index}`, 'prod'));
    await remember(many, ireland, {now: now + dayMs});
    assert.equal(known().length, 2_000);
    assert.ok(!known().some(line => line.startsWith('old ')));
    const long = many.map(({id}) => ({...api(id, 'prod'), name: 'x'.repeat(1_000)}));
    await remember(long, ireland, {now: now + dayMs});
    assert.ok((await stat(path())).size <= 1_000_000);
    assert.ok(known().length > 100);
  });

  it('takes a file that is not its own for none, and replaces it', async () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"version":2,"apis":[]}',
      '{"version":1,"apis":{}}',
      '{"version":1,"apis":[null,1,{"id":"a"},{"id":"a","kind":"rest","region":"r","stages":[1],"seenAt":1}]}',
      `{"version":1,"apis":[],"padding":"${'x'.repeat(1_000_000)}"}`,
    ]) {
      await mkdir(folder, {recursive: true});
      await writeFile(path(), text);
      assert.deepEqual(known(), []);
      await remember([api('a', 'prod')]);
      assert.deepEqual(known(), ['a eu-west-1 prod']);
    }
  });

  it('does without where it cannot be written, and leaves nothing behind', async () => {
    await writeFile(join(home, '.cache'), 'a file where the folder should be');
    await remember([api('a', 'prod')]);
    assert.deepEqual(await readdir(home), ['.cache']);
    assert.deepEqual(known(), []);
  });

  it('does without where the folder is not readable or there is none', async () => {
    await mkdir(path(), {recursive: true});
    await remember([api('a', 'prod')]);
    assert.deepEqual(await readdir(folder), ['known-apis.json']);
    await chmod(folder, 0o700);
    await rememberApis([api('a', 'prod')], ireland, {folder: undefined, now});
    assert.deepEqual(readKnownApis(undefined, now), []);
  });
});

describe('cacheFolder', () => {
  for (const [what, env, folder] of [
    ['XDG_CACHE_HOME', {XDG_CACHE_HOME: '/x', HOME: '/h'}, '/x/apilogs'],
    ['the home where XDG_CACHE_HOME is relative', {XDG_CACHE_HOME: 'x', HOME: '/h'}, '/h/.cache/apilogs'],
    ['LOCALAPPDATA on Windows', {OS: 'Windows_NT', LOCALAPPDATA: '/l', HOME: '/h'}, '/l/apilogs'],
    ['nowhere without a home', {}, undefined],
  ] as const) {
    it(`is in ${what}`, () => assert.equal(cacheFolder(env), folder));
  }
});
