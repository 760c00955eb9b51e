import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type Headline, headline} from '../../src/render/headline.js';

const startTime = Date.UTC(2026, 2, 10, 9, 10);
const full: Headline = {
  api: {id: 'abc123def4', name: 'orders'},
  stage: 'prod',
  account: '111122223333',
  region: 'eu-west-1',
  profile: 'work',
  window: {startTime, endTime: startTime + 300_000},
  timeZone: 'utc',
  sourceCount: 5,
};

describe('headline', () => {
  it('says which API, stage, account, region, profile and window are read, and how many sources', () => {
    assert.equal(
      headline(full),
      'orders (abc123def4), stage prod, account 111122223333, eu-west-1, profile work, ' +
        '2026-03-10T09:10:00Z to 09:15:00Z, 5 sources',
    );
  });

  it('leaves out what is not known', () => {
    assert.equal(
      headline({region: 'eu-west-1', window: full.window, timeZone: 'utc', sourceCount: 1}),
      'eu-west-1, 2026-03-10T09:10:00Z to 09:15:00Z, 1 source',
    );
    assert.match(headline({...full, api: {id: 'abc123def4'}}), /^API abc123def4, stage prod, /);
  });

  it('says from when on a stage is followed', () => {
    assert.match(
      headline({...full, window: {startTime: startTime + 7}}),
      /, from 2026-03-10T09:10:00\.007Z on, 5 sources$/,
    );
  });

  it('repeats the date of a window that ends on another day of the zone', () => {
    const window = {startTime, endTime: startTime + 14 * 3_600_000};
    assert.match(headline({...full, window}), /, 2026-03-10T09:10:00Z to 23:10:00Z, /);
    assert.match(
      headline({...full, window, timeZone: 'Europe/Berlin'}),
      /, 2026-03-10T10:10:00\+01:00 to 2026-03-11T00:10:00\+01:00, /,
    );
  });

  it('keeps what tells a wrong account or region where the terminal is narrow', () => {
    assert.equal(
      headline({...full, width: 80}),
      'abc123def4, prod, 111122223333, eu-west-1, 2026-03-10T09:10:00Z to 09:15:00Z',
    );
    assert.equal(headline({...full, width: headline(full).length}), headline(full));
  });

  it('leaves out no more than the width asks for, what tells least first', () => {
    const shortened = (width: number) => headline({...full, width});
    const window = '2026-03-10T09:10:00Z to 09:15:00Z';
    const lines = [
      headline(full),
      `orders (abc123def4), stage prod, account 111122223333, eu-west-1, profile work, ${window}`,
      `orders (abc123def4), stage prod, 111122223333, eu-west-1, profile work, ${window}`,
      `orders (abc123def4), stage prod, 111122223333, eu-west-1, ${window}`,
    ];
    for (const line of lines) assert.equal(shortened(line.length), line);
    for (const [index, line] of lines.slice(1).entries()) {
      assert.equal(shortened((lines[index]?.length ?? 0) - 1), line);
    }
  });

  it('tells a window to the millisecond where there is room for it', () => {
    const precise = {...full, window: {startTime: startTime + 7, endTime: startTime + 300_019}};
    assert.match(headline(precise), /, 2026-03-10T09:10:00\.007Z to 09:15:00\.019Z, 5 sources$/);
    assert.equal(headline({...precise, width: 80}), headline({...full, width: 80}));
  });

  it('shows control characters of names', () => {
    assert.match(
      headline({...full, api: {id: 'abc123def4', name: '\x1b[2J\n'}}),
      /^\\x1b\[2J\\x0a \(abc123def4\), /,
    );
  });
});
