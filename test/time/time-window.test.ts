import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ApilogsError, exitCodes} from '../../src/errors.js';
import {resolveWindow, type WindowOptions} from '../../src/time/time-window.js';

const now = Date.parse('2026-03-10T09:16:40.123Z');
const resolve = (options: Partial<WindowOptions>) =>
  resolveWindow({start: undefined, end: undefined, tz: 'utc', watch: false, ...options}, now);

describe('resolveWindow', () => {
  it('is the last five minutes unless told otherwise', async () => {
    assert.deepEqual(await resolve({}), {startTime: now - 300_000, endTime: now});
  });

  it('has no end when watching', async () => {
    assert.deepEqual(await resolve({start: '1h', watch: true}), {
      startTime: now - 3_600_000,
      endTime: undefined,
      startIsAge: true,
    });
    const {startIsAge} = await resolve({start: new Date(now - 3_600_000).toISOString(), watch: true});
    assert.equal(startIsAge, false);
  });

  it('reads both ends in the zone', async () => {
    assert.deepEqual(await resolve({start: '2026-03-10', end: '2026-03-10 10:00', tz: 'Europe/Berlin'}), {
      startTime: Date.parse('2026-03-09T23:00:00Z'),
      endTime: Date.parse('2026-03-10T09:00:00Z'),
    });
  });

  it('takes an end in the future, and one at the start', async () => {
    assert.deepEqual(await resolve({start: 'now', end: 'tomorrow'}), {
      startTime: now,
      endTime: Date.parse('2026-03-11T00:00:00Z'),
    });
    assert.deepEqual(await resolve({start: 'now', end: 'now'}), {startTime: now, endTime: now});
  });

  it('refuses a start in the future and says how far', async () => {
    await assert.rejects(
      resolve({start: '2026-03-11 10:00'}),
      new ApilogsError('--start "2026-03-11 10:00" lies 1 day in the future', {
        hint: 'it reads as 2026-03-11T10:00:00Z, and now is 2026-03-10T09:16:40.123Z',
        exitCode: exitCodes.badDate,
      }),
    );
  });

  it('refuses an end before the start', async () => {
    await assert.rejects(
      resolve({start: '1h', end: '2h'}),
      new ApilogsError('--end 2026-03-10T07:16:40.123Z is before --start, 2026-03-10T08:16:40.123Z', {
        hint: 'the start is the earlier of the two',
        exitCode: exitCodes.usage,
      }),
    );
  });

  it('names the default start when the end is before that', async () => {
    await assert.rejects(
      resolve({end: '2h'}),
      new ApilogsError('--end 2026-03-10T07:16:40.123Z is before --start, 5m ago, its default', {
        hint: 'give --start as well',
        exitCode: exitCodes.usage,
      }),
    );
  });

  it('names the option that cannot be read', async () => {
    await assert.rejects(resolve({end: 'soon'}), {
      message: '--end "soon" is not a time that can be read',
      exitCode: 3,
    });
    await assert.rejects(resolve({tz: 'Nowhere'}), {message: '"Nowhere" is not a time zone', exitCode: 2});
  });
});
