import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** The files that a built file reaches by imports, itself included, and the packages they import. */
function reachedFrom(file: string, extension: '.js' | '.d.ts') {
  const texts = new Map<string, string>();
  const packages = new Set<string>();
  const visit = (path: string) => {
    const name = relative(source, path);
    if (texts.has(name)) return;
    const text = readFileSync(path, 'utf8');
    texts.set(name, text);
    for (const [, specifier = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)) {
      if (specifier.startsWith('.')) visit(join(dirname(path), specifier.replace(/\.js$/, extension)));
      else packages.add(specifier);
    }
  };
  visit(join(source, file));
  return {texts, packages};
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

describe('the library', () => {
  const {texts, packages} = reachedFrom('index.js', '.js');

  it('is made of the stages, and of nothing that belongs to a command line', () => {
    assert.ok(texts.has('read/log-reader.js'));
    assert.ok(packages.has('@aws-sdk/client-cloudwatch-logs'));
    const foreign = [...texts.keys()].filter(name =>
      /^(cli|commands|output|prompt|local-aws)\/|^(cli|main|options)\.js$/.test(name),
    );
    assert.deepEqual(foreign, []);
    for (const name of ['yargs', 'chalk']) assert.ok(!packages.has(name), name);
  });

  it('neither prints nor ends the process, and reads no settings of the program', () => {
    for (const [name, text] of texts) {
      const found = /process\.(stdout|stderr|stdin|exit|exitCode|on\b|once\b)|console\.\w+\(|APILOGS_/.exec(
        withoutComments(text),
      );
      assert.equal(found?.[0], undefined, name);
    }
  });

  it('has types that need no package', () => {
    const types = reachedFrom('index.d.ts', '.d.ts');
    assert.ok(types.texts.has(join('library', 'stage-line.d.ts')));
    assert.deepEqual([...types.packages], []);
  });
});
