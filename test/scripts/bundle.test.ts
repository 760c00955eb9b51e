import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {describe, it, type TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';
import {bundle} from '../../scripts/bundle.js';
import {publicTypes} from '../../scripts/public-types.js';
import {thirdPartyNotices} from '../../scripts/third-party-notices.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

function folderWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-'));
  t.after(() => rmSync(folder, {recursive: true}));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('the bundle', () => {
  const texts = readdirSync(join(root, 'dist'))
    .filter(name => name.endsWith('.cjs'))
    .map(name => readFileSync(join(root, 'dist', name), 'utf8'));

  it('needs no package to be installed', () => {
    const required = texts.flatMap(text =>
      [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name),
    );
    const packages = required.filter(name => !name.startsWith('./') && !isBuiltin(name));
    // What others look for in vain, and do without.
    assert.deepEqual(new Set(packages), new Set(['supports-color', 'kerberos']));
    const {dependencies} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.equal(dependencies, undefined);
  });

  it('is the same, byte for byte, when it is built again', async () => {
    const files = await bundle();
    assert.ok(files.length > 50);
    for (const {fileName, code} of files) {
      assert.equal(readFileSync(join(root, 'dist', fileName), 'utf8') === code, true, fileName);
    }
  });

  it('comes with the licences of the packages in it', () => {
    const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES'), 'utf8');
    for (const name of ['@aws-sdk/client-cloudwatch-logs', '@smithy/core', 'chrono-node', 'chalk']) {
      const {version, license} = JSON.parse(
        readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
      );
      assert.ok(notices.includes(`${name} ${version} (${license})`), name);
    }
    assert.match(
      notices,
      /^@jmespath-community\/jmespath [\d.]+ \(MPL-2\.0\), unchanged; its source: https:/m,
    );
    assert.match(notices, /Apache License\s+Version 2\.0/);
    assert.match(notices, /Permission is hereby granted, free of charge/);
    assert.doesNotMatch(notices, /^(?:rolldown|typescript) /m);
  });
});

describe('third-party notices', () => {
  const ofPackage = (name: string, license: string) =>
    JSON.stringify({name, version: '1.0.0', license, repository: {url: 'https://example.com/repository'}});

  it('give each text once, and take that of the repository for a package without', async t => {
    const folder = folderWith(t, {
      'node_modules/one/package.json': ofPackage('one', 'MIT'),
      'node_modules/one/LICENSE': 'Do as you like.',
      'node_modules/@scope/two/package.json': ofPackage('@scope/two', 'MIT'),
    });
    const modules = ['one/a.js', 'one/b.js', '@scope/two/lib/c.js'].map(path =>
      join(folder, 'node_modules', path),
    );
    const notices = await thirdPartyNotices([...modules, join(folder, 'src/own.ts')]);
    assert.match(notices, /\n@scope\/two 1\.0\.0 \(MIT\)\none 1\.0\.0 \(MIT\)\n\nDo as you like\.\n$/);
  });

  it('are refused where a licence is nowhere to be found', async t => {
    const folder = folderWith(t, {
      'node_modules/one/package.json': ofPackage('one', 'MIT'),
      'node_modules/one/LICENSE': 'Do as you like.',
      'node_modules/two/package.json': ofPackage('two', 'ISC'),
    });
    const modules = ['one', 'two'].map(name => join(folder, 'node_modules', name, 'index.js'));
    await assert.rejects(thirdPartyNotices(modules), /no licence text for two/);
  });

  for (const license of ['GPL-3.0-only', 'MPL-2.0', 'UNLICENSED', undefined]) {
    it(`are refused where a licence is ${license}`, async t => {
      const folder = folderWith(t, {
        'node_modules/one/package.json': JSON.stringify({name: 'one', version: '1.0.0', license}),
        'node_modules/one/LICENSE': 'Pass on what you make of it.',
      });
      await assert.rejects(
        thirdPartyNotices([join(folder, 'node_modules/one/index.js')]),
        new RegExp(`^Error: the licence of one is not one of those allowed: ${license}$`),
      );
    });
  }
});

describe('the types of the library', () => {
  it('are those that its index needs', async t => {
    const folder = folderWith(t, {
      'index.d.ts': "export type { Line } from './lines/line.js';\n",
      'lines/line.d.ts':
        "import type { Kind } from '../kind.js';\nexport interface Line { kind: Kind; agent: import('node:http').Agent }\n",
      'kind.d.ts': "export type Kind = 'execution';\n",
      'internal.d.ts': 'export {};\n',
    });
    const paths = (await publicTypes(folder)).map(({path}) => path);
    assert.deepEqual(paths.sort(), ['index.d.ts', 'kind.d.ts', 'lines/line.d.ts']);
  });

  it('are refused where they need a package', async t => {
    const folder = folderWith(t, {'index.d.ts': "export type {Thing} from '@aws-sdk/thing';\n"});
    await assert.rejects(publicTypes(folder), /the library's types need @aws-sdk\/thing, in index\.d\.ts/);
  });
});
