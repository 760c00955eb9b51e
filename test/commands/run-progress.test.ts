import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {openProgress} from '../../src/commands/run-progress.js';
import {memoryStream} from '../support/run-main.js';

/** What stderr holds when each kind of notice is given while the progress line is shown. */
function noticesBehindProgress(verbose: boolean, env: Record<string, string> = {}): string {
  const stderr = {...memoryStream(), isTTY: true};
  let now = 0;
  let draw = () => {};
  const print = (message: string) => void stderr.write(`${message}\n`);
  const {progress, notices} = openProgress(
    {
      context: {stderr, env, clock: {now: () => now, sleep: async () => {}}},
      options: {quiet: false, verbose},
      notices: {notice: print, change: print, detail: verbose ? print : () => {}},
    },
    {
      schedule: task => {
        draw = task;
        return () => {};
      },
    },
  );
  now = 5_000;
  progress.update({calls: 1, events: 2});
  for (const kind of ['notice', 'change', 'detail'] as const) {
    draw();
    notices[kind](kind);
  }
  return stderr.text();
}

const erase = '\r\x1b[K';
const line = `${erase}reading: 1 call, 2 events`;

describe('openProgress', () => {
  it('takes the progress line away before a notice is printed', () => {
    assert.equal(
      noticesBehindProgress(true),
      ['notice', 'change', 'detail'].map(kind => `${line}${erase}${kind}\n`).join(''),
    );
  });

  it('draws none where the cursor cannot be moved', () => {
    assert.equal(noticesBehindProgress(true, {TERM: 'dumb'}), 'notice\nchange\ndetail\n');
  });

  it('leaves it for a detail that is not printed', () => {
    assert.equal(noticesBehindProgress(false), `${line}${erase}notice\n${line}${erase}change\n${line}`);
  });
});
