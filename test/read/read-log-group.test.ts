import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import {readingsOf} from '../../src/read/log-group-reading.js';
import {readLogGroup} from '../../src/read/read-log-group.js';
import {collect, messages, source} from '../support/events.js';

const window = {startTime: 0, endTime: 1_000, filterPattern: undefined, limit: 10_000};
const {signal} = new AbortController();
const group = source({kind: 'lambda', name: 'orders'});

const raw = (timestamp: number, message: string, logStreamName = 's') => ({
  timestamp,
  ingestionTime: timestamp,
  message,
  logStreamName,
  eventId: `${timestamp} ${message}`,
});

type Page = Omit<FilterLogEventsCommandOutput, '$metadata'>;

/** Answers with the pages in turn and remembers what was asked. */
function answering(...answers: Page[]) {
  const asked: FilterLogEventsCommandInput[] = [];
  const filterLogEvents = async (input: FilterLogEventsCommandInput) => {
    asked.push(input);
    return {$metadata: {}, ...(answers[asked.length - 1] ?? answers.at(-1))};
  };
  return {asked, filterLogEvents};
}

const read = (answers: Page[], sources = [group]) => {
  const [reading] = readingsOf(sources);
  assert.ok(reading);
  const {asked, filterLogEvents} = answering(...answers);
  return {asked, lines: collect(readLogGroup(filterLogEvents, reading, window, signal))};
};

describe('readLogGroup', () => {
  it('goes on after an empty page that has a token', async () => {
    const {asked, lines} = read([
      {events: [raw(1, 'a')], nextToken: '1'},
      {events: [], nextToken: '2'},
      {nextToken: '3'},
      {events: [raw(2, 'b')]},
    ]);
    assert.deepEqual(messages(await lines), ['a', 'b']);
    assert.deepEqual(
      asked.map(({nextToken}) => nextToken),
      [undefined, '1', '2', '3'],
    );
  });

  it('sends the same window with every token, and the ARN of a linked group as identifier', async () => {
    const arn = 'arn:aws:logs:eu-west-1:444455556666:log-group:/aws/lambda/orders';
    const {asked, lines} = read(
      [{events: [], nextToken: '1'}, {events: []}],
      [source({kind: 'lambda', name: 'orders', logGroup: arn})],
    );
    await lines;
    const window = {logGroupIdentifier: arn, startTime: 0, endTime: 1_000, limit: 10_000};
    assert.deepEqual(asked, [window, {...window, nextToken: '1'}]);
  });

  it('drops what a repeated token brings again', async () => {
    const {lines} = read([
      {events: [raw(1, 'a')], nextToken: '1'},
      {events: [raw(2, 'b')], nextToken: '1'},
      {events: [raw(2, 'b'), raw(3, 'c')], nextToken: '1'},
      {events: [raw(4, 'd')]},
    ]);
    assert.deepEqual(messages(await lines), ['a', 'b', 'c', 'd']);
  });

  it('drops the events of the page before with which a page begins, and no others', async () => {
    const {lines} = read([
      {events: [raw(1, 'a'), raw(2, 'b')], nextToken: '1'},
      {events: [raw(2, 'b'), raw(2, 'c')], nextToken: '2'},
      {events: [raw(2, 'd'), raw(1, 'late'), raw(3, 'e')]},
    ]);
    assert.deepEqual(messages(await lines), ['a', 'b', 'c', 'late', 'd', 'e']);
  });

  it('knows a page that comes again also behind an empty one', async () => {
    const {lines} = read([
      {events: [raw(1, 'a')], nextToken: '1'},
      {events: [raw(2, 'b'), raw(3, 'c')], nextToken: '1'},
      {events: [], nextToken: '2'},
      {events: [raw(2, 'b'), raw(3, 'c'), raw(4, 'd')]},
    ]);
    assert.deepEqual(messages(await lines), ['a', 'b', 'c', 'd']);
  });

  it('knows a page that comes again also where it comes in shorter ones', async () => {
    const {lines} = read([
      {events: [raw(1, 'a')], nextToken: '1'},
      {events: [raw(2, 'b'), raw(3, 'c'), raw(4, 'd')], nextToken: '1'},
      {events: [raw(2, 'b')], nextToken: '2'},
      {events: [raw(3, 'c')], nextToken: '3'},
      {events: [raw(4, 'd'), raw(5, 'e')]},
    ]);
    assert.deepEqual(messages(await lines), ['a', 'b', 'c', 'd', 'e']);
  });

  it('ends as partial when a token repeats three times and brings nothing', async () => {
    const {asked, lines} = read([
      {events: [raw(1, 'a')], nextToken: '1'},
      {events: [], nextToken: '1'},
    ]);
    await assert.rejects(lines, {name: 'ApilogsError', exitCode: 8});
    assert.equal(asked.length, 4);
  });

  it('puts a page in time order that is not, keeping equal times as they came', async () => {
    const {lines} = read([{events: [raw(2, 'b'), raw(1, 'a'), raw(2, 'c')]}]);
    assert.deepEqual(messages(await lines), ['a', 'b', 'c']);
  });

  it('gives each line of a shared group to its function and leaves out strangers', async () => {
    const sharedBy = (name: string) =>
      source({
        kind: 'lambda',
        name,
        logGroup: '/shop/shared',
        ownsStream: stream => stream.includes(`/${name}[`),
      });
    const {asked, lines} = read(
      [
        {
          events: [
            raw(1, 'a', '2026/03/10/one[1][x]'),
            raw(2, 'b', '2026/03/10/two[1][x]'),
            raw(3, 'c', '2026/03/10/three[1][x]'),
          ],
        },
      ],
      [sharedBy('one'), sharedBy('two')],
    );
    assert.deepEqual(
      (await lines).map(event => event.source.name),
      ['one', 'two'],
    );
    assert.equal(asked.length, 1);
  });
});
