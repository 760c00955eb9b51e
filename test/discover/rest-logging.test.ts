import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {executionLogging} from '../../src/discover/rest-logging.js';

const methods = [
  {path: '/', httpMethod: 'GET'},
  {path: '/orders/{id}', httpMethod: 'PUT'},
];
const info = {loggingLevel: 'INFO'};
const error = {loggingLevel: 'ERROR'};

describe('executionLogging', () => {
  it('is off in a fresh stage', () => {
    assert.deepEqual(executionLogging({}, methods), {
      level: 'OFF',
      everyMethodAtInfo: false,
      dataTrace: false,
    });
  });

  it('takes the level of the stage for methods without their own', () => {
    assert.deepEqual(executionLogging({'*/*': {...info, dataTraceEnabled: true}}, methods), {
      level: 'INFO',
      everyMethodAtInfo: true,
      dataTrace: true,
    });
  });

  for (const key of ['~1orders~1{id}/PUT', '/~1orders~1{id}/PUT', 'orders/{id}/PUT', '/orders/{id}/PUT']) {
    it(`finds the level of a method under ${key}`, () => {
      const logging = executionLogging({'*/*': info, [key]: error}, methods);
      assert.equal(logging.level, 'mixed');
      assert.equal(logging.everyMethodAtInfo, false);
    });
  }

  it('finds the level of the root', () => {
    assert.equal(executionLogging({'*/*': info, '~1/GET': error}, methods.slice(0, 1)).level, 'ERROR');
  });

  it('ignores the level of a method that is not deployed', () => {
    assert.equal(executionLogging({'*/*': info, '~1gone/GET': error}, methods).everyMethodAtInfo, true);
  });

  it('is at INFO without a level for the stage if every method has it', () => {
    const settings = {'~1/GET': info, '~1orders~1{id}/PUT': info};
    assert.equal(executionLogging(settings, methods).everyMethodAtInfo, true);
  });

  it('counts every level that is set where the methods are unknown', () => {
    assert.equal(executionLogging({'*/*': info, '~1a/GET': error}, []).level, 'mixed');
    assert.equal(executionLogging({'*/*': info}, []).everyMethodAtInfo, true);
  });

  it('has no data trace where nothing is logged', () => {
    assert.equal(
      executionLogging({'*/*': {loggingLevel: 'OFF', dataTraceEnabled: true}}, methods).dataTrace,
      false,
    );
  });
});
