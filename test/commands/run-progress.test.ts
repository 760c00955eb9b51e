import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createNotices} from '../../src/cli/create-notices.js';
import {openProgress} from '../../src/commands/run-progress.js';
import {memoryStream} from '../support/run-main.js';

/** What stderr holds when each kind of notice is given while the progress line is shown. */
function noticesBehindProgress(env: Record<string, string> = {}): string {
  const stderr = {...memoryStream(), isTTY: true};
  const notices = createNotices(stderr, {verbose: true, quiet: false});
  let now = 0;
  let draw = () => {};
  const {progress} = openProgress(
    {
      context: {stderr, env, clock: {now: () => now, sleep: async () => {}}},
      options: {quiet: false},
      notices,
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
      noticesBehindProgress(),
      ['notice', 'change', 'detail'].map(kind => `${line}${erase}apilogs: ${kind}\n`).join(''),
    );
  });

  it('shows what queries have scanned, and says so at the end', () => {
    const stderr = {...memoryStream(), isTTY: true};
    let now = 0;
    let draw = () => {};
    const said: string[] = [];
    const {progress, onScanned, end} = openProgress(
      {
        context: {stderr, env: {}, clock: {now: () => now, sleep: async () => {}}},
        options: {quiet: false, pricePerGb: 0.01},
        notices: {notice: message => said.push(message), change: () => {}, detail: () => {}},
      },
      {
        schedule: task => {
          draw = task;
          return () => {};
        },
      },
    );
    now = 5_000;
    onScanned({queries: 2, records: 1_500_000, bytes: 2_500_000_000});
    draw();
    progress.update({share: 0.5, calls: 0, events: 7});
    draw();
    const scanned = '2.5 GB scanned (about 0.025 USD), 1,500,000 records';
    assert.equal(stderr.text(), `${erase}reading: ${scanned}${erase}reading: 50 %, 7 events, ${scanned}`);
    end();
    assert.deepEqual(said, ['Logs Insights: 2 queries scanned 1,500,000 records, 2.5 GB: about 0.025 USD']);
  });

  it('draws none where the cursor cannot be moved', () => {
    assert.equal(
      noticesBehindProgress({TERM: 'dumb'}),
      'apilogs: notice\napilogs: change\napilogs: detail\n',
    );
  });
});
