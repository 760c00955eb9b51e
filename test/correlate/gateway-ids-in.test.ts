import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {gatewayIdsIn} from '../../src/correlate/gateway-ids-in.js';

describe('gatewayIdsIn', () => {
  it('finds request ids of HTTP and WebSocket APIs wherever they stand', () => {
    const ids = ['JKJaXmPLvHcESHA=', 'f3B6ZhMRoAMEVuQ=', 'PDS1PEC4oAMFpyA=', 'Z_-MNHQPoAMEY9g='];
    for (const id of ids) {
      for (const text of [
        id,
        `requestId=${id}`.replace('=', ': '),
        `{"requestId":"${id}"}`,
        `(${id}) text`,
      ]) {
        assert.deepEqual(gatewayIdsIn(text), [id], text);
      }
    }
    assert.deepEqual(gatewayIdsIn(`${ids.join(', ')}, ${ids[0]}`), ids);
  });

  it('takes nothing else for one', () => {
    const others = [
      '',
      '=',
      'tooShortAMEVuQ=',
      'longer_f3B6ZhMRoAMEVuQ=',
      'f3B6ZhMRoAMEVuQ==',
      'f3B6ZhMRoAMEVuQ=more',
      'f3B6ZhMRoAMEVuR=',
      'f3B6 hMRoAMEVuQ=',
      '='.repeat(100),
      'name_of_a_query=value',
    ];
    for (const text of others) assert.deepEqual(gatewayIdsIn(text), [], text);
  });

  it('finds an id behind the equals sign of a key', () => {
    assert.deepEqual(gatewayIdsIn('requestId=JKJaXmPLvHcESHA='), ['JKJaXmPLvHcESHA=']);
  });

  it('gives four at most of a list', () => {
    const list = Array.from({length: 100}, (_, i) => `${String(i).padStart(14, 'a')}A=`);
    assert.deepEqual(gatewayIdsIn(list.join(' ')), list.slice(0, 4));
  });
});
