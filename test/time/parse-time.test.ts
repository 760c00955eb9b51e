import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {ApilogsError, exitCodes} from '../../src/errors.js';
import {parseTime} from '../../src/time/parse-time.js';
import {toIsoText} from '../../src/time/time-zone.js';

/** A Tuesday. */
const now = Date.parse('2026-03-10T09:16:40.123Z');
const zones = ['UTC', 'Europe/Berlin', 'America/New_York'] as const;

const parse = (text: string, zone = 'UTC', at = now) => parseTime(text, {now: at, zone, option: '--start'});
const iso = async (text: string, zone = 'UTC', at = now) => toIsoText(await parse(text, zone, at), zone);

async function refusal(text: string, zone = 'UTC'): Promise<ApilogsError> {
  const outcome = await parse(text, zone).then(
    instant => instant,
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof ApilogsError, `${text} was read as ${outcome}`);
  assert.equal(outcome.exitCode, exitCodes.badDate);
  return outcome;
}

describe('parseTime', () => {
  describe('reads an age, the same in every zone', () => {
    const ages = {
      now: '2026-03-10T09:16:40.123Z',
      '30s': '2026-03-10T09:16:10.123Z',
      '500ms': '2026-03-10T09:16:39.623Z',
      '5m': '2026-03-10T09:11:40.123Z',
      '5 m': '2026-03-10T09:11:40.123Z',
      '-5m': '2026-03-10T09:11:40.123Z',
      '2h ago': '2026-03-10T07:16:40.123Z',
      '2h': '2026-03-10T07:16:40.123Z',
      '2H': '2026-03-10T07:16:40.123Z',
      '1h30m': '2026-03-10T07:46:40.123Z',
      '1.5h': '2026-03-10T07:46:40.123Z',
      '1 hour and 30 minutes ago': '2026-03-10T07:46:40.123Z',
      '1 day': '2026-03-09T09:16:40.123Z',
      '1d': '2026-03-09T09:16:40.123Z',
      '2 hours ago': '2026-03-10T07:16:40.123Z',
      '1w': '2026-03-03T09:16:40.123Z',
      'an hour ago': '2026-03-10T08:16:40.123Z',
      'two hours ago': '2026-03-10T07:16:40.123Z',
      'last Twelve hours': '2026-03-09T21:16:40.123Z',
      'half an hour ago': '2026-03-10T08:46:40.123Z',
      'last week': '2026-03-03T09:16:40.123Z',
      'last 2 hours': '2026-03-10T07:16:40.123Z',
      'past hour': '2026-03-10T08:16:40.123Z',
      'in 5 minutes': '2026-03-10T09:21:40.123Z',
      '  5m  ': '2026-03-10T09:11:40.123Z',
    };
    for (const [text, expected] of Object.entries(ages)) {
      it(`"${text}"`, async () => {
        for (const zone of zones) assert.equal(new Date(await parse(text, zone)).toISOString(), expected);
      });
    }
  });

  describe('reads an instant that says its zone, or needs none, the same in every zone', () => {
    const instants = {
      '2026-03-10T09:16:40.551Z': '2026-03-10T09:16:40.551Z',
      '2026-03-10t09:16:40.551z': '2026-03-10T09:16:40.551Z',
      '2026-03-10 09:16:40,551Z': '2026-03-10T09:16:40.551Z',
      '2026-03-10 09:16:40.551 UTC': '2026-03-10T09:16:40.551Z',
      '2026-03-10T09:16:40.123456789Z': '2026-03-10T09:16:40.123Z',
      '2026-03-10T09:16:40.5Z': '2026-03-10T09:16:40.500Z',
      '2026-03-10T10:16:40.551+01:00': '2026-03-10T09:16:40.551Z',
      '2026-03-10T04:16:40-0500': '2026-03-10T09:16:40.000Z',
      '2026-03-10T14:46+05:30': '2026-03-10T09:16:00.000Z',
      '2026-03-10T10:16:40+01': '2026-03-10T09:16:40.000Z',
      '20260310T091640Z': '2026-03-10T09:16:40.000Z',
      '1773134200551': '2026-03-10T09:16:40.551Z',
      '1773134200': '2026-03-10T09:16:40.000Z',
      '1773134200.551': '2026-03-10T09:16:40.551Z',
      'Sat Oct 11 17:13:46 UTC 2003': '2003-10-11T17:13:46.000Z',
      'Sat, 11 Oct 2003 17:13:46 -0700': '2003-10-12T00:13:46.000Z',
      'Tue, 10 Mar 2026 09:16:40 GMT': '2026-03-10T09:16:40.000Z',
      '10/Mar/2026:09:16:40 +0000': '2026-03-10T09:16:40.000Z',
      '10 dec 2025 14:00 EST': '2025-12-10T19:00:00.000Z',
      '10 jul 2025 14:00 CEST': '2025-07-10T12:00:00.000Z',
      '14:05 UTC': '2026-03-09T14:05:00.000Z',
      '09:05 +01:00': '2026-03-10T08:05:00.000Z',
    };
    for (const [text, expected] of Object.entries(instants)) {
      it(`"${text}"`, async () => {
        for (const zone of zones) assert.equal(new Date(await parse(text, zone)).toISOString(), expected);
      });
    }
  });

  describe('reads a time without zone as one of the zone asked for', () => {
    // Now is 09:16 in UTC, 10:16 in Berlin, and, with summer time since Sunday, 05:16 in New York.
    const times: Record<string, readonly [utc: string, berlin: string, newYork: string]> = {
      '2026-03-01': ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00+01:00', '2026-03-01T00:00:00-05:00'],
      '2026-03': ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00+01:00', '2026-03-01T00:00:00-05:00'],
      '20260301': ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00+01:00', '2026-03-01T00:00:00-05:00'],
      '2026/3/1 9:16': ['2026-03-01T09:16:00Z', '2026-03-01T09:16:00+01:00', '2026-03-01T09:16:00-05:00'],
      '2026-03-01T09': ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00+01:00', '2026-03-01T09:00:00-05:00'],
      '2026-07-01 09:16:40,551': [
        '2026-07-01T09:16:40.551Z',
        '2026-07-01T09:16:40.551+02:00',
        '2026-07-01T09:16:40.551-04:00',
      ],
      'yesterday 14:00': ['2026-03-09T14:00:00Z', '2026-03-09T14:00:00+01:00', '2026-03-09T14:00:00-04:00'],
      'yesterday at 2pm': ['2026-03-09T14:00:00Z', '2026-03-09T14:00:00+01:00', '2026-03-09T14:00:00-04:00'],
      '14:00 yesterday': ['2026-03-09T14:00:00Z', '2026-03-09T14:00:00+01:00', '2026-03-09T14:00:00-04:00'],
      '2 days ago at noon': [
        '2026-03-08T12:00:00Z',
        '2026-03-08T12:00:00+01:00',
        '2026-03-08T12:00:00-04:00',
      ],
      yesterday: ['2026-03-09T00:00:00Z', '2026-03-09T00:00:00+01:00', '2026-03-09T00:00:00-04:00'],
      today: ['2026-03-10T00:00:00Z', '2026-03-10T00:00:00+01:00', '2026-03-10T00:00:00-04:00'],
      tomorrow: ['2026-03-11T00:00:00Z', '2026-03-11T00:00:00+01:00', '2026-03-11T00:00:00-04:00'],
      '14:05': ['2026-03-09T14:05:00Z', '2026-03-09T14:05:00+01:00', '2026-03-09T14:05:00-04:00'],
      '09:05': ['2026-03-10T09:05:00Z', '2026-03-10T09:05:00+01:00', '2026-03-09T09:05:00-04:00'],
      '9:16:40.123': [
        '2026-03-10T09:16:40.123Z',
        '2026-03-10T09:16:40.123+01:00',
        '2026-03-09T09:16:40.123-04:00',
      ],
      '9:16:40,124': [
        '2026-03-09T09:16:40.124Z',
        '2026-03-10T09:16:40.124+01:00',
        '2026-03-09T09:16:40.124-04:00',
      ],
      '9am': ['2026-03-10T09:00:00Z', '2026-03-10T09:00:00+01:00', '2026-03-09T09:00:00-04:00'],
      '12:30 am': ['2026-03-10T00:30:00Z', '2026-03-10T00:30:00+01:00', '2026-03-10T00:30:00-04:00'],
      midnight: ['2026-03-10T00:00:00Z', '2026-03-10T00:00:00+01:00', '2026-03-10T00:00:00-04:00'],
      'monday 9:00': ['2026-03-09T09:00:00Z', '2026-03-09T09:00:00+01:00', '2026-03-09T09:00:00-04:00'],
      'tuesday 10:00': ['2026-03-03T10:00:00Z', '2026-03-10T10:00:00+01:00', '2026-03-03T10:00:00-05:00'],
      Tue: ['2026-03-10T00:00:00Z', '2026-03-10T00:00:00+01:00', '2026-03-10T00:00:00-04:00'],
      'last tuesday': ['2026-03-03T00:00:00Z', '2026-03-03T00:00:00+01:00', '2026-03-03T00:00:00-05:00'],
      '10 dec': ['2025-12-10T00:00:00Z', '2025-12-10T00:00:00+01:00', '2025-12-10T00:00:00-05:00'],
      '10 mar': ['2026-03-10T00:00:00Z', '2026-03-10T00:00:00+01:00', '2026-03-10T00:00:00-04:00'],
      'Dec 10 14:00': ['2025-12-10T14:00:00Z', '2025-12-10T14:00:00+01:00', '2025-12-10T14:00:00-05:00'],
      '29 feb': ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00+01:00', '2024-02-29T00:00:00-05:00'],
      '5 march 2019': ['2019-03-05T00:00:00Z', '2019-03-05T00:00:00+01:00', '2019-03-05T00:00:00-05:00'],
      'March 5th, 2019 at 9:30 PM': [
        '2019-03-05T21:30:00Z',
        '2019-03-05T21:30:00+01:00',
        '2019-03-05T21:30:00-05:00',
      ],
      '14:05 2026-03-09': ['2026-03-09T14:05:00Z', '2026-03-09T14:05:00+01:00', '2026-03-09T14:05:00-04:00'],
      '14:05:06,123 10 dec 2025': [
        '2025-12-10T14:05:06.123Z',
        '2025-12-10T14:05:06.123+01:00',
        '2025-12-10T14:05:06.123-05:00',
      ],
      '23/1/2015 14:23': ['2015-01-23T14:23:00Z', '2015-01-23T14:23:00+01:00', '2015-01-23T14:23:00-05:00'],
      '23/1/2015': ['2015-01-23T00:00:00Z', '2015-01-23T00:00:00+01:00', '2015-01-23T00:00:00-05:00'],
      '1/23/2015': ['2015-01-23T00:00:00Z', '2015-01-23T00:00:00+01:00', '2015-01-23T00:00:00-05:00'],
      '23.1.2015': ['2015-01-23T00:00:00Z', '2015-01-23T00:00:00+01:00', '2015-01-23T00:00:00-05:00'],
      '1/1/2026': ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00+01:00', '2026-01-01T00:00:00-05:00'],
      '23/1': ['2026-01-23T00:00:00Z', '2026-01-23T00:00:00+01:00', '2026-01-23T00:00:00-05:00'],
      // Months keep the time of the clock, across the change to summer time too.
      '2month': [
        '2026-01-10T09:16:40.123Z',
        '2026-01-10T10:16:40.123+01:00',
        '2026-01-10T05:16:40.123-05:00',
      ],
      '2 months ago': [
        '2026-01-10T09:16:40.123Z',
        '2026-01-10T10:16:40.123+01:00',
        '2026-01-10T05:16:40.123-05:00',
      ],
      '1 year': [
        '2025-03-10T09:16:40.123Z',
        '2025-03-10T10:16:40.123+01:00',
        '2025-03-10T05:16:40.123-04:00',
      ],
      '1y2mo': ['2025-01-10T09:16:40.123Z', '2025-01-10T10:16:40.123+01:00', '2025-01-10T05:16:40.123-05:00'],
    };
    for (const [text, expected] of Object.entries(times)) {
      it(`"${text}"`, async () => {
        assert.deepEqual(await Promise.all(zones.map(zone => iso(text, zone))), expected);
      });
    }
  });

  it('counts a month back to the last day of a shorter one', async () => {
    assert.equal(await iso('1 month ago', 'UTC', Date.parse('2026-03-31T12:00:00Z')), '2026-02-28T12:00:00Z');
  });

  it('tolerates the quotes that cmd.exe leaves around a value', async () => {
    assert.equal(await iso("'30s"), '2026-03-10T09:16:10.123Z');
    assert.equal(await iso("'2 hours ago'"), '2026-03-10T07:16:40.123Z');
    assert.equal(await iso('"now"'), '2026-03-10T09:16:40.123Z');
  });

  describe('refuses what it does not understand in full', () => {
    const texts = [
      '5m foo',
      'foo 5m',
      '30x',
      '10 smarch',
      'hello',
      '30s5m',
      '1h2h',
      '5M',
      '2 weeks ago monday',
      'next monday',
      'this morning',
      'last night',
      'end of march',
      'next 10 dec',
      '10 dec 2025 25:00',
      '2026-03-10..2026-03-11',
      'CST',
      '12345678901234567890',
    ];
    for (const text of texts) {
      it(`"${text}"`, async () => {
        const {message, hint} = await refusal(text);
        assert.equal(message, `--start "${text}" is not a time that can be read`);
        assert.match(hint ?? '', /^write 5m, .* or epoch milliseconds$/);
      });
    }
  });

  describe('refuses what reads more than one way, and shows the readings', () => {
    const texts = {
      '1/11/2026': '2026-01-11T00:00:00+01:00 or 2026-11-01T00:00:00+01:00',
      '1/11/2015 14:23': '2015-01-11T14:23:00+01:00 or 2015-11-01T14:23:00+01:00',
      '10.12.2025': '2025-10-12T00:00:00+02:00 or 2025-12-10T00:00:00+01:00',
      '10-12-2025': '2025-10-12T00:00:00+02:00 or 2025-12-10T00:00:00+01:00',
      '3/10': '2026-03-10T00:00:00+01:00 or 2025-10-03T00:00:00+02:00',
      '1 dec 2025 10:00 CST': '2025-12-01T10:00:00-06:00 or 2025-12-01T10:00:00+08:00',
      '10:00 IST': '2026-03-10T10:00:00+01:00 or 2026-03-10T10:00:00+02:00 or 2026-03-10T10:00:00+05:30',
    };
    for (const [text, readings] of Object.entries(texts)) {
      it(`"${text}"`, async () => {
        const {message, hint} = await refusal(text, 'Europe/Berlin');
        assert.equal(message, `--start "${text}" reads more than one way`);
        assert.equal(hint, `write ${readings}`);
        for (const reading of readings.split(' or '))
          assert.equal(await iso(reading, 'Europe/Berlin'), toIsoText(Date.parse(reading), 'Europe/Berlin'));
      });
    }
    it('a year of two digits', async () => {
      for (const text of ['10 dec 14', '23/1/15']) {
        assert.equal((await refusal(text)).message, `--start "${text}" reads more than one way`);
      }
    });
    it('a number without unit', async () => {
      const {message, hint} = await refusal('30');
      assert.equal(message, '--start "30" lacks a unit');
      assert.equal(hint, 'write 30s, 30m or 30h, or epoch milliseconds in full');
    });
  });

  describe('refuses a range', () => {
    for (const text of ['9am - 10am', 'from 9 to 10', '10 dec - 12 dec', '2026-03-09 - 2026-03-10']) {
      it(`"${text}"`, async () => {
        const {message, hint} = await refusal(text);
        assert.equal(message, `--start "${text}" is a range of time, not a point`);
        assert.equal(hint, 'give its first as --start and its last as --end');
      });
    }
  });

  it('refuses a text that is longer than any time before it is looked into, and quotes the beginning', async () => {
    const {message} = await refusal('1 jan '.repeat(20_000));
    assert.match(message, /^--start "1 jan [1 jan]{230,250}\.\." is too long for a point in time$/);
  });

  describe('refuses what no calendar or clock has, and says why', () => {
    const texts = {
      '': 'is empty',
      "''": 'is empty',
      '2026-02-30': 'is impossible: February 2026 has 28 days',
      '2026-02-30T10:00Z': 'is impossible: February 2026 has 28 days',
      '31/4/2026': 'is impossible: April 2026 has 30 days',
      '4/31/2026': 'is impossible: April 2026 has 30 days',
      '31. apr 2026 10:00': 'is impossible: April 2026 has 30 days',
      '29/2/2026 10:00': 'is impossible: February 2026 has 28 days',
      '30 feb 2026': 'is impossible: February 2026 has 28 days',
      'feb 30': 'is impossible: February 2026 has 28 days',
      '30th of February': 'is impossible: February 2026 has 28 days',
      '10:00 Feb 29, 2026': 'is impossible: February 2026 has 28 days',
      '2026-13-01': 'is impossible: there is no month 13',
      '2026-00-01': 'is impossible: there is no month 0',
      '2026-01-00': 'is impossible: January 2026 has 31 days',
      '25:00': 'is impossible: there is no hour 25',
      'yesterday 24:00': 'is impossible: there is no hour 24',
      '14:60': 'is impossible: there is no minute 60',
      '14:05:60': 'is impossible: there is no second 60',
      '13pm': 'is impossible: there is no hour 13 pm',
      '0 am': 'is impossible: there is no hour 0 am',
      '2026-03-10T10:00+25:00': 'is impossible: no clock is that far from UTC',
      'Sun Oct 11 2003': 'is impossible: 2003-10-11 is a Saturday',
      'Mon Mar 10': 'is impossible: 2026-03-10 is a Tuesday',
      '1969-12-31': 'lies before 1970',
      '100 years ago': 'lies before 1970',
    };
    for (const [text, why] of Object.entries(texts)) {
      it(`"${text}"`, async () => {
        const {message, hint} = await refusal(text);
        assert.equal(message, `--start "${text}" ${why}`);
        assert.ok(hint);
      });
    }
  });

  describe('where clocks change', () => {
    it('refuses a time that was skipped', async () => {
      const {message, hint} = await refusal('2026-03-29 02:30', 'Europe/Berlin');
      assert.equal(
        message,
        '--start "2026-03-29 02:30" was skipped in Europe/Berlin, where clocks went forward over it',
      );
      assert.equal(hint, 'write 2026-03-29T03:30:00+02:00, or another time');
    });
    it('refuses a time that was there twice', async () => {
      const {message, hint} = await refusal('2025-11-02 01:30', 'America/New_York');
      assert.equal(
        message,
        '--start "2025-11-02 01:30" was twice in America/New_York, where clocks went back over it',
      );
      assert.equal(hint, 'write 2025-11-02T01:30:00-04:00 or 2025-11-02T01:30:00-05:00');
    });
    it('takes the latest one past of a time without date that was there twice', async () => {
      const between = Date.parse('2025-10-26T00:45:00Z');
      assert.equal(await iso('02:30', 'Europe/Berlin', between), '2025-10-26T02:30:00+02:00');
      assert.equal(await iso('02:30', 'Europe/Berlin', between + 3_600_000), '2025-10-26T02:30:00+01:00');
    });
    it('takes the day before for a time without date that was skipped', async () => {
      assert.equal(
        await iso('02:30', 'Europe/Berlin', Date.parse('2026-03-29T10:00:00Z')),
        '2026-03-28T02:30:00+01:00',
      );
    });
    it('begins a day without midnight at its first instant', async () => {
      assert.equal(await iso('2024-04-26', 'Africa/Cairo'), '2024-04-26T01:00:00+03:00');
    });
    it('begins a day with two midnights at the first', async () => {
      assert.equal(await iso('2025-11-02', 'America/Havana'), '2025-11-02T00:00:00-04:00');
    });
  });

  it('reads back every instant that it would show', async () => {
    const instant = fc.integer({min: 0, max: Date.UTC(2100, 0)});
    await fc.assert(
      fc.asyncProperty(
        instant,
        fc.constantFrom(...zones, 'Asia/Kolkata', 'Australia/Lord_Howe'),
        async (ms, zone) => {
          assert.equal(await parse(toIsoText(ms, zone), 'Asia/Tokyo'), ms);
        },
      ),
    );
  });

  it('either reads a text or refuses it with a date error, whatever the text', async () => {
    const words = [
      '5',
      '10',
      '2026',
      'm',
      'h',
      'ago',
      'dec',
      'monday',
      ':',
      '/',
      '-',
      'T',
      'Z',
      'noon',
      '14:05',
      '31',
    ];
    const text = fc.array(fc.constantFrom(...words, ' '), {maxLength: 6}).map(parts => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, async typed => {
        const outcome = await parse(typed).catch((error: unknown) => error);
        if (typeof outcome === 'number') assert.ok(Number.isSafeInteger(outcome) && outcome >= 0);
        else
          assert.ok(
            outcome instanceof ApilogsError && outcome.exitCode === exitCodes.badDate,
            String(outcome),
          );
      }),
      {numRuns: 500},
    );
  });
});
