import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {RequestClaims} from '../../src/correlate/request-claims.js';
import {RequestIndex} from '../../src/correlate/request-index.js';
import {lambda, orders, request, wholeRequests} from '../support/request-lines.js';

describe('RequestClaims', () => {
  it('looks at no claim again for those of other invocations to the same request', () => {
    const index = new RequestIndex(wholeRequests, {isInOrder: true});
    const looksOf = (claimants: number) => {
      const claims = new RequestClaims();
      let looks = 0;
      for (let n = 0; n < claimants; n += 1) {
        const invocation = index.invocationOf(`${claimants}-${n}`, lambda(n, 'any'));
        const claim = {
          ...{source: orders, logStream: 'a', at: n},
          get invocation() {
            looks += 1;
            return invocation;
          },
        };
        claims.add(request(9), claim, undefined);
      }
      return looks;
    };
    assert.ok(looksOf(4_000) <= 8 * looksOf(500));
  });
});
