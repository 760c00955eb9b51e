import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {type FilterLogEventsOutput, filterLogEvents} from '../../src/local-aws/filter-log-events.js';
import {Input, type Members} from '../../src/local-aws/input.js';
import {LogStore, type PutEvent} from '../../src/local-aws/log-store.js';

const base = Date.UTC(2026, 2, 10);
const group = '/aws/lambda/orders';

class Fixture {
  time = base + 1_000_000;
  readonly logs = new LogStore({region: 'eu-west-1', accountId: '111122223333'}, () => this.time);

  put(stream: string, ...events: readonly PutEvent[]): this {
    this.logs.putEvents(group, stream, events);
    return this;
  }

  call(members: Members = {}, scanLimit = 1000): FilterLogEventsOutput {
    const input = new Input({logGroupName: group, ...members});
    return filterLogEvents(this.logs, input, {now: () => this.time, scanLimit});
  }

  /** Every page, up to the one without a token. */
  pages(members: Members = {}, scanLimit?: number): FilterLogEventsOutput[] {
    const pages = [this.call(members, scanLimit)];
    for (let token = pages[0]?.nextToken; token; token = pages.at(-1)?.nextToken) {
      pages.push(this.call({...members, nextToken: token}, scanLimit));
    }
    return pages;
  }

  messages(members: Members = {}, scanLimit?: number): string[] {
    return this.pages(members, scanLimit).flatMap(messagesOf);
  }
}

const messagesOf = ({events}: FilterLogEventsOutput) => events.map(({message}) => message);

const event = (offset: number, message: string, ingestedAfter = 0): PutEvent => ({
  timestamp: base + offset,
  message,
  ingestionTime: base + offset + ingestedAfter,
});

const five = () => new Fixture().put('s', ...[1, 2, 3, 4, 5].map(offset => event(offset, `m${offset}`)));

describe('filterLogEvents', () => {
  it('includes both ends of the window', () => {
    assert.deepEqual(five().messages({startTime: base + 2, endTime: base + 4}), ['m2', 'm3', 'm4']);
  });

  it('gives nothing for a window that ends before it starts', () => {
    assert.deepEqual(five().messages({startTime: base + 4, endTime: base + 2}), []);
  });

  it('orders by timestamp, then ingestion time, then as events were put, over all streams', () => {
    const aws = new Fixture()
      .put('b', event(5, 'later'), event(1, 'third', 7))
      .put('a', event(1, 'first', 3), event(1, 'second', 3));
    assert.deepEqual(aws.messages(), ['first', 'second', 'third', 'later']);
  });

  it('gives the reverse of that newest first', () => {
    const aws = five();
    const input = {startTime: base, startFromHead: false, limit: 2};
    assert.deepEqual(aws.pages(input).map(messagesOf), [['m5', 'm4'], ['m3', 'm2'], ['m1']]);
  });

  it('refuses newest first without a start in 2024 or later', () => {
    for (const startTime of [undefined, Date.UTC(2024, 0, 1) - 1]) {
      assert.throws(() => five().call({startFromHead: false, ...(startTime ? {startTime} : {})}), {
        name: 'InvalidParameterException',
      });
    }
  });

  it('lets the token decide the direction', () => {
    const aws = five();
    const {nextToken} = aws.call({startTime: base, startFromHead: false, limit: 1});
    assert.deepEqual(messagesOf(aws.call({startTime: base, startFromHead: true, limit: 1, nextToken})), [
      'm4',
    ]);
  });

  it('gives no token with the last page, also when it is full', () => {
    assert.equal(five().call({limit: 5}).nextToken, undefined);
    assert.notEqual(five().call({limit: 4}).nextToken, undefined);
  });

  it('ends a page at 10,000 events', () => {
    const aws = new Fixture();
    aws.logs.putGenerated(group, 25_000, index => ({logStream: 's', ...event(index >> 4, `m${index}`)}));
    assert.deepEqual(
      aws.pages().map(({events}) => events.length),
      [10_000, 10_000, 5_000],
    );
  });

  it('ends a page before 1 MB, counting UTF-8 and 26 bytes an event', () => {
    const message = 'é'.repeat((100_000 - 26) / 2);
    const aws = new Fixture().put('s', ...Array.from({length: 21}, (_, offset) => event(offset, message)));
    assert.deepEqual(
      aws.pages().map(({events}) => events.length),
      [10, 10, 1],
    );
  });

  it('gives an event that is larger than a page', () => {
    const aws = new Fixture().put('s', event(1, 'x'.repeat(2_000_000)), event(2, 'small'));
    assert.deepEqual(
      aws.pages().map(({events}) => events.length),
      [1, 1],
    );
  });

  it('gives empty pages with a token when little matches', () => {
    const aws = new Fixture();
    aws.put('s', ...Array.from({length: 35}, (_, offset) => event(offset, offset === 33 ? 'needle' : 'hay')));
    const pages = aws.pages({filterPattern: 'needle'}, 10);
    assert.deepEqual(pages.map(messagesOf), [[], [], [], ['needle']]);
  });

  it('hides an event until its ingestion time', () => {
    const aws = five();
    aws.put('s', {timestamp: base + 3, message: 'late', ingestionTime: aws.time + 10});
    assert.deepEqual(aws.messages(), ['m1', 'm2', 'm3', 'm4', 'm5']);
    aws.time += 10;
    assert.deepEqual(aws.messages(), ['m1', 'm2', 'm3', 'late', 'm4', 'm5']);
  });

  it('goes on from a token where it was, whatever is added before and behind', () => {
    const aws = five();
    const {nextToken} = aws.call({limit: 3});
    aws.put('s', event(1, 'before'), event(3, 'same time', 1), event(6, 'behind'));
    assert.deepEqual(messagesOf(aws.call({nextToken})), ['same time', 'm4', 'm5', 'behind']);
  });

  it('refuses a token that is none, is of another group, or is more than a day old', () => {
    const aws = five();
    aws.logs.putEvents('other', 's', []);
    const {nextToken} = aws.call({limit: 3});
    const refusal = {name: 'InvalidParameterException', message: 'The specified nextToken is invalid.'};
    assert.throws(() => aws.call({nextToken: 'nonsense'}), refusal);
    assert.throws(() => aws.call({nextToken, logGroupName: 'other'}), refusal);
    aws.time += 24 * 60 * 60 * 1000 + 1;
    assert.throws(() => aws.call({nextToken}), refusal);
  });

  it('selects streams by name or prefix', () => {
    const aws = new Fixture()
      .put('2026/[$LATEST]a', event(1, 'a'))
      .put('2026/[$LATEST]b', event(2, 'b'))
      .put('2025/[1]c', event(3, 'c'));
    assert.deepEqual(aws.messages({logStreamNames: ['2026/[$LATEST]b', '2025/[1]c']}), ['b', 'c']);
    assert.deepEqual(aws.messages({logStreamNamePrefix: '2026/[$LATEST]'}), ['a', 'b']);
    assert.deepEqual(aws.messages({logStreamNamePrefix: '2026/', filterPattern: 'b'}), ['b']);
  });

  it('refuses names and a prefix at once, and a stream that does not exist', () => {
    assert.throws(() => five().call({logStreamNames: ['s'], logStreamNamePrefix: 's'}), {
      name: 'InvalidParameterException',
    });
    assert.throws(() => five().call({logStreamNames: ['s', 'none']}), {
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
  });

  it('takes a group by name or ARN, exactly one of them', () => {
    const arn = `arn:aws:logs:eu-west-1:111122223333:log-group:${group}`;
    const aws = five();
    assert.equal(aws.messages({logGroupName: undefined, logGroupIdentifier: arn}).length, 5);
    assert.equal(aws.messages({logGroupName: undefined, logGroupIdentifier: group}).length, 5);
    const refusal = {name: 'InvalidParameterException'};
    assert.throws(() => aws.call({logGroupIdentifier: arn}), refusal);
    assert.throws(() => aws.call({logGroupName: undefined}), refusal);
    assert.throws(() => aws.call({logGroupName: undefined, logGroupIdentifier: `${arn}:*`}), refusal);
    const elsewhere = arn.replace('eu-west-1', 'us-east-1');
    assert.throws(() => aws.call({logGroupName: undefined, logGroupIdentifier: elsewhere}), {
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  });

  it('refuses a group of another class', () => {
    const aws = new Fixture();
    aws.logs.createLogGroup(group, {logGroupClass: 'INFREQUENT_ACCESS'});
    assert.throws(() => aws.call(), {
      name: 'InvalidOperationException',
      message: `The log group ${group} is of log-group-class INFREQUENT_ACCESS. FilterLogEvents is not supported for this log class.`,
    });
  });

  it('says what is wrong with an input as AWS does', () => {
    assert.throws(() => five().call({limit: 10_001}), {
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    });
    assert.throws(() => five().call({startTime: -1}), /Value '-1' at 'startTime'/);
    assert.throws(() => five().call({filterPattern: 'x'.repeat(1025)}), /length less than or equal to 1024/);
    assert.throws(() => five().call({startTime: 'soon'}), {name: 'SerializationException'});
  });

  it('gives ids of 56 digits with the timestamp on top and a counter at the bottom', () => {
    const events = five()
      .call()
      .events.map(({eventId, timestamp}) => ({id: BigInt(eventId), eventId, timestamp}));
    assert.deepEqual(
      events.map(({id}) => Number(id >> 144n)),
      events.map(({timestamp}) => timestamp),
    );
    assert.deepEqual(
      events.map(({id}) => Number(id & 0xffffn)),
      [0, 1, 2, 3, 4],
    );
    assert.deepEqual(
      events.map(({eventId}) => eventId.length),
      [56, 56, 56, 56, 56],
    );
  });

  it('gives every event once, in order, whatever the pages, the direction and the order of writing', () => {
    const written = fc.array(fc.tuple(fc.nat(9), fc.nat(3), fc.nat(2)), {maxLength: 60});
    fc.assert(
      fc.property(written, fc.integer({min: 1, max: 7}), fc.boolean(), (writes, limit, startFromHead) => {
        const aws = new Fixture();
        aws.logs.putGenerated(group, 5, index => ({
          logStream: 'g',
          ...event(index * 2, `generated ${index}`),
        }));
        for (const [index, [offset, delay, stream]] of writes.entries()) {
          aws.put(`s${stream}`, event(offset, `${index}`, delay));
          if (index % 7 === 0) aws.call({limit: 1});
        }
        const given = aws.pages({startTime: base, limit, startFromHead}).flatMap(({events}) => events);
        const keys = given.map(({timestamp, ingestionTime}) => [timestamp, ingestionTime] as const);
        const sorted = keys.toSorted((a, b) => (startFromHead ? 1 : -1) * (a[0] - b[0] || a[1] - b[1]));
        assert.deepEqual(keys, sorted);
        assert.equal(new Set(given.map(({eventId}) => eventId)).size, writes.length + 5);
        assert.equal(given.length, writes.length + 5);
      }),
    );
  });
});
