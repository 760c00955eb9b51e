import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createAccessLineParser} from '../../src/correlate/access-line.js';
import {event, source} from '../support/events.js';
import {
  authorizer,
  completes,
  correlate,
  end,
  errorsOnly,
  gateway,
  invocation,
  lambda,
  names,
  opens,
  report,
  request,
  start,
  stock,
  ties,
  traced,
} from '../support/request-lines.js';

const other = {source: stock, logStream: 's'};
const xray = (trace: string) => `\nXRAY TraceId: ${trace}\tSegmentId: 7d\tSampled: true\t`;

describe('ties that must not be made', () => {
  it('leaves a function with its own request where it logs the id of one that it called', async () => {
    const lines = await correlate([
      opens(0, 1),
      start(2, 1),
      // Its clock is behind, so that the line seems to come before the answer.
      lambda(55, `GET /me -> 401 (x-amzn-RequestId ${request(2)})\n`),
      opens(60, 2),
      gateway(62, 2, `Unauthorized request: ${request(2)}`),
      end(390, 1),
      completes(400, 1),
      names(400, 1, 1),
    ]);
    assert.deepEqual(ties(lines), ['1/1', '1/1', '1/1']);
  });

  it('leaves a scheduled function alone that calls the API soon after it began, within its trace', async () => {
    const lines = await correlate([
      start(1, 9),
      opens(100, 2),
      start(101, 2, other),
      end(103, 2, other),
      report(103, 2, xray('T1'), other),
      completes(104, 2),
      names(104, 2, 2),
      traced(104, 2, 'T1'),
      end(130, 9),
      report(130, 9, xray('T1')),
    ]);
    assert.deepEqual(ties(lines), ['-/9', '2/2', '2/2', '2/2', '-/9', '-/9']);
  });

  it('leaves it alone at level ERROR as well, where the access log tells the trace', async () => {
    const access = source({kind: 'access', name: 'access', rank: 90});
    const lines = await correlate(
      [
        start(1, 9),
        event(
          5_000,
          JSON.stringify({requestId: request(2), xrayTraceId: 'T1', integrationRequestId: invocation(2)}),
          {
            source: access,
          },
        ),
        start(5_001, 2, other),
        end(5_003, 2, other),
        end(5_100, 9),
        report(5_100, 9, xray('T1')),
      ],
      errorsOnly,
    );
    assert.deepEqual(ties(lines), ['-/9', '2/-', '2/2', '2/2', '-/9', '-/9']);
  });

  it('takes a START that a function prints for no START, and ties the genuine one', async () => {
    const lines = await correlate([
      opens(0, 1),
      start(1, 9, other),
      start(2, 1, other),
      lambda(2, 'a line of the function that prints logs\n', other),
      end(3, 9, other),
      start(4, 1),
      lambda(5, 'genuine\n'),
      end(6, 1),
      completes(7, 1),
      names(7, 1, 1),
    ]);
    assert.deepEqual(ties(lines), ['-/9', '-/1', '-/-', '-/9', '1/1', '1/1', '1/1']);
  });

  it('does not take the requestId of a JSON line for another invocation than the one it stands in', async () => {
    const logged = (at: number, n: number, fields = {}) =>
      lambda(at, JSON.stringify({requestId: invocation(n), m: 'x'}), fields);
    const stale = await correlate([
      opens(0, 1),
      start(1, 1),
      logged(2, 1),
      end(5, 1),
      completes(6, 1),
      names(6, 1, 1),
      opens(50, 2),
      start(51, 2),
      logged(52, 1),
      end(55, 2),
      completes(56, 2),
      names(56, 2, 2),
    ]);
    assert.deepEqual(ties(stale), ['1/1', '1/1', '1/1', '2/2', '2/2', '2/2']);

    const caller = await correlate([
      opens(0, 1),
      start(1, 1),
      opens(3, 2),
      start(4, 2, other),
      logged(5, 1, other),
      end(6, 2, other),
      completes(7, 2),
      names(7, 2, 2),
      end(8, 1),
      completes(9, 1),
      names(9, 1, 1),
    ]);
    assert.deepEqual(ties(caller), ['1/1', '2/2', '2/2', '2/2', '1/1']);
  });

  it('gives a line in the millisecond of END and of the next START to neither', async () => {
    const lines = await correlate([
      start(1, 1),
      end(10, 1),
      lambda(10, 'whose?\n'),
      start(10, 2),
      end(15, 2),
    ]);
    assert.deepEqual(ties(lines), ['-/1', '-/1', '-/-', '-/2', '-/2']);
  });

  it('does so as well where nothing before the line is waited for', async () => {
    const lines = await correlate([
      opens(0, 1),
      start(1, 1),
      names(2, 1, 1),
      end(10, 1),
      lambda(10, 'whose?\n'),
      start(10, 2),
      end(15, 2),
    ]);
    assert.deepEqual(ties(lines), ['1/1', '1/1', '-/-', '-/2', '-/2']);
  });

  it('does not link a line without prefix while it is not known which request has ended', async () => {
    const lines = await correlate([
      event(0, `Starting execution for request: ${request(1)}`),
      event(1, `Starting execution for request: ${request(2)}`),
      event(2, 'Method completed with status: 200'),
      event(3, `Starting execution for request: ${request(3)}`),
      event(4, 'Endpoint response body before transformations: of the second'),
    ]);
    assert.deepEqual(
      lines.map(({apiRequestId}) => apiRequestId?.at(-1)),
      ['1', '2', undefined, '3', undefined],
    );
  });

  it('still ties an authorizer by its trace, and a function that API Gateway gave up on by its claim', async () => {
    const auth = {source: authorizer, logStream: 'auth'};
    const byTrace = await correlate([
      opens(0, 1),
      start(2, 9, auth),
      end(4, 9, auth),
      report(4, 9, xray('T1'), auth),
      completes(10, 1),
      traced(10, 1, 'T1'),
    ]);
    assert.deepEqual(ties(byTrace), ['1/9', '1/9', '1/9']);

    const byClaim = await correlate(
      [
        start(0, 1),
        lambda(2, `for api request ${request(1)}\n`),
        gateway(29_000, 1, 'Execution failed due to a timeout error'),
        gateway(29_000, 1, 'Method completed with status: 504'),
        end(41_000, 1),
      ],
      errorsOnly,
    );
    assert.deepEqual(ties(byClaim), ['1/1', '1/1', '1/1']);
  });

  it('has no ids of an access line that a client can make read two ways', () => {
    const parse = createAccessLineParser('"$context.identity.userAgent" $context.requestId $context.status');
    assert.equal(parse(`"curl/8" ${request(1)} 200`)?.requestId, request(1));
    assert.equal(parse(`"curl/8" ${request(3)} x" ${request(1)} 200`), undefined);
    const unquoted = createAccessLineParser('$context.identity.userAgent $context.requestId $context.status');
    assert.equal(unquoted(`Mozilla/5.0 (X11; Linux) ${request(1)} 200`), undefined);
  });
});
