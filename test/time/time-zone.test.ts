import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {ApilogsError, exitCodes} from '../../src/errors.js';
import {instantsAt, offsetMinutes, resolveTimeZone, toIsoText, wallTimeAt} from '../../src/time/time-zone.js';

describe('resolveTimeZone', () => {
  it('takes utc, local and zone names in any case', () => {
    assert.equal(resolveTimeZone('utc'), 'UTC');
    assert.equal(resolveTimeZone('UTC'), 'UTC');
    assert.equal(resolveTimeZone('local'), new Intl.DateTimeFormat().resolvedOptions().timeZone);
    assert.equal(resolveTimeZone('europe/berlin'), 'Europe/Berlin');
    assert.equal(resolveTimeZone('America/New_York'), 'America/New_York');
  });

  it('refuses everything else with examples', () => {
    for (const text of ['', 'Mars/Olympus', '+02:00', 'Berlin']) {
      assert.throws(
        () => resolveTimeZone(text),
        new ApilogsError(`"${text}" is not a time zone`, {
          hint: '--tz takes utc, local, or a zone name such as Europe/Berlin, America/New_York or Asia/Kolkata',
          exitCode: exitCodes.usage,
        }),
      );
    }
  });
});

describe('offsetMinutes', () => {
  it('knows east, west, quarter hours and summer time', () => {
    const winter = Date.parse('2026-01-15T12:00:00Z');
    const summer = Date.parse('2026-07-15T12:00:00Z');
    assert.equal(offsetMinutes('UTC', summer), 0);
    assert.equal(offsetMinutes('Europe/Berlin', winter), 60);
    assert.equal(offsetMinutes('Europe/Berlin', summer), 120);
    assert.equal(offsetMinutes('America/New_York', winter), -300);
    assert.equal(offsetMinutes('Asia/Kathmandu', winter), 345);
    assert.equal(offsetMinutes('America/St_Johns', winter), -210);
  });

  it('changes with the millisecond in which clocks do', () => {
    const change = Date.parse('2026-03-29T01:00:00Z');
    assert.equal(offsetMinutes('Europe/Berlin', change - 1), 60);
    assert.equal(offsetMinutes('Europe/Berlin', change), 120);
    assert.equal(offsetMinutes('Europe/Berlin', change - 1), 60);
  });
});

describe('instantsAt', () => {
  it('undoes wallTimeAt', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
    );
    fc.assert(
      fc.property(fc.integer({min: 0, max: Date.UTC(2100, 0)}), zone, (instant, place) => {
        assert.ok(instantsAt(wallTimeAt(instant, place), place).includes(instant));
      }),
    );
  });

  it('has none for a skipped time and two for one that was there twice', () => {
    assert.deepEqual(instantsAt(Date.parse('2026-03-29T02:30:00Z'), 'Europe/Berlin'), []);
    assert.deepEqual(
      instantsAt(Date.parse('2026-10-25T02:30:00Z'), 'Europe/Berlin').map(instant =>
        new Date(instant).toISOString(),
      ),
      ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    );
  });
});

describe('toIsoText', () => {
  it('leaves out milliseconds that are none, and says the offset', () => {
    const instant = Date.parse('2026-03-10T09:16:40Z');
    assert.equal(toIsoText(instant, 'UTC'), '2026-03-10T09:16:40Z');
    assert.equal(toIsoText(instant + 5, 'Asia/Kolkata'), '2026-03-10T14:46:40.005+05:30');
    assert.equal(toIsoText(instant, -210), '2026-03-10T05:46:40-03:30');
  });
});
