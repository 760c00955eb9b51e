import assert from 'node:assert/strict';
import {describe, it, type TestContext} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {startCli} from '../support/start-cli.js';

const limit = {timeout: 90_000};

async function withGroups(t: TestContext, ...names: string[]): Promise<LocalAws> {
  const localAws = await LocalAws.start();
  t.after(() => localAws.stop());
  for (const name of names) localAws.logs.createLogGroup(name);
  return localAws;
}

function put(localAws: LocalAws, logGroup: string, logStream: string, message: string): void {
  const now = Date.now();
  localAws.logs.putEvents(logGroup, logStream, [{timestamp: now, ingestionTime: now, message}]);
}

describe('get GROUP --watch', {concurrency: 3}, () => {
  it('prints what comes into the groups, in streams that begin later as well', limit, async t => {
    const localAws = await withGroups(t, '/a', '/b');
    put(localAws, '/a', 's1', 'backlog');
    const cli = startCli(t, ['get', '/a', '--log-group', '/b', '-w', '-o', 'raw'], {localAws});
    await cli.stdout.line(/^backlog$/);
    put(localAws, '/b', 's2', 'new in b');
    await cli.stdout.line(/^new in b$/);
    put(localAws, '/a', 's3', 'new in a');
    await cli.stdout.line(/^new in a$/);
    assert.deepEqual(cli.stdout.lines, ['backlog', 'new in b', 'new in a']);
  });

  for (const {pattern, asked} of [
    {pattern: 'web-', asked: 'web-'},
    {pattern: 'web-[0-9]', asked: 'web-'},
    {pattern: '.*-[0-9]', asked: undefined},
  ]) {
    it(`follows the streams that ${pattern} fits, also those that begin later`, limit, async t => {
      const localAws = await withGroups(t, '/a');
      put(localAws, '/a', 'web-1', 'backlog');
      put(localAws, '/a', 'api', 'of another');
      const cli = startCli(t, ['tail', '/a', pattern, '-o', 'raw'], {localAws});
      await cli.stdout.line(/^backlog$/);
      put(localAws, '/a', 'api', 'of another');
      put(localAws, '/a', 'web-2', 'of a new stream');
      await cli.stdout.line(/^of a new stream$/);
      assert.deepEqual(cli.stdout.lines, ['backlog', 'of a new stream']);
      const prefixes = localAws.calls
        .list('FilterLogEvents')
        .filter(({input}) => input.limit !== 1)
        .map(({input}) => input.logStreamNamePrefix);
      assert.deepEqual([...new Set(prefixes)], [asked]);
    });
  }

  it('follows a group that comes to have a name that begins so, and says it', limit, async t => {
    const localAws = await withGroups(t, '/shop/a');
    const cli = startCli(t, ['get', '-p', '/shop/', '-w', '-o', 'raw'], {localAws});
    put(localAws, '/shop/a', 's', 'first');
    await cli.stdout.line(/^first$/);
    put(localAws, '/shop/b', 's', 'of a new group');
    await cli.stderr.line(/following \/shop\/b as well/);
    await cli.stdout.line(/^of a new group$/);
    assert.deepEqual(cli.stdout.lines, ['first', 'of a new group']);
  });
});
