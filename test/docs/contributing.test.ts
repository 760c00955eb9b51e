import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {commandNamed} from '../../src/cli/command-declarations.js';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const text = read('CONTRIBUTING.md');
const matches = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, ...groups]) => groups);

describe('CONTRIBUTING.md', () => {
  it('names files and folders that exist', () => {
    const paths = matches(/`((?:src|test|scripts|bench|man|docs|examples|bin|\.ci)\b[^\s`]*)`/g).map(
      ([path = '']) => path,
    );
    assert.ok(paths.length > 50);
    // A file that is still to be written has a name in capitals.
    const missing = paths.filter(path => !path.includes('NAME') && !existsSync(new URL(path, root)));
    assert.deepEqual(missing, []);
  });

  it('names things that are in the files it says', () => {
    const named = matches(/`(\w+)`(?: and `(\w+)`)?\s+in\s+`([\w./-]+\.ts)`/g);
    assert.ok(named.length > 25);
    for (const [name = '', other = name, path = ''] of named) {
      assert.match(read(path), new RegExp(`\\b${name}\\b`), path);
      assert.match(read(path), new RegExp(`\\b${other}\\b`), path);
    }
  });

  it('names scripts and commands that exist', () => {
    const {scripts}: {scripts: Record<string, string>} = JSON.parse(read('package.json'));
    for (const [name = ''] of matches(/npm run ([\w:-]+)/g)) assert.ok(name in scripts, name);
    for (const [name = ''] of matches(/bin\/apilogs\.js (\w+)/g)) assert.ok(commandNamed(name), name);
  });

  it('has a row for every folder of the source', () => {
    const folders = readdirSync(new URL('src', root), {withFileTypes: true}).filter(entry =>
      entry.isDirectory(),
    );
    const missing = folders.map(({name}) => `src/${name}`).filter(path => !text.includes(`\`${path}\``));
    assert.deepEqual(missing, []);
  });
});
