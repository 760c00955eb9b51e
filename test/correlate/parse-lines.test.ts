import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createAccessLineParser} from '../../src/correlate/access-line.js';
import {parseExecutionLine} from '../../src/correlate/execution-line.js';
import {parseLambdaLine} from '../../src/correlate/lambda-line.js';
import {uuidsIn} from '../../src/correlate/uuids-in.js';

const id = '6f1d9a3c-2b58-4e7f-8a10-d94c5b7e2f36';

describe('parseExecutionLine', () => {
  const factOf = (text: string) => parseExecutionLine(`(req-12345) ${text}`).fact;

  it('reads the request id in front, which need not be a UUID, and where the text begins', () => {
    const {requestId, textStart} = parseExecutionLine('(ZmQwTFh3DoEFYJg=) Authorizer error');
    assert.equal(requestId, 'ZmQwTFh3DoEFYJg=');
    assert.equal(textStart, '(ZmQwTFh3DoEFYJg=) '.length);
  });

  it('takes a text in parentheses that is no id for text', () => {
    for (const message of ['(two words) text', '() text', '(nested(id)) text', `(${'x'.repeat(200)}) text`]) {
      assert.deepEqual(
        [parseExecutionLine(message).requestId, parseExecutionLine(message).textStart],
        [undefined, 0],
      );
    }
  });

  it('finds the id of the invocation in each line that names it', () => {
    const lines = [
      `AWS Integration Endpoint RequestId : ${id}`,
      `Endpoint response headers: {Date=Tue, x-amzn-RequestId=${id}, Connection=keep-alive}`,
      `Lambda invocation failed with status: 429. Lambda request id: ${id}`,
      `Lambda execution failed with status 200 due to customer function error: boom. Lambda request id: ${id}`,
    ];
    for (const line of lines)
      assert.deepEqual(factOf(line), {kind: 'endpointId', endpointRequestId: id}, line);
  });

  it('believes the service and not the error text of a function', () => {
    const forged = 'Lambda request id: 00000000-0000-4000-8000-000000000000';
    assert.deepEqual(
      factOf(
        `Lambda execution failed with status 200 due to customer function error: ${forged}. Lambda request id: ${id}`,
      ),
      {kind: 'endpointId', endpointRequestId: id},
    );
    assert.equal(
      factOf(`Endpoint response body before transformations: AWS Integration Endpoint RequestId : ${id}`),
      undefined,
    );
  });

  it('reads trace ids with and without Root', () => {
    for (const line of ['X-ray Tracing ID : Root=1-69afe2f6-4b1c', 'X-ray Tracing ID : 1-69afe2f6-4b1c']) {
      assert.deepEqual(factOf(line), {kind: 'traceId', traceId: '1-69afe2f6-4b1c'});
    }
  });

  it('reads the ids of lines without prefix', () => {
    const {requestId, fact} = parseExecutionLine(
      `Verifying Usage Plan for request: ${id}. API Key:  API Stage: a/b`,
    );
    assert.equal(requestId, undefined);
    assert.deepEqual(fact, {kind: 'start', requestId: id, isExecution: false});
  });

  it('takes stated failures for errors and all else for information', () => {
    const failures = [
      'Execution failed due to a timeout error',
      'Execution failed due to configuration error: Malformed Lambda proxy response',
      `Lambda invocation failed with status: 429. Lambda request id: ${id}`,
      'Gateway response type: DEFAULT_5XX with status code: 500',
      'Network error communicating with endpoint',
      'User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:…',
    ];
    for (const line of failures) assert.equal(parseExecutionLine(`(req-12345) ${line}`).level, 'ERROR', line);
    for (const line of ['Method completed with status: 200', 'Starting execution for request: x']) {
      assert.equal(parseExecutionLine(`(req-12345) ${line}`).level, 'INFO', line);
    }
  });
});

describe('parseLambdaLine', () => {
  const of = (message: string) => {
    const {kind, lambdaRequestId, level} = parseLambdaLine(message);
    return [kind, lambdaRequestId, level];
  };

  it('reads the layouts of the runtimes', () => {
    const cases: [string, unknown[]][] = [
      [`START RequestId: ${id} Version: $LATEST\n`, ['start', id, undefined]],
      [`END RequestId: ${id}\n`, ['end', id, undefined]],
      [`2026-03-10T09:15:02.311Z\t${id}\tINFO\thello\n`, ['application', id, 'INFO']],
      [
        '2026-03-10T09:15:02.311Z\tundefined\tERROR\tUncaught Exception\n',
        ['application', undefined, 'ERROR'],
      ],
      [`2026-03-10T12:00:13.004Z\t${id}\tfail\tboom\n`, ['application', id, 'ERROR']],
      [`[WARNING]\t2026-03-10T09:20:11.013Z\t${id}\tcareful\n`, ['application', id, 'WARN']],
      ['[INFO]\t2026-03-10T09:20:11.013Z\t\tin init\n', ['application', undefined, 'INFO']],
      ["[ERROR] KeyError: 'sku'\nTraceback (most recent call last):\n", ['application', undefined, 'ERROR']],
      [`I, [2026-03-10T09:20:11.013 #8]  INFO ${id} -- : hello\n`, ['application', id, 'INFO']],
      [`2026-03-10T09:25:10.712Z ${id} Task timed out after 10.00 seconds\n\n`, ['application', id, 'ERROR']],
      [`RequestId: ${id} Error: Runtime exited with error: signal: killed\n`, ['application', id, 'ERROR']],
      ['2020/03/27 03:40:05 as Go writes it\n', ['application', undefined, undefined]],
      ['[apiRequestId=x] plain\n', ['application', undefined, undefined]],
      ['', ['application', undefined, undefined]],
    ];
    for (const [message, expected] of cases) assert.deepEqual(of(message), expected, message);
  });

  it('tells from a report whether the invocation waited for its sandbox, and whether it failed', () => {
    const report = `REPORT RequestId: ${id}\tDuration: 2 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 6 MB\t`;
    assert.equal(parseLambdaLine(`${report}\n`).hasInit, false);
    assert.equal(parseLambdaLine(`${report}Init Duration: 180.33 ms\t\n`).hasInit, true);
    assert.equal(parseLambdaLine(`${report}Restore Duration: 498.12 ms\t\n`).hasInit, true);
    assert.equal(parseLambdaLine(`${report}Status: timeout\n`).level, 'ERROR');
    assert.equal(
      parseLambdaLine(`${report}\nXRAY TraceId: 1-69afe2f6-4b\tSegmentId: 7\t`).traceId,
      '1-69afe2f6-4b',
    );
  });

  it('reads the JSON log format', () => {
    const start = `{"time":"t","type":"platform.start","record":{"requestId":"${id}","tracing":{"type":"X-Amzn-Trace-Id","value":"Root=1-ab;Parent=c"}}}`;
    assert.deepEqual(of(start), ['start', id, undefined]);
    assert.equal(parseLambdaLine(start).traceId, '1-ab');
    assert.deepEqual(
      of(
        `{"type":"platform.report","record":{"requestId":"${id}","status":"timeout","metrics":{"initDurationMs":3}}}`,
      ),
      ['report', id, 'ERROR'],
    );
    assert.deepEqual(of(`{"level":"WARN","message":"m","AWSrequestId":"${id}"}`), [
      'application',
      id,
      'WARN',
    ]);
    assert.equal(
      parseLambdaLine('{"type":"platform.initStart","record":{"phase":"invoke"}}').isInvokePhase,
      true,
    );
  });

  it('tells which lines say that the invocation failed', () => {
    const at = '2026-03-10T09:00:00.000Z';
    const failures = [
      `REPORT RequestId: ${id}\tDuration: 1 ms\tStatus: timeout`,
      `REPORT RequestId: ${id}\tDuration: 1 ms\tStatus: error\tError Type: Runtime.OutOfMemory`,
      `RequestId: ${id} Error: Runtime exited with error: signal: killed`,
      `${at} ${id} Task timed out after 3.00 seconds`,
      `${at}\t${id}\tERROR\tInvoke Error \t{"errorType":"TypeError"}`,
      "[ERROR] KeyError: 'sku'\nTraceback (most recent call last):\n  File",
      `{"type":"platform.report","record":{"requestId":"${id}","status":"error"}}`,
    ];
    const others = [
      `REPORT RequestId: ${id}\tDuration: 1 ms\tMax Memory Used: 9 MB\t`,
      `${at}\t${id}\tERROR\tcannot reach stock, using the cache`,
      `[ERROR]\t${at}\t${id}\tlogged by the function`,
      `{"type":"platform.report","record":{"requestId":"${id}","status":"success"}}`,
      `{"level":"ERROR","message":"m","errorType":"logged","requestId":"${id}"}`,
    ];
    for (const message of failures) assert.equal(parseLambdaLine(message).isFailure, true, message);
    for (const message of others) assert.ok(!parseLambdaLine(message).isFailure, message);
  });

  it('survives JSON that is none of Lambda’s', () => {
    for (const message of [
      '{',
      '{}',
      '{"type":"platform.start"}',
      '{"level":{},"requestId":7}',
      '{"__proto__":{"level":"INFO"}}',
      '{"level":"constructor"}',
    ]) {
      assert.deepEqual(of(message).slice(1), [undefined, undefined], message);
    }
  });
});

describe('createAccessLineParser', () => {
  const ids = {
    requestId: 'r',
    extendedRequestId: 'e=',
    integrationRequestId: 'i',
    authorizerRequestId: undefined,
    traceId: '1-ab',
    status: 200,
  };
  const nothingElse = {
    method: undefined,
    path: undefined,
    resourcePath: undefined,
    status: undefined,
    latencyMs: undefined,
    integrationLatencyMs: undefined,
    errorType: undefined,
    errorMessage: undefined,
    integrationError: undefined,
  };

  it('finds ids where the stage’s format puts them, whatever the keys', () => {
    const parse = createAccessLineParser(
      '{"a":"$context.requestId","b":$context.status,"c":"$context.extendedRequestId","d":"$context.integration.requestId","e":"$context.authorizer.requestId","f":"$context.xrayTraceId"}',
    );
    assert.deepEqual(parse('{"a":"r","b":200,"c":"e=","d":"i","e":"-","f":"1-ab"}'), {
      ...ids,
      ...nothingElse,
      status: 200,
    });
  });

  it('reads the common log format', () => {
    const parse = createAccessLineParser(
      '$context.identity.sourceIp $context.identity.caller [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.requestId $context.extendedRequestId',
    );
    const line = parse('203.0.113.24 - [10/Mar/2026:09:15:02 +0000]"GET /orders/{id} HTTP/1.1" 200 r e=');
    assert.deepEqual([line?.requestId, line?.extendedRequestId], ['r', 'e=']);
    assert.deepEqual([line?.method, line?.resourcePath, line?.status], ['GET', '/orders/{id}', 200]);
  });

  it('knows the usual keys where no format is known or the line does not fit it', () => {
    const line =
      '{"requestId":"r","extendedRequestId":"e=","integrationRequestId":"i","xrayTraceId":"1-ab","status":200}';
    assert.deepEqual(createAccessLineParser(undefined)(line), {...nothingElse, ...ids});
    assert.deepEqual(createAccessLineParser('<request id="$context.requestId">')(line), {
      ...nothingElse,
      ...ids,
    });
  });

  it('reads figures, with quotes and without, and takes a dash for none', () => {
    const parse = createAccessLineParser(
      '{"status":"$context.status","latency":$context.responseLatency,"integration":"$context.integrationLatency","error":"$context.error.responseType","said":"$context.integration.error"}',
    );
    const line = parse(
      '{"status":"504","latency":29001,"integration":"-","error":"INTEGRATION_TIMEOUT","said":"-"}',
    );
    assert.deepEqual(
      [line?.status, line?.latencyMs, line?.integrationLatencyMs, line?.errorType, line?.integrationError],
      [504, 29001, undefined, 'INTEGRATION_TIMEOUT', undefined],
    );
  });

  it('says nothing of lines it does not understand', () => {
    assert.equal(createAccessLineParser('$context.requestId!')('nonsense'), undefined);
    assert.equal(createAccessLineParser('$context.requestId!')('not one word!'), undefined);
    assert.equal(createAccessLineParser(undefined)('{"requestId":'), undefined);
  });
});

describe('createAccessLineParser, for lines written before the format was changed', () => {
  it('reads the keys of JSON lines, and does not take several values for one', () => {
    const parse = createAccessLineParser('{"requestId":"$context.requestId","status":"$context.status"}');
    const line = parse('{"requestId":"f3B6ZhMRoAMEVuQ=","ip":"198.51.100.7","status":"200"}');
    assert.deepEqual([line?.requestId, line?.status], ['f3B6ZhMRoAMEVuQ=', 200]);
  });
});

describe('uuidsIn', () => {
  it('finds UUIDs wherever they stand, and nothing else', () => {
    assert.deepEqual(uuidsIn(`[apiRequestId=${id}] and ${id}, a-b-c 12345678-1234-1234-1234-12345678901`), [
      id,
    ]);
    assert.deepEqual(uuidsIn('-'.repeat(100)), []);
  });

  it('stops after the fourth', () => {
    const list = Array.from({length: 9}, (_, i) => id.replace('6', String(i)));
    assert.equal(uuidsIn(list.join(' ')).length, 4);
  });
});
