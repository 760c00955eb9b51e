import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {Correlator} from '../../src/correlate/correlator.js';
import {LiveLines} from '../../src/follow/live-lines.js';
import type {LogEvent} from '../../src/log-event.js';
import type {LogLine} from '../../src/log-line.js';
import {collectRequest} from '../../src/requests/collect-request.js';
import {t0} from '../support/events.js';
import {forged, places, storyWith} from '../support/forged-lines.js';
import {completes, end, invocation, lambda, names, opens, request, start} from '../support/request-lines.js';

/** What a watch gives that finds these events, one round after the other, all of them within its hold. */
function follow(rounds: readonly (readonly LogEvent[])[]): LogLine[] {
  const correlator = new Correlator({seesWholeRequests: true, canTie: true}, {isInOrder: false});
  const live = new LiveLines(correlator, {untilRequestIsComplete: false, holdMs: 10_000, intervalMs: 100});
  live.adopt(Number.NEGATIVE_INFINITY, [], t0);
  // Requests close, and claims to them are decided, when time goes on.
  const given = [...rounds, ...Array.from({length: 60}, () => [])].flatMap((events, round) => {
    const times = {at: t0 + 100 * (round + 1), seenAt: t0 + 100 * (round + 1)};
    live.add(events, times);
    return live.release(times);
  });
  return [...given, ...live.flush()];
}

const isForger = ({logStream}: LogEvent) => logStream === 'b';
const isLambda = ({source}: LogEvent) => source.kind === 'lambda';

/** In which order the lines of a story may be seen; the fourth is the forged one. */
const arrivals: Readonly<Record<string, (story: LogEvent[]) => LogEvent[][]>> = {
  'all at once': story => [story],
  'the functions first': story => [story.filter(isLambda), story.filter(event => !isLambda(event))],
  'the forger first': story => [story.filter(isForger), story.filter(event => !isForger(event))],
  'the forger last': story => [story.filter(event => !isForger(event)), story.filter(isForger)],
  'the forged line first': story => [story.slice(3, 4), story.toSpliced(3, 1)],
  'the forged line and its START first': story => [story.slice(2, 4), story.toSpliced(2, 2)],
};

describe('a line that a function forges, in a watch', () => {
  for (const [place, fields] of Object.entries(places)) {
    for (const [name, message] of Object.entries(forged)) {
      for (const [arrival, roundsOf] of Object.entries(arrivals)) {
        it(`ties nothing to the request of another: ${name} in ${place}, ${arrival}`, () => {
          const story = [...storyWith(message, fields), lambda(21, 'after its end')];
          const lines = follow(roundsOf(story));
          assert.equal(lines.length, story.length);
          const ofRequest = lines.filter(({apiRequestId}) => apiRequestId === request(1));
          const texts = ofRequest.map(({event}) => event.message);
          const own = story.filter(event => !isForger(event) && event.message !== 'after its end');
          assert.deepEqual(texts.toSorted(), own.map(event => event.message).toSorted());
          const record = collectRequest(ofRequest);
          assert.deepEqual([record.errors, record.functions[0]?.status], [[], 'success']);
        });
      }
    }
  }

  it('leaves both tries of an asynchronous invocation to their request', () => {
    const again = {logStream: 'b'};
    const lines = follow([
      [opens(0, 1), start(1, 1), lambda(2, 'first'), end(3, 1), names(3, 1, 1), completes(3, 1)],
      [start(60, 1, again), lambda(61, 'second', again), end(62, 1, again)],
    ]);
    assert.deepEqual(
      lines.map(({apiRequestId}) => apiRequestId),
      lines.map(() => request(1)),
    );
  });

  it('has no id of two functions that both seem to begin the invocation', () => {
    const [, elsewhere = {}] = Object.values(places);
    const lines = follow([
      [opens(0, 1), names(7, 1, 1), completes(7, 1)],
      [start(1, 1), lambda(2, 'one'), end(6, 1)],
      [start(1, 1, elsewhere), lambda(2, 'other', elsewhere), end(6, 1, elsewhere)],
    ]);
    assert.deepEqual(
      lines.filter(({event, apiRequestId}) => isLambda(event) && apiRequestId !== undefined),
      [],
    );
  });

  it('lets no id count that it writes in the name of an invocation not seen yet', () => {
    const elsewhere = {logStream: 'b'};
    const claim = `2026-03-10T09:16:40.551Z\t${invocation(1)}\tINFO\tfor ${request(2)}`;
    const lines = follow([
      [start(2, 2, elsewhere), lambda(3, claim, elsewhere)],
      [opens(1, 2), start(2, 1), lambda(4, 'its own'), end(5, 1), completes(6, 2), end(8, 2, elsewhere)],
    ]);
    assert.deepEqual(
      lines.filter(({event, apiRequestId}) => isLambda(event) && apiRequestId !== undefined),
      [],
    );
  });
});

describe('an END that a function forges, in a watch', () => {
  it('does not have an invocation end before the request that it called', () => {
    const elsewhere = {logStream: 'b'};
    const call = `2026-03-10T09:16:40.551Z\t${invocation(1)}\tINFO\tcalls ${request(2)}`;
    const lines = follow([
      [start(1, 2, elsewhere), end(3, 1, elsewhere)],
      [opens(1, 2), start(2, 1), lambda(4, call), completes(6, 2)],
      [end(1_000, 1), end(1_001, 2, elsewhere)],
    ]);
    assert.deepEqual(
      lines.filter(({event, apiRequestId}) => isLambda(event) && apiRequestId !== undefined),
      [],
    );
  });
});

describe('functions that write whatever they like, in a watch', () => {
  const texts = [...Object.values(forged), 'plain', `request ${request(1)}`, '{"level":"INFO"}'];
  const written = fc.array(
    fc.record({
      at: fc.integer({min: 2, max: 18}),
      stream: fc.constantFrom(1, 2, 3),
      text: fc.constantFrom(...texts),
    }),
    {maxLength: 12},
  );
  /** In which of four rounds each log is seen up to which moment. */
  const seen = fc.array(fc.record({log: fc.nat(3), upTo: fc.nat(30)}), {maxLength: 4});

  const forgedIn2 = (text: string) => [{at: 2, stream: 2, text}];
  /** The execution log first, so that nothing waits, and then the forger's own stream as far as the line. */
  const looksAtForgerFirst = [
    {log: 0, upTo: 22},
    {log: 0, upTo: 0},
    {log: 2, upTo: 2},
  ];
  const pastCounterExamples: [ReturnType<typeof forgedIn2>, typeof looksAtForgerFirst][] = Object.values(
    forged,
  ).map(text => [forgedIn2(text), looksAtForgerFirst]);

  it('get no line into the request of another stream, in whatever order the logs are seen', () => {
    fc.assert(
      fc.property(written, seen, (lines, looks) => {
        const stream = (n: number) => ({logStream: `stream ${n}`});
        let unseen = [
          ...[1, 2].flatMap(n => [opens(0, n), names(22, n, n), completes(22, n)]),
          ...[1, 2, 3].flatMap(n => [start(1, n, stream(n)), end(20, n, stream(n))]),
          ...lines.map(line => lambda(line.at, line.text, stream(line.stream))),
        ].toSorted((a, b) => a.timestamp - b.timestamp);
        const logOf = (event: LogEvent) => (isLambda(event) ? Number(event.logStream.at(-1)) : 0);
        const rounds = looks.map(({log, upTo}) => {
          const isSeen = (event: LogEvent) => logOf(event) === log && event.timestamp <= t0 + upTo;
          const found = unseen.filter(isSeen);
          unseen = unseen.filter(event => !isSeen(event));
          return found;
        });
        for (const {apiRequestId, event} of follow([...rounds, unseen])) {
          if (!isLambda(event) || apiRequestId === undefined) continue;
          assert.equal(apiRequestId, request(Number(event.logStream.at(-1))), event.message);
        }
      }),
      {numRuns: 300, examples: pastCounterExamples},
    );
  });
});
