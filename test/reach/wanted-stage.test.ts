import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {wanted} from './wanted.js';

const url = 'https://abc123def4.execute-api.eu-west-1.amazonaws.com';
const local = 'http://localhost:4566/_aws/execute-api/abc123def4';

describe('wantedStage', () => {
  it('takes region, and endpoint of this machine, from a URL', () => {
    const {api, region, stage} = wanted({apiId: `${url}/prod`});
    assert.deepEqual([api?.kind, region, stage], ['invoke', 'eu-west-1', undefined]);
    assert.equal(wanted({url: `${local}/prod`}).endpointUrl, 'http://localhost:4566');
  });

  it('prefers an endpoint that was set to that of a URL', () => {
    const endpointUrl = 'http://localhost:9999';
    assert.equal(wanted({url: local, endpointUrl}).endpointUrl, endpointUrl);
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_API_GATEWAY']) {
      assert.equal(wanted({url: local, env: {[name]: endpointUrl}}).endpointUrl, undefined, name);
      const env = {[name]: endpointUrl, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'};
      assert.equal(wanted({url: local, env}).endpointUrl, 'http://localhost:4566', name);
    }
  });

  it('takes from the environment what was not given', () => {
    const env = {APILOGS_API_ID: 'abc123def4', APILOGS_STAGE: 'prod'};
    const {api, stage} = wanted({env});
    assert.deepEqual([api, stage], [{kind: 'word', word: 'abc123def4'}, 'prod']);
    assert.deepEqual(wanted({env, apiId: 'other', stage: 'dev'}).api, {kind: 'word', word: 'other'});
    assert.deepEqual(wanted({env, stackName: 'shop'}), {
      api: {kind: 'stack', stackName: 'shop'},
      stage: 'prod',
      region: undefined,
      endpointUrl: undefined,
    });
  });

  it('does not let the environment contradict what a URL or a domain says', () => {
    const env = {APILOGS_API_ID: 'other', APILOGS_STAGE: 'dev'};
    assert.equal(wanted({env, url: `${url}/prod`}).stage, undefined);
    assert.equal(wanted({env, url}).stage, 'dev');
    assert.equal(wanted({env, url: 'https://api.example.com/v1'}).stage, undefined);
    assert.equal(wanted({env: {APILOGS_API_ID: 'api.example.com', APILOGS_STAGE: 'dev'}}).stage, 'dev');
  });

  it('lets --stage say another stage than a URL of the environment', () => {
    assert.equal(wanted({env: {APILOGS_API_ID: `${url}/prod`}, stage: 'dev'}).stage, 'dev');
  });

  it('takes a route in a URL for one where --stage says $default', () => {
    for (const stage of ['$default', 'default'])
      assert.equal(wanted({url: `${url}/orders`, stage}).stage, stage);
  });
});
