import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {bars} from '../../src/render/bars.js';
import {bucketsFor, renderSummary, type SummaryRenderOptions} from '../../src/render/summary-renderer.js';
import {RequestSummarizer} from '../../src/summarize/request-summarizer.js';
import {functionRecord, request} from '../support/request-records.js';

const summarizer = new RequestSummarizer(
  {startTime: Date.parse('2026-03-10T09:16:30Z'), endTime: Date.parse('2026-03-10T09:16:50Z')},
  bucketsFor(undefined),
);
for (let index = 0; index < 3; index += 1) summarizer.add(request());
summarizer.add(
  request({
    timestamp: '2026-03-10T09:16:43.000Z',
    method: 'POST',
    resourcePath: '/orders',
    status: 502,
    latencyMs: 10_020,
    functions: [
      functionRecord({name: 'orders-create', status: 'timeout', durationMs: 10_000, coldStart: true}),
    ],
  }),
);
const summary = summarizer.toSummary();
const plain: SummaryRenderOptions = {color: false, timeZone: 'utc', unicode: true};

describe('renderSummary', () => {
  it('prints figures by route and by function, and a histogram', () => {
    assert.equal(
      renderSummary(summary, plain),
      [
        'route             requests  errors  4xx    p50    p95    p99    max  cold',
        'GET /orders/{id}         3      0%    0   26ms   26ms   26ms   26ms     0',
        'POST /orders             1  100.0%    0  10.0s  10.0s  10.0s  10.0s     1',
        'all                      4   25.0%    0   26ms  10.0s  10.0s  10.0s     1',
        '',
        'function       invoked  errors  timeouts  throttles    p95  memory MB',
        'orders-get           3       0         0          0   13ms  85 of 256',
        'orders-create        1       0         1          0  10.0s  85 of 256',
        '',
        'from 2026-03-10T09:16:30Z, 1 s a character, to 2026-03-10T09:16:49Z',
        'requests            █  ▃       3 at most',
        'errors                 █       1 at most',
        '',
      ].join('\n'),
    );
  });

  it('keeps to ASCII where the locale is not UTF-8, and says the same without colour', () => {
    assert.match(renderSummary(summary, {...plain, unicode: false}), /^[\x20-\x7e\n]*$/);
    assert.equal(
      stripVTControlCharacters(renderSummary(summary, {...plain, color: true})),
      renderSummary(summary, plain),
    );
  });

  it('fits the terminal by cutting names', () => {
    const wide = new RequestSummarizer({startTime: 0, endTime: 3_600_000}, bucketsFor(72));
    wide.add(
      request({
        resourcePath: `/${'segment/'.repeat(30)}`,
        functions: [functionRecord({name: 'f'.repeat(64)})],
      }),
    );
    for (const line of renderSummary(wide.toSummary(), {...plain, width: 72}).split('\n')) {
      assert.ok(line.length <= 72, line);
    }
  });

  it('goes without the columns that matter least where the terminal is narrow', () => {
    const narrow = new RequestSummarizer({startTime: 0, endTime: 3_600_000}, bucketsFor(40));
    narrow.add(request());
    const text = renderSummary(narrow.toSummary(), {...plain, width: 40});
    for (const line of text.split('\n')) assert.ok(line.length <= 40, line);
    assert.match(text, /^route +requests +errors +p50 +p95$/m);
    assert.match(text, /^function +invoked +errors +p95$/m);
    assert.match(
      renderSummary(narrow.toSummary(), {...plain, width: 60}),
      /^route .* 4xx +p50 +p95 +p99 +max$/m,
    );
  });
});

describe('bars', () => {
  it('draws to scale, and what is more than nothing is seen', () => {
    assert.equal(bars([0, 1, 400, 800], true), ' ▁▄█');
    assert.equal(bars([0, 1, 400, 800], false), ' .=@');
    assert.equal(bars([0, 0], true), '  ');
  });
});
