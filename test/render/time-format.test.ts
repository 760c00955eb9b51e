import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {ApilogsError} from '../../src/errors.js';
import {createTimeFormat} from '../../src/render/time-format.js';

const time = Date.UTC(2026, 2, 10, 9, 16, 40, 551);

describe('createTimeFormat', () => {
  it('prints UTC with a Z', () => {
    const format = createTimeFormat('utc');
    assert.equal(format.iso(time), '2026-03-10T09:16:40.551Z');
    assert.equal(format.timeOfDay(time), '09:16:40.551');
    assert.equal(format.dayAndZone(time), '2026-03-10 UTC');
  });

  it('prints other zones with their offset at that time', () => {
    const iso = (timeZone: string, at = time) => createTimeFormat(timeZone).iso(at);
    assert.equal(iso('Europe/Berlin'), '2026-03-10T10:16:40.551+01:00');
    assert.equal(iso('Europe/Berlin', Date.UTC(2026, 6, 1)), '2026-07-01T02:00:00.000+02:00');
    assert.equal(iso('America/St_Johns', Date.UTC(2026, 0, 1)), '2025-12-31T20:30:00.000-03:30');
    assert.equal(iso('Asia/Kolkata'), '2026-03-10T14:46:40.551+05:30');
    assert.equal(iso('Europe/London'), '2026-03-10T09:16:40.551+00:00');
    assert.equal(
      createTimeFormat('Asia/Kolkata').dayAndZone(Date.UTC(2026, 2, 10, 18, 30)),
      '2026-03-11 Asia/Kolkata (+05:30)',
    );
  });

  it('takes local for the zone of the machine', () => {
    const local = createTimeFormat('local').iso(time) ?? '';
    assert.match(local, /^2026-03-\d\dT\d\d:\d\d:40\.551(Z|[+-]\d\d:\d\d)$/);
    assert.equal(Date.parse(local), time);
  });

  it('follows the clocks when they change', () => {
    const format = createTimeFormat('Europe/Berlin');
    const change = Date.UTC(2026, 9, 25, 1);
    assert.deepEqual([change - 1, change, change - 1].map(format.iso), [
      '2026-10-25T02:59:59.999+02:00',
      '2026-10-25T02:00:00.000+01:00',
      '2026-10-25T02:59:59.999+02:00',
    ]);
  });

  it('has no text for what is no time', () => {
    for (const zone of ['utc', 'Asia/Tokyo']) {
      const format = createTimeFormat(zone);
      for (const none of [Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -8.64e15 - 1]) {
        assert.equal(format.iso(none), undefined);
        assert.equal(format.timeOfDay(none), undefined);
        assert.equal(format.dayAndZone(none), undefined);
      }
    }
    assert.equal(createTimeFormat('Asia/Tokyo').iso(8.64e15), undefined);
  });

  it('drops fractions of a millisecond', () => {
    assert.equal(createTimeFormat('utc').iso(time + 0.9), '2026-03-10T09:16:40.551Z');
  });

  it('says which zone it does not know', () => {
    assert.throws(() => createTimeFormat('Mars/Olympus'), ApilogsError);
  });

  it('prints what a Date prints, for times in any order', () => {
    const format = createTimeFormat('utc');
    fc.assert(
      fc.property(fc.integer({min: -8.64e15, max: 8.64e15}), epochMs => {
        assert.equal(format.iso(epochMs), new Date(epochMs).toISOString());
      }),
    );
  });

  it('prints the instant it was given, in any zone', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    ];
    const formats = zones.map(createTimeFormat);
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.integer({min: 0, max: 4e12}), (format, epochMs) => {
        assert.equal(Date.parse(format.iso(epochMs) ?? ''), epochMs);
      }),
    );
  });
});
