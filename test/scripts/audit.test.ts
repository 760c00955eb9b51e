import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, it, type TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';

const script = fileURLToPath(new URL('../../scripts/audit.js', import.meta.url));

/** Runs the audit with a registry that knows of these advisories, by the names of packages; or that has none to give. */
async function audit(t: TestContext, severities: Readonly<Record<string, string>> | undefined) {
  const advisories = Object.entries(severities ?? {}).map(([name, severity], index) => {
    const url = `https://example.com/${name}`;
    return [name, [{id: index + 1, url, title: 'Runs what it is given', severity, vulnerable_versions: '*'}]];
  });
  const registry = createServer((request, response) => {
    const isAsked = request.method === 'POST' && request.url?.endsWith('/advisories/bulk');
    response.statusCode = isAsked && severities ? 200 : 404;
    response.end(JSON.stringify(isAsked ? Object.fromEntries(advisories) : {}));
  }).listen(0, '127.0.0.1');
  t.after(() => registry.close());
  await once(registry, 'listening');
  const {port} = registry.address() as AddressInfo;
  const env = {
    ...process.env,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_fetch_retries: '0',
    npm_config_update_notifier: 'false',
  };
  const child = spawn(process.execPath, [script], {env, stdio: ['ignore', 'pipe', 'pipe']});
  const [stdout, stderr, [exitCode]] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    once(child, 'close'),
  ]);
  return {stdout: stdout.join(''), stderr: stderr.join(''), exitCode};
}

describe('the audit of what is part of the program', {concurrency: true}, () => {
  it('fails for an advisory on a package in the bundle, which it names', async t => {
    const {stdout, stderr, exitCode} = await audit(t, {chalk: 'low', 'fast-check': 'critical'});
    assert.match(stderr, /^chalk \(low\): Runs what it is given, https:\/\/example\.com\/chalk$/m);
    assert.match(stdout, /^\d\d packages are part of the program; advisories: 1\n$/);
    assert.equal(exitCode, 1);
  });

  it('does not fail for what only developers have, but says so', async t => {
    const {stdout, stderr, exitCode} = await audit(t, {'fast-check': 'critical'});
    assert.match(stderr, /^only developers have fast-check: /m);
    assert.match(stdout, /; advisories: 0\n$/);
    assert.equal(exitCode, 0);
  });

  it('tells a registry that cannot be asked from one that knows of nothing', async t => {
    const {stdout, stderr, exitCode} = await audit(t, undefined);
    assert.match(stderr, /^npm audit has no report to give:\n.*\n/);
    assert.equal(stdout, '');
    assert.equal(exitCode, 2);
  });
});
