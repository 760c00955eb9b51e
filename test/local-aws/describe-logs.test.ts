import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {describeLogGroups, describeLogStreams} from '../../src/local-aws/describe-logs.js';
import {Input, type Members} from '../../src/local-aws/input.js';
import {LogStore} from '../../src/local-aws/log-store.js';

const now = Date.UTC(2026, 2, 10);

function store(): LogStore {
  const logs = new LogStore({region: 'eu-west-1', accountId: '111122223333'}, () => now);
  logs.createLogGroup('/aws/lambda/b', {retentionInDays: 14, creationTime: 7});
  logs.createLogGroup('/aws/lambda/a');
  logs.createLogGroup('Access', {logGroupClass: 'INFREQUENT_ACCESS'});
  return logs;
}

const groupNames = (members: Members) => names(describeLogGroups(store(), new Input(members)), 'logGroup');

function streamNames(logs: LogStore, members: Members = {}): unknown {
  return names(describeLogStreams(logs, new Input({logGroupName: 'g', ...members})), 'logStream');
}

const names = (answer: object, kind: string) =>
  (Reflect.get(answer, `${kind}s`) as readonly object[]).map(item => Reflect.get(item, `${kind}Name`));

describe('describeLogGroups', () => {
  it('lists groups by name as ASCII sorts', () => {
    assert.deepEqual(groupNames({}), ['/aws/lambda/a', '/aws/lambda/b', 'Access']);
  });

  it('selects by prefix, pattern, class, name or ARN', () => {
    assert.deepEqual(groupNames({logGroupNamePrefix: '/aws/lambda/b'}), ['/aws/lambda/b']);
    assert.deepEqual(groupNames({logGroupNamePattern: 'lambda'}), ['/aws/lambda/a', '/aws/lambda/b']);
    assert.deepEqual(groupNames({logGroupNamePattern: 'LAMBDA'}), []);
    assert.deepEqual(groupNames({logGroupClass: 'INFREQUENT_ACCESS'}), ['Access']);
    const arn = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/a';
    assert.deepEqual(groupNames({logGroupIdentifiers: [arn, 'Access', 'none']}), ['/aws/lambda/a', 'Access']);
  });

  it('lists groups of linked accounts where it is asked to', () => {
    const logs = store();
    const linked = logs.linkAccount({region: 'eu-west-1', accountId: '444455556666'});
    linked.createLogGroup('/aws/lambda/aa');
    const listed = (members: Members) => names(describeLogGroups(logs, new Input(members)), 'logGroup');
    assert.deepEqual(listed({}), ['/aws/lambda/a', '/aws/lambda/b', 'Access']);
    assert.deepEqual(listed({includeLinkedAccounts: true, logGroupNamePrefix: '/aws/lambda/a'}), [
      '/aws/lambda/a',
      '/aws/lambda/aa',
    ]);
    const logGroupIdentifier = 'arn:aws:logs:eu-west-1:444455556666:log-group:/aws/lambda/aa';
    linked.createLogStream('/aws/lambda/aa', 's');
    const input = new Input({logGroupIdentifier});
    assert.deepEqual(Reflect.get(describeLogStreams(logs, input), 'logStreams'), [
      {
        logStreamName: 's',
        creationTime: now,
        arn: `${logGroupIdentifier}:log-stream:s`,
        storedBytes: 0,
      },
    ]);
  });

  it('refuses prefix and pattern at once', () => {
    assert.throws(() => groupNames({logGroupNamePrefix: 'a', logGroupNamePattern: 'b'}), {
      name: 'InvalidParameterException',
      message: 'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    });
  });

  it('says everything about a group, but with a pattern only name, ARN and creation time', () => {
    const brief = {
      logGroupName: '/aws/lambda/b',
      arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/b:*',
      creationTime: 7,
    };
    assert.deepEqual(describeLogGroups(store(), new Input({logGroupNamePattern: '/b'})), {
      logGroups: [brief],
    });
    assert.deepEqual(describeLogGroups(store(), new Input({logGroupNamePrefix: '/aws/lambda/b'})), {
      logGroups: [
        {
          ...brief,
          logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/b',
          logGroupClass: 'STANDARD',
          metricFilterCount: 0,
          storedBytes: 0,
          retentionInDays: 14,
        },
      ],
    });
  });

  it('refuses a token that is none', () => {
    assert.throws(() => groupNames({nextToken: 'nonsense'}), {
      name: 'InvalidParameterException',
      message: 'The specified nextToken is invalid.',
    });
  });
});

describe('describeLogStreams', () => {
  const streams = () => {
    const logs = store();
    logs.putEvents('g', 'b', [{timestamp: 1, message: 'x'}]);
    logs.putEvents('g', 'a', [{timestamp: 3, message: 'x', ingestionTime: 9}]);
    logs.createLogGroup('empty');
    logs.createLogStream('g', 'c');
    return logs;
  };

  it('lists streams by name or by last event, either way round', () => {
    assert.deepEqual(streamNames(streams()), ['a', 'b', 'c']);
    assert.deepEqual(streamNames(streams(), {orderBy: 'LastEventTime'}), ['c', 'b', 'a']);
    assert.deepEqual(streamNames(streams(), {orderBy: 'LastEventTime', descending: true}), ['a', 'b', 'c']);
    assert.deepEqual(streamNames(streams(), {logStreamNamePrefix: 'b'}), ['b']);
  });

  it('refuses a prefix with the order of the last event', () => {
    assert.throws(() => streamNames(streams(), {orderBy: 'LastEventTime', logStreamNamePrefix: 'b'}), {
      message: 'Cannot order by LastEventTime with a logStreamNamePrefix.',
    });
  });

  it('says when the first and the last event were', () => {
    const input = new Input({logGroupName: 'g', logStreamNamePrefix: 'a'});
    assert.deepEqual(describeLogStreams(streams(), input), {
      logStreams: [
        {
          logStreamName: 'a',
          creationTime: now,
          firstEventTimestamp: 3,
          lastEventTimestamp: 3,
          lastIngestionTime: 9,
          arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:g:log-stream:a',
          storedBytes: 0,
        },
      ],
    });
  });

  it('lists the streams of generated events', () => {
    const logs = store();
    logs.putGenerated('g', 10, index => ({logStream: `s${index % 2}`, timestamp: index, message: 'x'}));
    assert.deepEqual(streamNames(logs), ['s0', 's1']);
  });

  it('gives nothing for a group without streams and refuses one that does not exist', () => {
    assert.deepEqual(streamNames(streams(), {logGroupName: 'empty'}), []);
    assert.throws(() => streamNames(streams(), {logGroupName: 'none'}), {name: 'ResourceNotFoundException'});
  });
});
