import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import type {LogSource} from '../../src/log-source.js';
import {createShortNames} from '../../src/render/short-names.js';
import {execution, lambda} from './log-lines.js';

function shorten(...sources: LogSource[]): string[] {
  return sources.map(({name}) => name).map(createShortNames(sources));
}
const functions = (...names: string[]) => names.map(name => lambda(name));

describe('createShortNames', () => {
  it('leaves out the words that all functions begin with', () => {
    assert.deepEqual(shorten(execution, ...functions('shop-prod-orders-get', 'shop-prod-orders-create')), [
      'execution',
      'get',
      'create',
    ]);
    assert.deepEqual(shorten(...functions('shop_prod_ab', 'shop_prod_ac')), ['ab', 'ac']);
  });

  it('leaves a function that is alone its name', () => {
    assert.deepEqual(shorten(execution, ...functions('shop-prod-orders-get')), [
      'execution',
      'shop-prod-orders-get',
    ]);
  });

  it('counts the functions of an authorizer as functions', () => {
    assert.deepEqual(shorten(lambda('shop-auth', {kind: 'authorizer'}), lambda('shop-get')), ['auth', 'get']);
  });

  it('leaves out the random end that CloudFormation gives', () => {
    assert.deepEqual(shorten(...functions('shop-OrdersGet-1A2B3C4D5E6F7', 'shop-Auth-ABCDEFGH')), [
      'OrdersGet',
      'Auth',
    ]);
    assert.deepEqual(shorten(...functions('orders-handler', 'report-ABC')), ['orders-handler', 'report-ABC']);
  });

  it('keeps the random end where only it tells two functions apart', () => {
    assert.deepEqual(shorten(...functions('shop-Get-1A2B3C4D5E6F', 'shop-Get-9Z8Y7X6W5V4U')), [
      'Get-1A2B3C4D5E6F',
      'Get-9Z8Y7X6W5V4U',
    ]);
  });

  it('never leaves nothing of a name', () => {
    assert.deepEqual(shorten(...functions('shop-', 'shop-get')), ['shop-', 'shop-get']);
    assert.deepEqual(shorten(...functions('-ABCDEFGH', 'get')), ['-ABCDEFGH', 'get']);
  });

  it('does not give a function the name of another source', () => {
    assert.deepEqual(shorten(execution, ...functions('execution-1A2B3C4D', 'get')), [
      'execution',
      'execution-1A2B3C4D',
      'get',
    ]);
  });

  it('shows both ends of a name that is too long, and numbers those that look the same then', () => {
    assert.deepEqual(
      shorten(
        ...functions(
          'orders-handler-for-new-customers',
          'orders-h-of-old-customers',
          'abcdefghi-1-qrstuvwxy',
          'abcdefghi-2-qrstuvwxy',
        ),
      ),
      ['orders-ha..customers', 'orders-h-..customers', 'abcdefghi..qrstuvwxy', 'abcdefghi..qrstuvw#2'],
    );
  });

  it('finds a name for a source that turns up later, and keeps to it', () => {
    const shortName = createShortNames(functions('shop-get', 'shop-create'));
    assert.equal(shortName('shop-delete-1A2B3C4D5E6F'), 'shop-delete');
    assert.equal(shortName('get-1A2B3C4D5E6F'), 'get-1A2B3C4D5E6F');
    assert.equal(shortName('get-1A2B3C4D5E6F'), 'get-1A2B3C4D5E6F');
    assert.equal(shortName('get'), 'get#2');
  });

  it('gives different names of at most 20 characters, in any order of the sources', () => {
    const name = fc.oneof(
      fc.stringMatching(/^[ab]{1,2}-[ab]{1,2}(-[A-B1]{8})?$/),
      fc.stringMatching(/^a{9}[ab]{2,4}a{9}$/),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(name, {maxLength: 12}),
        fc.uniqueArray(name, {maxLength: 4}),
        (known, later) => {
          const shortName = createShortNames(functions(...known));
          const all = [...new Set([...known, ...later])];
          const shortNames = all.map(shortName);
          assert.equal(new Set(shortNames).size, all.length);
          assert.deepEqual(
            shortNames.filter(short => short.length > 20 || short === ''),
            [],
          );
          assert.deepEqual(all.map(shortName), shortNames);
        },
      ),
    );
  });
});
