import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const manifest: {
  readonly engines: {readonly node: string};
  readonly devDependencies: Readonly<Record<string, string>>;
} = JSON.parse(read('package.json'));

describe('the versions of Node that are supported', () => {
  const supported = read('.ci/node-versions').trim().split('\n');
  const [oldest = ''] = supported;

  it('begin with the oldest that npm lets install it, whose types it is compiled with', () => {
    assert.match(manifest.engines.node, new RegExp(`^>=${oldest}\\.\\d+$`));
    assert.match(manifest.devDependencies['@types/node'] ?? '', new RegExp(`^${oldest}\\.`));
  });

  it('are those that the workflow runs', () => {
    assert.ok(read('.github/workflows/ci.yml').includes(`\n        node: [${supported.join(', ')}]\n`));
  });

  it('are those that the README and SECURITY.md name', () => {
    const named = `Node.js ${supported.slice(0, -1).join(', ')} and ${supported.at(-1)}`;
    for (const page of ['README.md', 'SECURITY.md']) assert.ok(read(page).includes(named), page);
    assert.ok(read('README.md').includes(`Node.js ${manifest.engines.node.slice(2)} or newer`));
  });
});

describe('the workflow', () => {
  const text = read('.github/workflows/ci.yml');

  it('runs the script that CI runs everywhere', () => {
    assert.match(text, /^ {6}- run: bash \.ci\/run$/m);
  });

  it('may only read, and takes others’ actions by the hash of their commit', () => {
    assert.match(text, /^permissions:\n {2}contents: read\n\n/m);
    assert.doesNotMatch(text, /\bwrite\b/);
    const actions = [...text.matchAll(/\buses: *(.*)/g)].map(([, action = '']) => action);
    assert.ok(actions.length > 0);
    for (const action of actions) assert.match(action, /^actions\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  });
});
