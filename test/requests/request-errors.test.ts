import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {requestErrors} from '../../src/requests/request-errors.js';
import {correlated} from '../support/correlated.js';
import {event, source} from '../support/events.js';
import {readSample} from '../support/load-samples.js';

const requestId = 'c9d1e7a0-3f62-4b8e-a5d4-1e0b7c6f2d39';
const id = '6f1d9a3c-2b58-4e7f-8a10-d94c5b7e2f36';
const orders = source({kind: 'lambda', name: 'orders-get', rank: 20});

/** The errors of a request whose execution log has these texts. */
const ofExecution = (...texts: string[]) =>
  requestErrors(correlated(texts.map(text => event(0, `(${requestId}) ${text}`))).flat());

/** The errors of an invocation with these messages, of a request that ended with a status. */
function ofFunction(status: number, ...messages: string[]) {
  const lambda = [`START RequestId: ${id} Version: 1\n`, ...messages].map(message =>
    event(1, message, {source: orders, logStream: 's'}),
  );
  const gateway = [
    `Method completed with status: ${status}`,
    `AWS Integration Endpoint RequestId : ${id}`,
  ].map(text => event(2, `(${requestId}) ${text}`));
  const lines = correlated([
    event(0, `(${requestId}) Starting execution for request: ${requestId}`),
    ...lambda,
    ...gateway,
  ]);
  return requestErrors(lines.flat());
}

describe('requestErrors', () => {
  const configuration = 'Execution failed due to configuration error: ';
  const gatewayCauses: readonly [string, string][] = [
    [`${configuration}Malformed Lambda proxy response`, 'MalformedProxyResponse'],
    [`${configuration}Invalid permissions on Lambda function`, 'InvalidPermissions'],
    [`${configuration}Rate Exceeded.`, 'LambdaThrottled'],
    [
      `${configuration}API Gateway does not have permission to assume the provided role arn:aws:iam::111122223333:role/x`,
      'RoleNotAssumable',
    ],
    [
      `${configuration}No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 200`,
      'NoOutputMapping',
    ],
    [
      `${configuration}Host name 'backend.example.com' does not match the certificate subject provided by the peer (CN=*.example.org)`,
      'TlsError',
    ],
    [`${configuration}Invalid JSON in response: <html>`, 'AuthorizerFailed'],
    [`${configuration}Authorizer error`, 'AuthorizerFailed'],
    [`${configuration}Invalid endpoint address`, 'InvalidEndpoint'],
    [`${configuration}something that was never seen`, 'ConfigurationError'],
    ['Network error communicating with endpoint', 'NetworkError'],
    ['Execution failed due to a timeout error', 'IntegrationTimeout'],
    [`Lambda invocation failed with status: 429. Lambda request id: ${id}`, 'LambdaThrottled'],
    [`Lambda invocation failed with status: 403. Lambda request id: ${id}`, 'LambdaInvocationFailed'],
    [`Unauthorized request: ${requestId}`, 'MissingToken'],
    [
      'Key throttle limit exceeded for RestApi qx7m2kd04v, Stage prod, Resource s4mpl3, HttpMethod POST. Limit: 1.00 Burst: 1',
      'UsagePlanThrottled',
    ],
    ['The client is not authorized to perform this operation.', 'DeniedByAuthorizer'],
    [
      'User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********2222:qx7m2kd04v/prod/GET/',
      'DeniedByResourcePolicy',
    ],
    ['Gateway response type: DEFAULT_5XX with status code: 500', 'DEFAULT_5XX'],
  ];
  for (const [text, type] of gatewayCauses) {
    it(`reads "${text.slice(0, 90)}" as ${type}`, () => {
      const [error, ...others] = ofExecution(text);
      assert.deepEqual([error?.type, error?.source, others], [type, 'execution', []]);
    });
  }

  it('takes the words of a function error from the line that passes them on, where the function says none', () => {
    const line = `Lambda execution failed with status 200 due to customer function error: boom. Lambda request id: none. Lambda request id: ${id}`;
    assert.deepEqual(ofExecution(line, 'Method completed with status: 502'), [
      {type: 'FunctionError', message: 'boom. Lambda request id: none', source: 'execution'},
    ]);
  });

  it('says of one refusal by Lambda, which takes two lines, one error', () => {
    assert.deepEqual(
      ofExecution(
        `Lambda invocation failed with status: 429. Lambda request id: ${id}`,
        `${configuration}Rate Exceeded.`,
        'Method completed with status: 500',
      ),
      [{type: 'LambdaThrottled', message: 'Lambda invocation failed with status: 429', source: 'execution'}],
    );
  });

  it('takes a policy that denies something for the cause of a 403 alone', () => {
    const policy =
      'Authorizer result body before parsing: {"policyDocument":{"Statement":[{"Action":"execute-api:Invoke","Effect":"Deny","Resource":"*"}]}}';
    assert.equal(ofExecution(policy, 'Method completed with status: 403')[0]?.type, 'DeniedByAuthorizer');
    assert.deepEqual(ofExecution(policy, 'Method completed with status: 200'), []);
  });

  it('finds nothing in bodies that data trace prints', () => {
    assert.deepEqual(
      ofExecution(
        'Method request body before transformations: Execution failed due to configuration error: Rate Exceeded.',
        'Endpoint response body before transformations: {"errorType":"TypeError"}',
        'Method completed with status: 200',
      ),
      [],
    );
  });

  const report = `REPORT RequestId: ${id}\tDuration: 5.30 ms\tBilled Duration: 6 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB`;
  const failures: readonly [string, readonly string[], string, string][] = [
    [
      'a Python exception',
      ['[ERROR] KeyError: \'sku\'\nTraceback (most recent call last):\n  File "/var/task/app.py", line 12'],
      'KeyError',
      "'sku'",
    ],
    [
      'a Node.js exception',
      [
        `2026-03-10T09:00:00.001Z\t${id}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x is not a function","stack":[]}\n`,
      ],
      'TypeError',
      'x is not a function',
    ],
    [
      'a Java exception',
      [
        'stock is negative: a.b.StockException\na.b.StockException: stock is negative\n\tat a.b.Stock.reserve(Stock.java:88)\n',
      ],
      'a.b.StockException',
      'stock is negative',
    ],
    [
      'a Go panic',
      ['panic: index out of range [3] with length 3\n', 'goroutine 1 [running]:\n'],
      'panic',
      'index out of range [3] with length 3',
    ],
    [
      'a time-out',
      [
        `2026-03-10T09:00:00.001Z ${id} Task timed out after 10.00 seconds\n\n`,
        `${report}\tStatus: timeout\n`,
      ],
      'FunctionTimeout',
      'Task timed out after 10.00 seconds',
    ],
    [
      'too little memory, over the crash that it looks like',
      [
        `RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
        `${report}\tStatus: error\tError Type: Runtime.OutOfMemory\n`,
      ],
      'Runtime.OutOfMemory',
      'out of memory: 128 MB used of 128 MB',
    ],
    [
      'a crash',
      [`RequestId: ${id} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`],
      'Runtime.ExitError',
      'Runtime exited with error: exit status 1',
    ],
    [
      'the exception of the JSON log format that its report names, not one that was logged before it',
      [
        `{"timestamp":"t","level":"ERROR","errorType":"RetryError","errorMessage":"again","requestId":"${id}"}`,
        `{"timestamp":"t","level":"ERROR","errorType":"RangeError","errorMessage":"year","requestId":"${id}"}`,
        `{"time":"t","type":"platform.report","record":{"requestId":"${id}","metrics":{"durationMs":1},"status":"error","errorType":"RangeError"}}`,
      ],
      'RangeError',
      'year',
    ],
    [
      'an exception that was logged, when the client got 502',
      [`2026-03-10T09:00:00.001Z\t${id}\tfail\tSystem.InvalidOperationException: boom\n   at Fn.Handler()\n`],
      'System.InvalidOperationException',
      'boom',
    ],
    [
      'what was logged at level ERROR, when nothing tells more',
      [`[ERROR]\t2026-03-10T09:00:00.001Z\t${id}\tpayment service said no\n`],
      'LoggedError',
      'payment service said no',
    ],
  ];
  for (const [what, messages, type, message] of failures) {
    it(`names ${what}`, () => {
      assert.deepEqual(ofFunction(502, ...messages)[0], {type, message, source: 'orders-get'});
    });
  }

  it('says nothing of what a function logged and dealt with', () => {
    const line = `2026-03-10T09:00:00.001Z\t${id}\tERROR\tTypeError: handled\n    at x\n`;
    assert.deepEqual(ofFunction(200, line, `${report}\t\n`), []);
    assert.deepEqual(ofFunction(502, line)[0], {type: 'TypeError', message: 'handled', source: 'orders-get'});
  });

  it('does not take the Java logger’s level for Python’s way to report', () => {
    assert.deepEqual(ofFunction(200, '[ERROR] payment: refused, trying the other one\n'), []);
  });

  it('names an import that fails, once, although INIT says it twice', () => {
    const lines = readSample('lambda-text-failures-and-runtimes')
      .filter(({logGroupName}) => logGroupName.endsWith('broken-import'))
      .map(({timestamp, message, logStreamName}) =>
        event(timestamp, message, {source: orders, logStream: logStreamName, timestamp}),
      );
    const errors = requestErrors(correlated(lines).flat());
    assert.deepEqual(errors, [
      {
        type: 'Runtime.ImportModuleError',
        message: "Error: Cannot find module 'left-pad'",
        source: 'orders-get',
      },
    ]);
  });

  it('takes what the access log says where the execution log says nothing', () => {
    const access = source({
      kind: 'access',
      name: 'access',
      accessLogFormat:
        '{"id":"$context.requestId","s":"$context.status","type":"$context.error.responseType","why":"$context.integration.error"}',
    });
    const message = `{"id":"${requestId}","s":"504","type":"INTEGRATION_TIMEOUT","why":"Execution failed due to a timeout error"}`;
    const lines = correlated([event(0, message, {source: access})]).flat();
    assert.deepEqual(requestErrors(lines), [
      {type: 'INTEGRATION_TIMEOUT', message: 'Execution failed due to a timeout error', source: 'access'},
    ]);
    const withVerdict = correlated([
      event(0, `(${requestId}) Execution failed due to a timeout error`),
      event(0, message, {source: access}),
    ]).flat();
    assert.deepEqual(
      requestErrors(withVerdict).map(({type}) => type),
      ['IntegrationTimeout'],
    );
  });
});
