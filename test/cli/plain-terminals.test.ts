import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic} from '../../src/local-aws/traffic/generate-traffic.js';
import {runOnTerminal} from '../support/run-on-terminal.js';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

describe('a terminal that shows little', () => {
  const traffic = generateTraffic({requests: 30, functions: 2, seed: 5});
  const {restApiId, stage} = traffic.api;
  const end = new Date((traffic.events.at(-1)?.timestamp ?? 0) + 1_000).toISOString();
  const [request] = traffic.requests;
  const where = `-a ${restApiId} -t ${stage} -e ${end} -s 2026-01-01`;
  let localAws: LocalAws;
  before(async () => {
    localAws = await LocalAws.start();
    traffic.seedInto(localAws);
  });
  after(() => localAws.stop());

  for (const [what, line] of [
    ['a trace', `$apilogs trace ${request?.apiRequestId} ${where}`],
    ['a summary', `$apilogs requests --summary ${where}`],
  ] as const) {
    it(`gets ASCII alone of ${what} unless its locale is UTF-8`, async () => {
      const shown = (LANG: string) => runOnTerminal(line, {localAws, env: {LANG}});
      const [plain, rich] = await Promise.all([shown('C'), shown('C.UTF-8')]);
      assert.match(plain, /^[\t\r\n\x1b\x20-\x7e]+$/);
      assert.match(rich, /[▁-█]/);
    });
  }

  it('gets ASCII alone of everything else: no text of the program holds more', () => {
    const withMore = readdirSync(source, {recursive: true, encoding: 'utf8'})
      .filter(path => path.endsWith('.js') && !path.startsWith('local-aws'))
      .filter(path => /[^\x00-\x7f]/.test(withoutComments(readFileSync(join(source, path), 'utf8'))));
    assert.deepEqual(withMore.sort(), ['render/bars.js', 'render/timeline.js']);
  });

  it('gets no line that is rewritten where its cursor does not move', async () => {
    const line = `$apilogs get -a ${restApiId} -t ${stage} -w --for 1500ms >/dev/null`;
    const shown = (TERM: string) => runOnTerminal(line, {localAws, env: {TERM}});
    const [dumb, able] = await Promise.all([shown('dumb'), shown('xterm')]);
    assert.doesNotMatch(dumb, /\x1b|following/);
    assert.match(able, /\r\x1b\[Kfollowing/);
  });
});

/** Comments of their own lines, and those behind code; no text of the program holds two slashes behind a space. */
const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*/g, '');
