import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {base, startInsightsFixture} from './insights-fixture.js';

const fixture = await startInsightsFixture();
const {aws, start} = fixture;
const rows = (logGroupName: string, query: string) => fixture.rows(logGroupName, query);

const people = fixture.put(
  'people',
  ...[
    {name: 'Ann', age: 30, town: 'Ulm', tags: ['a', 'b'], address: {zip: '89073'}},
    {name: 'Bob', age: 25, town: 'Bonn', 'last-name': 'Ray'},
    {name: 'Cyd', age: '35', town: 'Ulm', isAdmin: true},
    {name: 'Dan'},
  ].map(person => JSON.stringify(person)),
);
fixture.put('one', '{"a": 7, "b": -2.5, "text": " Ab ", "empty": ""}');

/** The names of the people for whom a filter holds. */
const named = async (filter: string) =>
  (await rows(people, `fields name | filter ${filter} | sort name asc`)).map(({name}) => name).join(' ');

/** What an expression gives; `undefined` where it gives nothing. */
const computed = async (expression: string) => (await rows('one', `fields ${expression} as x`))[0]?.x;

async function checkAll(expected: Record<string, string | undefined>, give: (text: string) => unknown) {
  for (const [text, value] of Object.entries(expected))
    assert.deepEqual([text, await give(text)], [text, value]);
}

describe('filter', () => {
  it('compares numbers as numbers, also where they are texts, and other texts as texts', () =>
    checkAll(
      {
        'age = 30': 'Ann',
        'age != 30': 'Bob Cyd',
        'age < 30': 'Bob',
        'age <= 30': 'Ann Bob',
        'age > 30': 'Cyd',
        'age >= "30"': 'Ann Cyd',
        "name = 'Dan'": 'Dan',
        'name > "Bob"': 'Cyd Dan',
        'isAdmin = "true"': 'Cyd',
      },
      named,
    ));

  it('joins conditions: not before and before or, and parentheses before all', () =>
    checkAll(
      {
        'name = "Dan" or age < 30 and town = "Bonn"': 'Bob Dan',
        '(name = "Dan" or age < 30) and town = "Ulm"': '',
        'not town = "Ulm"': 'Bob',
        'NOT (town = "Ulm" AND age = 30)': 'Bob Cyd Dan',
      },
      named,
    ));

  it('says nothing of a field that is not there', () =>
    checkAll(
      {
        'age != 1': 'Ann Bob Cyd',
        'town not like "x"': 'Ann Bob Cyd',
        'town not in ["Ulm"]': 'Bob',
        'not ispresent(age)': 'Dan',
        'isempty(town)': 'Dan',
      },
      named,
    ));

  it('looks for texts and regular expressions, minding case unless told otherwise', () =>
    checkAll(
      {
        'name like "an"': 'Dan',
        "name like 'AN'": '',
        'name like /^[AB]/': 'Ann Bob',
        'name =~ /n$/': 'Ann Dan',
        'name like /(?i)^an/': 'Ann',
        'name =~ /^(?i)ANN$/': 'Ann',
        'name not like /n/': 'Bob Cyd',
        'name in ["Ann", "Dan", \'x\']': 'Ann Dan',
        '@message like "{\\"name\\":\\"Dan\\"}"': 'Dan',
        '@message like /8\\d+"\\}\\}/': 'Ann',
        'strcontains(town, "lm")': 'Ann Cyd',
      },
      named,
    ));

  it('is called where, too', async () => {
    assert.deepEqual(await rows(people, 'fields name | WHERE age = 25'), [{name: 'Bob'}]);
  });

  it('finds fields of JSON by dotted paths, with backquotes where a name needs them', async () => {
    await checkAll(
      {
        'address.zip = 89073': 'Ann',
        'tags.1 = "b"': 'Ann',
        '`last-name` = "Ray"': 'Bob',
        '`name` = "Dan"': 'Dan',
      },
      named,
    );
    assert.deepEqual(await rows(people, 'fields `last-name` | filter ispresent(`last-name`)'), [
      {'last-name': 'Ray'},
    ]);
  });

  it('takes at most 200 fields from one event', async () => {
    const fields = Object.fromEntries(Array.from({length: 201}, (_, index) => [`f${index}`, index]));
    fixture.put('wide', JSON.stringify(fields));
    assert.deepEqual(await rows('wide', 'fields f199, f200'), [{f199: '199'}]);
  });
});

describe('fields and display', () => {
  it('give what they name, in that order, and leave out what an event lacks', async () => {
    assert.deepEqual(await rows(people, 'fields name, age | fields town | sort name desc | limit 2'), [
      {name: 'Dan'},
      {name: 'Cyd', age: '35', town: 'Ulm'},
    ]);
    assert.deepEqual(Object.keys((await rows('one', 'fields b, a'))[0] ?? {}), ['b', 'a']);
  });

  it('name what is computed by its alias, else as it is written', async () => {
    assert.deepEqual(await rows('one', 'fields a + 1 as more, abs( b ), a as c'), [
      {more: '8', 'abs( b )': '2.5', c: '7'},
    ]);
  });

  it('compute with an alias further on', async () => {
    assert.deepEqual(
      await rows('one', 'fields a * 2 as twice | filter twice = 14 | fields twice + 1 as odd'),
      [{twice: '14', odd: '15'}],
    );
  });

  it('show the last display alone', async () => {
    assert.deepEqual(await rows('one', 'fields @message, a | display a | display b'), [{b: '-2.5'}]);
  });

  it('take comments and line breaks', async () => {
    assert.deepEqual(await rows('one', '# all of it\nfields a # the a | filter no\n| filter a = 7'), [
      {a: '7'},
    ]);
  });

  it('know the fields of every event', async () => {
    assert.deepEqual(await rows('one', 'fields @timestamp, @ingestionTime, @logStream, @log'), [
      {
        '@timestamp': '2026-03-10 09:16:00.000',
        '@ingestionTime': '2026-03-10 09:16:00.000',
        '@logStream': 'stream',
        '@log': '111122223333:one',
      },
    ]);
  });

  it('know the fields of Lambda lines', async () => {
    const id = 'b20c7d41-6e93-4f58-92aa-0d1e3c4b5f67';
    fixture.put(
      '/aws/lambda/orders',
      `START RequestId: ${id} Version: $LATEST\n`,
      `2026-03-10T09:16:40.556Z\t${id}\tINFO\t{"order": {"id": 43}} done {"no": 1}\n`,
      `REPORT RequestId: ${id}\tDuration: 2.37 ms\tBilled Duration: 427 ms\tMemory Size: 1024 MB\t` +
        'Max Memory Used: 95 MB\tInit Duration: 423.98 ms\t\nXRAY TraceId: 1-5e\tSegmentId: 4b\tSampled: true\t\n',
      'a line of its own',
    );
    const query =
      'fields @requestId, @type, @duration, @billedDuration, @initDuration, @memorySize, @maxMemoryUsed, ' +
      '@xrayTraceId, @xraySegmentId, order.id, no | sort @timestamp asc';
    assert.deepEqual(await rows('/aws/lambda/orders', query), [
      {'@requestId': id, '@type': 'START'},
      {'@requestId': id, 'order.id': '43'},
      {
        '@requestId': id,
        '@type': 'REPORT',
        '@duration': '2.37',
        '@billedDuration': '427',
        '@initDuration': '423.98',
        '@memorySize': '1.024E9',
        '@maxMemoryUsed': '9.5E7',
        '@xrayTraceId': '1-5e',
        '@xraySegmentId': '4b',
      },
      {},
    ]);
    const memory = 'filter @type = "REPORT" | stats max(@memorySize / 1000 / 1000) as mb';
    assert.deepEqual(await rows('/aws/lambda/orders', memory), [{mb: '1024'}]);
    fixture.put('not-lambda', `REPORT RequestId: ${id}\tDuration: 1 ms`, `INFO {"order": 1}`);
    assert.deepEqual(await rows('not-lambda', 'fields @duration, @requestId, order'), [{}, {}]);
  });

  it('compute', () =>
    checkAll(
      {
        '1 + 2 * 3': '7',
        '(1 + 2) * 3': '9',
        '2 ^ 3 ^ 2': '512',
        '10 % 3 - 1': '0',
        '-a': '-7',
        '1 / 3': '0.3333',
        '1 / 0': undefined,
        'a + nothing': undefined,
        'a > 5': '1',
        'a > 5 and b > 5': '0',
        'abs(b)': '2.5',
        'ceil(b)': '-2',
        'floor(b)': '-3',
        'mod(a, 4)': '3',
        'power(a, 2)': '49',
        'sqrt(a + 2)': '3',
        'log(1)': '0',
        'greatest(a, b, 3)': '7',
        'least(a, b, 3)': '-2.5',
        'if(a > 5, "more", b)': 'more',
        'if(nothing, "more", b)': '-2.5',
        'coalesce(nothing, empty, a)': '',
        'ispresent(empty)': '1',
        'isblank(nothing)': '1',
        'isblank(" ")': '1',
        'isempty(empty)': '1',
        'isempty(" ")': '0',
        'concat(a, "-", nothing, text)': '7- Ab ',
        'trim(text)': 'Ab',
        'ltrim(text)': 'Ab ',
        'rtrim(text)': ' Ab',
        'trim("xyZfooxyZ", "xyZ")': 'foo',
        'ltrim("xyZfooxyZ", "xyZ")': 'fooxyZ',
        'rtrim("xyZfooxyZ", "xyZ")': 'xyZfoo',
        'strlen("a😀")': '2',
        'toupper(text)': ' AB ',
        'tolower(text)': ' ab ',
        'substr("xyZfooxyZ", 3, 3)': 'foo',
        'substr("xyZfooxyZ", 6)': 'xyZ',
        'replace("foo", "o", "0")': 'f00',
        'strcontains("foo", "oo")': '1',
        'strcontains("foo", "x")': '0',
        'toMillis(@timestamp)': String(base),
        'fromMillis(0)': '1970-01-01 00:00:00.000',
        'datefloor(@timestamp, 1h)': '2026-03-10 09:00:00.000',
        'dateceil(@timestamp, 1h)': '2026-03-10 10:00:00.000',
        'dateceil(@timestamp, 1m)': '2026-03-10 09:16:00.000',
        'datefloor(@timestamp, 1 month)': '2026-03-01 00:00:00.000',
        'dateceil(@timestamp, 1q)': '2026-04-01 00:00:00.000',
        'datefloor(@timestamp, 1yr)': '2026-01-01 00:00:00.000',
        'bin(30min)': '2026-03-10 09:00:00.000',
        'bin(2 days)': '2026-03-10 00:00:00.000',
      },
      computed,
    ));
});

describe('parse', () => {
  const parsed = fixture.put('parsed', '[INFO] user=ann, took 12 ms', 'something else');

  it('takes out what stands at the asterisks, and leaves other events as they are', async () => {
    const query = 'parse @message "[*] user=*, took * ms" as level, user, ms | sort @timestamp asc';
    assert.deepEqual(await rows(parsed, query), [
      {
        '@timestamp': '2026-03-10 09:16:00.000',
        '@message': '[INFO] user=ann, took 12 ms',
        level: 'INFO',
        user: 'ann',
        ms: '12',
      },
      {'@timestamp': '2026-03-10 09:16:00.001', '@message': 'something else'},
    ]);
  });

  it('takes out named groups, from the message where no field is named', async () => {
    const query = 'parse /took (?<ms>\\d+) (?<unit>\\w+)/ | filter ms > 11 | display ms, unit';
    assert.deepEqual(await rows(parsed, query), [{ms: '12', unit: 'ms'}]);
    const withOthers =
      'parse /user=(a)(?<rest>\\w*).*?(\\d)(?<digit>\\d)/ | filter digit = 2 | display rest, digit';
    assert.deepEqual(await rows(parsed, withOthers), [{rest: 'nn', digit: '2'}]);
  });

  it('parses what was parsed', async () => {
    const query =
      'parse @message "user=*" as rest | parse rest "*, took * ms" as user, ms | display user, rest';
    assert.deepEqual(
      (await rows(parsed, query)).filter(row => row.rest),
      [{user: 'ann', rest: 'ann, took 12 ms'}],
    );
  });
});

describe('stats', () => {
  it('gathers figures over all rows', async () => {
    const query =
      'stats count(*) as n, count(age) as ages, sum(age), avg(age), min(age), max(age), stddev(age) as dev, ' +
      'pct(age, 50) as p50, pct(age, 99) as p99, median(age) as mid, count_distinct(town) as towns';
    assert.deepEqual(await rows(people, query), [
      {
        n: '4',
        ages: '3',
        'sum(age)': '90',
        'avg(age)': '30',
        'min(age)': '25',
        'max(age)': '35',
        dev: '4.0825',
        p50: '30',
        p99: '35',
        mid: '30',
        towns: '2',
      },
    ]);
  });

  it('groups by fields and expressions, absent ones among them', async () => {
    const query =
      'stats count(*) as n, sum(age) / count(*) as mean by town, strlen(name) as length | sort town asc';
    assert.deepEqual(await rows(people, query), [
      {length: '3', n: '1', mean: '0'},
      {town: 'Bonn', length: '3', n: '1', mean: '25'},
      {town: 'Ulm', length: '3', n: '2', mean: '32.5'},
    ]);
  });

  it('groups by time', async () => {
    const query = 'stats count(*) by bin(2ms) as t | sort t desc';
    assert.deepEqual(await rows(people, query), [
      {t: '2026-03-10 09:16:00.002', 'count(*)': '2'},
      {t: '2026-03-10 09:16:00.000', 'count(*)': '2'},
    ]);
  });

  it('gives first and last values, by time and by order', async () => {
    const query =
      'stats earliest(name) as first, latest(name) as last, sortsFirst(town) as low, sortsLast(town) as high, ' +
      'min(@timestamp) as start, earliest(@timestamp) as since';
    assert.deepEqual(await rows(people, query), [
      {
        first: 'Ann',
        last: 'Dan',
        low: 'Bonn',
        high: 'Ulm',
        start: String(base),
        since: '2026-03-10 09:16:00.000',
      },
    ]);
  });

  it('goes on with the figures', async () => {
    const query =
      'stats count(*) as n by town | filter ispresent(town) | fields n * 10 as tens | sort n desc, town asc | limit 1';
    assert.deepEqual(await rows(people, query), [{town: 'Ulm', n: '2', tens: '20'}]);
    assert.deepEqual(
      await rows(people, 'stats count(*) as n by town | stats max(n) as most, count(*) as groups'),
      [{most: '2', groups: '3'}],
    );
  });

  it('shows its figures, whatever was on display before', async () => {
    assert.deepEqual(await rows(people, 'display name | stats count(*) as n'), [{n: '4'}]);
  });

  it('gives no row where there is no event', async () => {
    assert.deepEqual(await rows(people, 'filter name = "x" | stats count(*)'), []);
  });
});

describe('sort, limit and dedup', () => {
  it('put texts before numbers, and runs of digits by their length', async () => {
    const values = ['2', '10', 'a9', 'a10', 'B', '5A', '111A', '!', 'a'];
    fixture.put('mixed', ...values);
    const sorted = await rows('mixed', 'fields @message as m | sort m asc');
    assert.deepEqual(
      sorted.map(({m}) => m),
      ['!', '5A', '111A', 'B', 'a', 'a9', 'a10', '2', '10'],
    );
    const reversed = await rows('mixed', 'fields @message as m | sort m desc | limit 3');
    assert.deepEqual(
      reversed.map(({m}) => m),
      ['10', '2', 'a10'],
    );
  });

  it('sort by several fields', async () => {
    const sorted = await rows(people, 'fields name | sort town desc, age desc');
    assert.deepEqual(
      sorted.map(({name}) => name),
      ['Cyd', 'Ann', 'Bob', 'Dan'],
    );
  });

  it('keep the first of a window that holds many times the limit', async () => {
    const eventAt = (index: number) => ({
      logStream: 's',
      timestamp: base + index,
      ingestionTime: base,
      message: String((index * 7919) % 10_007),
    });
    aws.logs.putGenerated('shuffled', 10_007, eventAt);
    for (const [order, expected] of [
      ['asc', ['0', '1', '2']],
      ['desc', ['10006', '10005', '10004']],
    ] as const) {
      const found = await rows('shuffled', `fields @message as m | sort m ${order} | limit 3`);
      assert.deepEqual(
        found.map(({m}) => m),
        expected,
      );
    }
  });

  it('filter what is sorted, also beyond the rows that an answer has', async () => {
    assert.deepEqual(await rows('shuffled', 'fields @message as m | sort m asc | filter m = 10006'), [
      {m: '10006'},
    ]);
  });

  it('drop what repeats in the order so far, but not what lacks the field', async () => {
    const query = 'fields name | sort age asc | dedup town | display name';
    assert.deepEqual(
      (await rows(people, query)).map(({name}) => name),
      ['Dan', 'Bob', 'Ann'],
    );
    assert.deepEqual(
      (await rows(people, 'fields name | dedup town')).map(({name}) => name),
      ['Dan', 'Cyd', 'Bob'],
    );
  });

  it('filter what is sorted or limited already', async () => {
    assert.deepEqual(await rows(people, 'fields name | sort name asc | limit 2 | filter town = "Ulm"'), [
      {name: 'Ann'},
    ]);
    assert.deepEqual(await rows(people, 'fields name | sort name asc | filter town = "Ulm" | limit 1'), [
      {name: 'Ann'},
    ]);
  });
});

describe('a malformed query', () => {
  for (const query of [
    '',
    '|',
    'fields',
    'fields @message |',
    'fields a b',
    'filter a =',
    'filter a like b',
    'filter a like /(/',
    'filter (a = 1',
    'filter nofunction(a)',
    'filter count(*) > 1',
    'fields strlen()',
    'fields bin(5)',
    'fields bin(5 lightyears)',
    'stats avg(a, b)',
    'sort bin(5m)',
    'stats count(*) | sort count(*)',
    'stats count(*) as n by a | stats max(n) as m | stats max(m)',
    'fields a | fields a + 1 as a | stats max(a)',
    'limit 0',
    'limit many',
    'parse @message "*" as a, b',
    'parse @message /(no name)/',
    'parse @message "no star"',
    'grep a = 1',
    'filter a like /x/i',
    'filter a = "open',
    'fields last-name as',
    'SOURCE streams()',
  ]) {
    it(`such as ${JSON.stringify(query)} is refused`, () =>
      assert.rejects(start(query, {logGroupName: people}), {name: 'MalformedQueryException'}));
  }
});
