import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {type OptionDeclaration, optionDeclarations} from '../../src/cli/option-declarations.js';
import {splitBashLine} from '../../src/completion/bash-words.js';
import {complete} from '../../src/completion/complete.js';
import {type ApiPlace, rememberApis} from '../../src/completion/known-apis.js';
import {placeOptions} from '../../src/completion/look-up.js';
import {shortHelp} from '../../src/completion/short-help.js';

const now = Date.parse('2026-03-10T09:16:40Z');
const breaks = ' \t\n"\'><=;|&(:';

describe('the look-up of a completion', () => {
  let home: string;
  const lines = (what: string, words: readonly string[], env: Record<string, string> = {}) =>
    complete(['zsh', what, ...words], {env: {HOME: home, ...env}, now})
      .split('\n')
      .slice(0, -1);
  const remember = (id: string, name: string, place: Partial<ApiPlace>) =>
    rememberApis(
      [{id, name, kind: 'rest', stages: [`stage-of-${id}`]}],
      {region: 'eu-west-1', profile: undefined, endpointUrl: undefined, ...place},
      {folder: join(home, '.cache', 'apilogs'), now},
    );
  const ids = (words: readonly string[], env?: Record<string, string>) =>
    lines('stages', words, env)
      .map(line => line.replace(/^stage-of-|\t.*/g, ''))
      .sort();

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'apilogs-look-up-'));
    await remember('a', 'shop', {});
    await remember('b', 'shop', {region: 'us-east-1'});
    await remember('c', 'crm', {profile: 'crm'});
    await remember('d', 'local', {endpointUrl: 'http://localhost:4566'});
  });
  after(() => rm(home, {recursive: true}));

  it('shows the APIs of the region, profile and endpoint that count for the line', () => {
    assert.deepEqual(ids(['get']), ['a', 'b']);
    assert.deepEqual(ids(['get', '--region', 'us-east-1']), ['b']);
    assert.deepEqual(ids(['get'], {AWS_REGION: 'eu-west-1'}), ['a']);
    assert.deepEqual(ids(['get', '--aws-region=us-east-1'], {AWS_REGION: 'eu-west-1'}), ['b']);
    assert.deepEqual(ids(['get', '--profile', 'crm']), ['c']);
    assert.deepEqual(ids(['get'], {AWS_PROFILE: 'crm'}), ['c']);
    assert.deepEqual(ids(['get', '--endpoint-url', 'http://localhost:4566']), ['d']);
    assert.deepEqual(ids(['get'], {AWS_ENDPOINT_URL: 'http://localhost:4566'}), ['d']);
  });

  it('narrows the stages to the API that is given, however it is', () => {
    for (const words of [['-a', 'b'], ['-ab'], ['--api-id', 'b'], ['--api-id=b']])
      assert.deepEqual(ids(['get', ...words]), ['b'], words.join(' '));
    assert.deepEqual(ids(['get', '-a', 'shop']), ['a', 'b']);
    assert.deepEqual(ids(['get', '-a', 'unknown']), []);
    assert.deepEqual(ids(['get'], {APILOGS_API_ID: 'a'}), ['a']);
  });

  it('offers a name only where one API has it', () => {
    const values = (words: readonly string[]) => lines('apis', words).map(line => line.replace(/\t.*/, ''));
    assert.deepEqual(values(['get']), ['a', 'b']);
    assert.deepEqual(values(['get', '--region', 'us-east-1']), ['b', 'shop']);
  });

  it('reads the names of profiles from both files, without a key of them', () => {
    const fixture = (name: string) =>
      fileURLToPath(new URL(`../../../test/completion/${name}`, import.meta.url));
    const env = {
      AWS_CONFIG_FILE: fixture('aws-config.ini'),
      AWS_SHARED_CREDENTIALS_FILE: fixture('aws-keys.ini'),
    };
    assert.deepEqual(lines('profiles', [], env), ['default', 'dev team', 'quoted', 'keys only']);
    assert.deepEqual(lines('profiles', [], {HOME: '/nonexistent'}), []);
  });

  it('says nothing to what it does not know', () => {
    for (const argv of [[], ['zsh'], ['zsh', 'constructor'], ['tcsh', 'secrets', 'x'], ['bash', 'apis']])
      assert.equal(complete(argv, {env: {HOME: '/nonexistent'}, now}), '');
  });

  it('looks at the options that the declarations know', () => {
    const optionNames = (name: string) => {
      const option = (optionDeclarations as readonly OptionDeclaration[]).find(other => other.name === name);
      assert.ok(option);
      const {short, aliases = []} = option;
      return [`--${name}`, ...aliases.map(alias => `--${alias}`), ...(short ? [`-${short}`] : [])];
    };
    assert.deepEqual(
      Object.values(placeOptions),
      ['api-id', 'region', 'profile', 'endpoint-url'].map(optionNames),
    );
  });

  it('loads nothing but files of its own, and few', () => {
    const start = fileURLToPath(new URL('../../src/completion/complete.js', import.meta.url));
    const seen = new Set([start]);
    for (const file of seen) {
      for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g)) {
        if (target.startsWith('node:')) continue;
        const path = join(file, '..', target);
        assert.ok(existsSync(path), `${file} imports ${target}`);
        seen.add(path);
      }
    }
    assert.ok(seen.size > 4 && seen.size < 12, [...seen].join('\n'));
  });
});

describe('splitBashLine', () => {
  for (const [line, words, current, openQuote, keptLength] of [
    ['apilogs get -a x', ['apilogs', 'get', '-a'], 'x', '', 0],
    ['apilogs get -a ', ['apilogs', 'get', '-a'], '', '', 0],
    ['apilogs "a b" \'c d\' e\\ f', ['apilogs', 'a b', 'c d'], 'e f', '', 0],
    ["apilogs '' ", ['apilogs', ''], '', '', 0],
    ['apilogs "a\\"b\\c', ['apilogs'], 'a"b\\c', '"', 0],
    ["apilogs 'a\\b", ['apilogs'], 'a\\b', "'", 0],
    ['apilogs --x=y', ['apilogs'], '--x=y', '', 4],
    ['apilogs --x="y z', ['apilogs'], '--x=y z', '"', 4],
    ['apilogs a:b', ['apilogs'], 'a:b', '', 2],
    ['apilogs a\\:b', ['apilogs'], 'a:b', '', 0],
  ] as const) {
    it(`splits ${line}`, () => {
      assert.deepEqual(splitBashLine(line, breaks), {words, current, openQuote, keptLength});
    });
  }
});

describe('shortHelp', () => {
  for (const [help, short] of [
    ['id of the API', 'id of the API'],
    [
      'only requests that failed, all their lines: status 5xx; more',
      'only requests that failed, all their lines: status 5xx',
    ],
    [`from when to read: ${'30s, '.repeat(20)}`, 'from when to read'],
    [`${'word '.repeat(9)}, ${'word '.repeat(9)}`, 'word '.repeat(9)],
    ['word '.repeat(20), `${'word '.repeat(13)}word...`],
  ] as const) {
    it(`makes "${short}"`, () => {
      assert.equal(shortHelp(help), short);
      assert.ok(short.length <= 72);
    });
  }
});
