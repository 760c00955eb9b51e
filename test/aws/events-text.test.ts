import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {splitPage} from '../../src/aws/events-text.js';

interface Event {
  readonly eventId: string;
  readonly logStreamName: string;
  readonly ingestionTime: number;
  readonly timestamp: number;
  readonly message: string;
}

const split = (text: string) => splitPage(Buffer.from(text));

/** What looks like the border of an event, or like its time, to whoever does not count quotes. */
const borders = [
  '"},{"',
  '},{"eventId":"1"',
  '}],"nextToken":"',
  '}]}',
  '"timestamp":7',
  '{"events":[{"timestamp":1}]}',
  '\\"',
  '\\',
  '🙂 grüße',
  '\r\n',
  '\ud800',
];

const anyText = fc
  .array(fc.oneof(fc.constantFrom(...borders), fc.string()), {maxLength: 4})
  .map(parts => parts.join(''));

const anyEvents = fc.array(
  fc.record({
    eventId: anyText,
    logStreamName: anyText,
    ingestionTime: fc.nat(),
    timestamp: fc.nat(),
    message: anyText,
  }),
  {minLength: 1, maxLength: 12},
);

const keyOrders: readonly (readonly (keyof Event)[])[] = [
  ['eventId', 'ingestionTime', 'logStreamName', 'message', 'timestamp'],
  ['logStreamName', 'timestamp', 'message', 'ingestionTime', 'eventId'],
  ['timestamp', 'message', 'eventId', 'logStreamName', 'ingestionTime'],
];

const inOrder = (event: Event, keys: readonly (keyof Event)[]) =>
  Object.fromEntries(keys.map(key => [key, event[key]]));

describe('splitPage', () => {
  it('finds every event and its time, whatever their texts look like', () => {
    fc.assert(
      fc.property(anyEvents, fc.constantFrom(...keyOrders), fc.option(anyText), (events, keys, nextToken) => {
        const page = {
          events: events.map(event => inOrder(event, keys)),
          ...(nextToken === null ? {} : {nextToken}),
        };
        const text = JSON.stringify(page);
        const {events: answered} = JSON.parse(text);
        const found = split(text);
        assert.deepEqual(
          found?.events.timestamps,
          events.map(({timestamp}) => timestamp),
        );
        assert.deepEqual(found?.rest, {...page, events: []});
        const middle = events.length >> 1;
        assert.deepEqual(found?.events.parse(0, middle), answered.slice(0, middle));
        assert.deepEqual(found?.events.parse(middle, events.length), answered.slice(middle));
        assert.deepEqual(found?.events.parseAll(), answered);
      }),
    );
  });

  const event = {eventId: '1', timestamp: 5, message: 'x'};
  for (const [what, text] of Object.entries({
    'has no events': JSON.stringify({events: [], nextToken: 'more'}),
    'is written with white space': JSON.stringify({events: [event, event]}, undefined, 1),
    'has an event without a time': JSON.stringify({events: [event, {eventId: '2'}, event]}),
    'has a time that is no number': JSON.stringify({events: [{...event, timestamp: '5'}]}),
    'has a time before 1970': JSON.stringify({events: [{...event, timestamp: -5}]}),
    'has a list inside of an event': JSON.stringify({
      events: [{timestamp: 5, fields: [{name: 'a'}], message: 'x'}, event],
    }),
    'is cut off': JSON.stringify({events: [event, event]}).slice(0, -3),
    'goes on behind its end': `${JSON.stringify({events: [event], nextToken: 'more'})}}`,
    'is no JSON': 'no JSON',
  })) {
    it(`leaves a page to a parser that ${what}`, () => {
      assert.equal(split(text), undefined);
    });
  }

  it('takes no time from an event behind that lies as far on as the one before had its own', () => {
    for (let length = 0; length < 60; length += 1) {
      const events = [
        {eventId: 'x'.repeat(length), timestamp: 1},
        {eventId: '', timestamp: 2},
        {eventId: 'y'.repeat(8), timestamp: 3},
      ];
      assert.deepEqual(split(JSON.stringify({events}))?.events.timestamps, [1, 2, 3], `${length} characters`);
    }
  });
});
