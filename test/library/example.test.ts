import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {jsonKeys} from '../../scripts/manual-texts.js';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {cleanEnv} from '../support/run-cli.js';

const root = new URL('../../../', import.meta.url);
const example = fileURLToPath(new URL('examples/failed-requests.js', root));

describe('docs/library.md', () => {
  const page = readFileSync(new URL('docs/library.md', root), 'utf8');

  it('names every option, and every key of a line', () => {
    const options = readFileSync(new URL('src/library/library-options.ts', root), 'utf8');
    const names = [...options.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
    assert.ok(names.includes('filterPattern') && names.includes('signal'));
    for (const name of [...names, ...jsonKeys.map(({name}) => name)])
      assert.match(page, new RegExp(`\\b${name}\\b`));
  });
});

describe('examples/failed-requests.js', () => {
  it('prints the failed requests of a stage, each with its cause, and nothing else', async t => {
    const localAws = await LocalAws.start();
    t.after(() => localAws.stop());
    const traffic = generateTraffic({
      requests: 60,
      functions: 2,
      concurrency: 10,
      seed: 3,
      startTime: Date.now() - 600_000,
    });
    traffic.seedInto(localAws);
    const {restApiId, stage} = traffic.api;
    const {stdout, stderr} = await promisify(execFile)(process.execPath, [example, restApiId, stage], {
      env: cleanEnv({localAws}),
    });
    assert.equal(stderr, '');
    const expected = traffic.requests.filter(({status}) => status >= 500);
    assert.ok(expected.length > 0);
    const printed = stdout.trimEnd().split('\n');
    assert.deepEqual(
      printed.map(line => line.split(' ')[3]).sort(),
      expected.map(({status}) => String(status)).sort(),
    );
    for (const line of printed) assert.match(line, /^\d{4}-\d\d-\d\dT\S+ [A-Z]+ \/\S* 5\d\d [\w.]+$/);
  });

  it('is what docs/library.md shows', () => {
    const text = readFileSync(example, 'utf8');
    assert.ok(readFileSync(new URL('docs/library.md', root), 'utf8').includes(text));
  });
});
