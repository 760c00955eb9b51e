import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {createAccessLineParser} from '../../src/correlate/access-line.js';
import {collectRequest} from '../../src/requests/collect-request.js';
import {forged, places, storyWith} from '../support/forged-lines.js';
import {
  completes,
  correlate,
  end,
  invocation,
  lambda,
  names,
  opens,
  request,
  start,
  ties,
} from '../support/request-lines.js';

describe('a line that a function forges', () => {
  for (const [place, fields] of Object.entries(places)) {
    for (const [name, message] of Object.entries(forged)) {
      it(`ties nothing to the request of another: ${name} in ${place}`, async () => {
        const lines = await correlate(storyWith(message, fields));
        const ofRequest = lines.filter(({apiRequestId}) => apiRequestId === request(1));
        assert.deepEqual(
          ofRequest.filter(({event}) => event.logStream === 'b').map(({event}) => event.message),
          [],
        );
        assert.equal(ofRequest.length, 7, ties(lines).join(' '));
        const record = collectRequest(ofRequest);
        assert.deepEqual([record.errors, record.functions[0]?.status], [[], 'success']);
      });
    }
  }

  for (const [name, message] of Object.entries(forged)) {
    it(`is taken for one of the invocation that writes it: ${name}`, async () => {
      const elsewhere = {logStream: 'b'};
      const [, , line] = await correlate([
        start(1, 1),
        start(2, 2, elsewhere),
        lambda(3, message, elsewhere),
        end(4, 2, elsewhere),
        end(5, 1),
      ]);
      assert.equal(line?.lambdaRequestId, invocation(2));
    });
  }

  it('leaves an invocation alone that is tried again in another stream', async () => {
    const again = {logStream: 'b'};
    const lines = await correlate([
      opens(0, 1),
      start(1, 1),
      end(2, 1),
      names(3, 1, 1),
      completes(3, 1),
      start(60, 1, again),
      lambda(61, 'again', again),
      end(62, 1, again),
    ]);
    assert.deepEqual(ties(lines), ['1/1', '1/1', '1/1', '1/1', '1/1']);
  });
});

describe('functions that write whatever they like', () => {
  const text = fc.oneof(
    fc.constantFrom(...Object.values(forged)),
    fc.constantFrom('plain', `request ${request(1)}`, `request ${request(2)}`, '{"level":"INFO"}'),
  );
  /** Two requests at once, each served in a stream of its own, and a third invocation that no request caused. */
  const written = fc.array(
    fc.record({at: fc.integer({min: 2, max: 18}), stream: fc.constantFrom(1, 2, 3), text}),
    {
      maxLength: 12,
    },
  );

  it('get no line into the request of another stream', async () => {
    await fc.assert(
      fc.asyncProperty(written, async lines => {
        const stream = (n: number) => ({logStream: `stream ${n}`});
        const printed = await correlate([
          ...[1, 2].flatMap(n => [opens(0, n), names(22, n, n), completes(22, n)]),
          ...[1, 2, 3].flatMap(n => [start(1, n, stream(n)), end(20, n, stream(n))]),
          ...lines.map(line => lambda(line.at, line.text, stream(line.stream))),
        ]);
        for (const {apiRequestId, event} of printed) {
          if (event.source.kind !== 'lambda' || apiRequestId === undefined) continue;
          assert.equal(apiRequestId, request(Number(event.logStream.at(-1))), event.message);
        }
      }),
      {numRuns: 200},
    );
  });
});

describe('a client that writes into an access line', () => {
  const parse = createAccessLineParser(
    '{"requestId":"$context.requestId","agent":"$context.identity.userAgent","status":"$context.status"}',
  );
  const idsOf = (agent: string) => {
    const line = parse(`{"requestId":"own","agent":"${agent}","status":"200"}`);
    return line && [line.requestId, line.integrationRequestId, line.extendedRequestId];
  };
  const own = ['own', undefined, undefined];

  const agents: readonly (readonly [agent: string, ids: unknown])[] = [
    ['curl', own],
    ['x","requestId":"forged', own],
    ['x","status":"500","requestId":"forged', own],
    ['x","agent":"y","requestId":"forged', undefined],
    ['x","agent":"y","integrationRequestId":"forged', undefined],
    ['x","agent":"y","\\u0072equestId":"forged', undefined],
  ];
  for (const [agent, ids] of agents) {
    it(`gives it no other id: ${agent}`, () => assert.deepEqual(idsOf(agent), ids));
  }

  const withoutFormat = createAccessLineParser(undefined);
  for (const line of [
    '{"requestId":"own","agent":"x","requestId":"forged"}',
    '{"requestId":"own","agent":"x","\\u0072equestId":"forged"}',
    '{"agent":"x","requestId" : "forged","requestId":"own"}',
  ]) {
    it(`has no id where the format is not known and JSON says two: ${line}`, () =>
      assert.equal(withoutFormat(line), undefined));
  }

  it('still reads lines of the format before', () => {
    assert.equal(parse('{"requestId" : "own", "ip":"127.0.0.1"}')?.requestId, 'own');
    assert.equal(parse('{"requestId":"own","ip":"127.0.0.1","agent":"x","status":"200"}')?.requestId, 'own');
  });
});
