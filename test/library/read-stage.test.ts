import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import {ApilogsError, type Notice, type ReadStageOptions, readStage} from '../../src/index.js';
import {endOfLongRequest, putLongRequest} from '../support/long-request.js';
import {rejection} from '../support/rejection.js';
import {runCli} from '../support/run-cli.js';
import {startStage, restApiId as watchedApiId} from '../support/watched-stage.js';
import {
  all,
  executionGroup,
  functionGroup,
  isGroup,
  restApiId,
  stage,
  stageOf,
  startTraffic,
  traffic,
  trafficWindow,
} from './library-world.js';

const {startTime, endTime} = trafficWindow;

describe('readStage', () => {
  it('gives the objects that get -o json prints, in their order', async t => {
    const localAws = await startTraffic(t);
    const window = ['-s', new Date(startTime).toISOString(), '-e', new Date(endTime).toISOString()];
    const {stdout} = await runCli(['get', '-a', restApiId, '-t', stage, ...window, '-o', 'json'], {localAws});
    const printed = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    const read = readStage({...stageOf(localAws), startTime, endTime});
    const lines = await all(read);
    assert.deepEqual(lines, printed);
    assert.deepEqual(Object.keys(lines[0] ?? {}), Object.keys(printed[0]));
    assert.equal(lines.length, traffic.events.length);
    assert.deepEqual(read.gaps, []);
  });

  it('gives the same lines by queries, without the ids that those do not give', async t => {
    const localAws = await startTraffic(t);
    const read = {...stageOf(localAws), startTime, endTime};
    const plain = await all(readStage(read));
    assert.equal(localAws.calls.count('StartQuery'), 0);
    const queried = await all(readStage({...read, engine: 'insights'}));
    assert.ok(localAws.calls.count('StartQuery') > 0);
    assert.deepEqual(
      queried,
      plain.map(line => ({...line, eventId: null})),
    );
    const wrong = await rejection(all(readStage({...read, engine: 'athena' as 'auto'})));
    assert.match(String(wrong), /"athena" is no engine/);
  });

  it('tells in its gaps of lines that are selected and could not wait to be', async t => {
    const localAws = await startStage(t);
    const from = Date.now() - 600_000;
    putLongRequest(localAws, from);
    const target = {...stageOf(localAws), apiId: watchedApiId, stage: 'prod'};
    const read = readStage({...target, startTime: from - 1_000, errors: true});
    assert.deepEqual(
      (await all(read)).map(({message}) => message),
      [endOfLongRequest],
    );
    assert.deepEqual(
      read.gaps.map(({logGroup}) => logGroup),
      [null],
    );
    assert.match(read.gaps[0]?.message ?? '', /lines of selected requests are missing/);
  });

  it('selects lines as the options of get do', async t => {
    const localAws = await startTraffic(t);
    const read = (selection: Partial<ReadStageOptions>) =>
      all(readStage({...stageOf(localAws), startTime, endTime, ...selection}));
    const lines = await read({});
    const {apiRequestId} = lines.find(({source}) => source === 'lambda') ?? lines[0] ?? {};
    const ofLevel = lines.filter(({level}) => level === 'ERROR' || level === 'FATAL');
    assert.ok(ofLevel.length > 0);
    assert.deepEqual(await read({level: 'ERROR'}), ofLevel);
    assert.deepEqual(
      await read({requestIds: [String(apiRequestId)]}),
      lines.filter(line => line.apiRequestId === apiRequestId),
    );
    assert.deepEqual(
      await read({sources: ['lambda']}),
      lines.filter(({source}) => source === 'lambda'),
    );
    const failed = new Set(
      traffic.requests.filter(({status}) => status >= 500).map(request => request.apiRequestId),
    );
    assert.ok(failed.size > 0);
    assert.deepEqual(
      await read({status: ['5xx']}),
      lines.filter(line => failed.has(line.apiRequestId ?? '')),
    );
    assert.deepEqual(
      (await read({filterPattern: 'REPORT'})).map(({eventId}) => eventId),
      lines.filter(({message}) => /\bREPORT\b/.test(message)).map(({eventId}) => eventId),
    );
  });

  it('reads the last five minutes where it is told no window', async t => {
    const localAws = await startTraffic(t);
    const now = Date.now();
    localAws.logs.putEvents(executionGroup, 'new', [
      {timestamp: now - 330_000, ingestionTime: now - 330_000, message: 'too old'},
      {timestamp: now - 240_000, ingestionTime: now - 240_000, message: 'in time'},
    ]);
    const lines = await all(readStage(stageOf(localAws)));
    assert.deepEqual(
      lines.map(({message}) => message),
      ['in time'],
    );
  });

  it('reads the rest where a log group may not be read, and tells of the gap', async t => {
    const localAws = await startTraffic(t);
    localAws.faults.deny('logs:FilterLogEvents', isGroup(functionGroup));
    const notices: Notice[] = [];
    const read = readStage({...stageOf(localAws, notices), startTime, endTime});
    assert.ok((await all(read)).every(({logGroup}) => logGroup !== functionGroup));
    assert.deepEqual(
      read.gaps.map(({logGroup}) => logGroup),
      [functionGroup],
    );
    assert.match(read.gaps[0]?.message ?? '', /no permission to read log group/);
    assert.match(read.gaps[0]?.hint ?? '', /allow logs:FilterLogEvents/);
    assert.equal(notices.filter(({message}) => message.includes(functionGroup)).length, 1);
  });

  it('tells of a log group that does not exist yet, which is no gap', async t => {
    const localAws = await startTraffic(t);
    localAws.logs.deleteLogGroup(functionGroup);
    const notices: Notice[] = [];
    const read = readStage({...stageOf(localAws, notices), startTime, endTime});
    await all(read);
    assert.deepEqual(read.gaps, []);
    assert.deepEqual(
      notices.map(({message}) => message),
      [`log group "${functionGroup}" does not exist yet`],
    );
  });

  it('throws an ApilogsError with the exit code of the command', async t => {
    const localAws = await startTraffic(t);
    const codeOf = async (options: Partial<ReadStageOptions>) => {
      const error = await rejection(all(readStage({...stageOf(localAws), ...options})));
      assert.ok(error instanceof ApilogsError, String(error));
      return error.exitCode;
    };
    assert.equal(await codeOf({stage: 'nowhere'}), 5);
    assert.equal(await codeOf({apiId: ''}), 2);
    assert.equal(await codeOf({stage: ''}), 2);
    assert.equal(await codeOf({startTime: Number.NaN}), 2);
    assert.equal(await codeOf({startTime: 2_000, endTime: 1_000}), 2);
    assert.equal(await codeOf({startTime: Date.now() + 60_000}), 3);
    assert.equal(await codeOf({maxRate: 0}), 2);
    assert.equal(await codeOf({status: ['bad']}), 2);
    assert.equal(await codeOf({sources: ['nothing-of-this-name']}), 2);
    assert.equal(await codeOf({endpointUrl: 'no url'}), 2);
    assert.equal(await codeOf({profile: 'both'}), 2);
    localAws.faults.deny('logs:FilterLogEvents', () => true);
    assert.equal(await codeOf({}), 4);
  });

  it('asks a function for credentials, and says why it gave none', async t => {
    const localAws = await startTraffic(t);
    let asked = 0;
    const provider = async () => {
      asked += 1;
      return {accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: undefined};
    };
    const read = {...stageOf(localAws), startTime, endTime};
    assert.equal((await all(readStage({...read, credentials: provider}))).length, traffic.events.length);
    assert.ok(asked > 0);
    const failing = async () => {
      throw new Error('the vault is sealed');
    };
    const error = await rejection(all(readStage({...read, credentials: failing})));
    assert.ok(error instanceof ApilogsError);
    assert.equal(error.exitCode, 4);
    assert.match(error.message, /the vault is sealed/);
  });

  it('obeys the endpoint of a profile, and leaves the environment of the process alone', async t => {
    const localAws = await startTraffic(t);
    const folder = mkdtempSync(join(tmpdir(), 'apilogs-'));
    t.after(() => rmSync(folder, {recursive: true}));
    const file = join(folder, 'config');
    writeFileSync(
      file,
      '[profile here]\nregion = eu-west-1\nservices = local\naws_access_key_id = AKIAEXAMPLE\n' +
        `aws_secret_access_key = secret\nendpoint_url = ${localAws.endpoint}\n` +
        `[services local]\ncloudwatch_logs =\n  endpoint_url = ${localAws.endpoint}\n`,
    );
    const before: NodeJS.ProcessEnv = {
      ...process.env,
      AWS_CONFIG_FILE: file,
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      AWS_PROFILE: 'somebody-elses',
      APILOGS_API_ID: 'another',
      APILOGS_MAX_RATE: 'not a number',
    };
    Object.assign(process.env, before);
    const {apiId, stage} = stageOf(localAws);
    const lines = await all(readStage({apiId, stage, profile: 'here', startTime, endTime}));
    assert.equal(lines.length, traffic.events.length);
    const {AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...after} = process.env;
    const {AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: __, ...expected} = before;
    assert.deepEqual({...after}, expected);
  });

  it('throws the reason of its signal, whether that aborts before, meanwhile or between lines', async t => {
    const localAws = await startTraffic(t);
    const read = {...stageOf(localAws), startTime, endTime};
    const reason = new Error('enough');
    assert.equal(await rejection(all(readStage({...read, signal: AbortSignal.abort(reason)}))), reason);

    const between = new AbortController();
    const given: (string | null)[] = [];
    const stopped = (async () => {
      for await (const {eventId} of readStage({...read, signal: between.signal})) {
        given.push(eventId);
        between.abort(reason);
      }
    })();
    assert.equal(await rejection(stopped), reason);
    assert.equal(given.length, 1);

    const meanwhile = new AbortController();
    const abort = () => {
      meanwhile.abort(reason);
      return true;
    };
    localAws.faults.add({operation: 'FilterLogEvents', when: abort, fault: 'hang'});
    assert.equal(await rejection(all(readStage({...read, signal: meanwhile.signal}))), reason);
  });

  it('waits for nothing that is under way once its loop is left', {timeout: 20_000}, async t => {
    const localAws = await startTraffic(t);
    const from = Date.now() - 30_000_000;
    localAws.logs.putEvents(
      executionGroup,
      'long',
      Array.from({length: 25_000}, (_, i) => ({
        timestamp: from + i * 1_000,
        ingestionTime: from + i * 1_000,
        message: `line ${i}`,
      })),
    );
    let calls = 0;
    const isLaterCall = (input: Readonly<Record<string, unknown>>) =>
      isGroup(executionGroup)(input) && calls++ > 0;
    localAws.faults.add({operation: 'FilterLogEvents', when: isLaterCall, fault: 'hang'});
    let given = 0;
    for await (const {message} of readStage({...stageOf(localAws), startTime: from})) {
      assert.equal(message, `line ${given++}`);
      if (calls > 1) break;
      await setImmediate();
    }
    assert.ok(calls > 1);
    assert.ok(given > 0);
  });
});
