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
    eventId: fc.stringMatching(/^[\da-f:]{0,60}$/),
    logStreamName: fc.constantFrom(
      '2026/03/10/[$LATEST]90b5ef7f',
      '',
      's',
      'grüße',
      '"timestamp":7'.replaceAll('"', "'"),
    ),
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
        assert.deepEqual(found?.events.parse(), answered);
      }),
    );
  });

  it('keeps events in parts, in order', () => {
    const events = Array.from({length: 1_000}, (_, index) => ({
      logStreamName: `s${index % 7}`,
      timestamp: index,
      message: `line ${index}\t"quoted"\n`,
      ingestionTime: index + 1,
      eventId: String(index),
    }));
    const found = split(JSON.stringify({events}))?.events;
    assert.deepEqual(found?.parse(), events);
    assert.deepEqual(
      found?.parts.map(({count}) => count),
      [256, 256, 256, 232],
    );
    assert.deepEqual(found?.logStreams, ['s0', 's1', 's2', 's3', 's4', 's5', 's6']);
  });

  it('reads every escape that JSON has', () => {
    const text = `{"events":[{"eventId":"1","ingestionTime":2,"logStreamName":"s","message":"\\"\\\\\\/\\b\\f\\n\\r\\t","timestamp":3},{"eventId":"2","ingestionTime":2,"logStreamName":"s","message":"é\\u001b\\n\\ud83d\\ude42\\ud83d","timestamp":3}]}`;
    assert.deepEqual(
      split(text)
        ?.events.parse()
        .map(({message}) => message),
      ['"\\/\b\f\n\r\t', 'é\u001b\n\ud83d\ude42\ud83d'],
    );
  });

  it('keeps nothing of the answer, whose memory is used again', () => {
    const body = Buffer.from(JSON.stringify({events: [event]}));
    const found = splitPage(body);
    body.fill(0);
    splitPage(Buffer.from(JSON.stringify({events: [{...event, message: 'yyyyyyyy'}]})));
    assert.deepEqual(found?.events.parse(), [event]);
  });

  const event = {eventId: '1', logStreamName: 's', timestamp: 5, ingestionTime: 6, message: 'x'};
  const {timestamp: _, ...withoutTime} = event;
  const written = JSON.stringify({events: [event, event]});
  for (const [what, text] of Object.entries({
    'has no events': JSON.stringify({events: [], nextToken: 'more'}),
    'is written with white space': JSON.stringify({events: [event, event]}, undefined, 1),
    'has an event without a time': JSON.stringify({events: [event, withoutTime, event]}),
    'has a time that is no number': JSON.stringify({events: [{...event, timestamp: '5'}]}),
    'has a time before 1970': JSON.stringify({events: [{...event, timestamp: -5}]}),
    'has a list inside of an event': JSON.stringify({
      events: [{...event, fields: [{name: 'a'}]}, event],
    }),
    'has an event with a field that is new': JSON.stringify({events: [{...event, metrics: 'm'}]}),
    'has an event with one field twice': written.replace('"timestamp":5', '"timestamp":5,"timestamp":6'),
    'has a time that is no whole number': JSON.stringify({events: [{...event, timestamp: 5.5}]}),
    'has a time that is too large': JSON.stringify({events: [{...event, timestamp: 2 ** 53}]}),
    'has a time that begins with 0': written.replace('"timestamp":5', '"timestamp":05'),
    'has a control character in a message': written.replace('"x"', '"\n"'),
    'has an unknown escape in a message': written.replace('"x"', '"\\x"'),
    'has half of an escape in a message': written.replace('"x"', '"\\u00"'),
    'has an escape in the name of a stream': JSON.stringify({events: [{...event, logStreamName: '"'}]}),
    'has an escape in an id': JSON.stringify({events: [{...event, eventId: '"'}]}),
    'has a key with another name': written.replace('"message"', '"messagf"'),
    'is cut off': JSON.stringify({events: [event, event]}).slice(0, -3),
    'goes on behind its end': `${JSON.stringify({events: [event], nextToken: 'more'})}}`,
    'is no JSON': 'no JSON',
  })) {
    it(`leaves a page to a parser that ${what}`, () => {
      assert.equal(split(text), undefined);
    });
  }
});
