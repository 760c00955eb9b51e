import type {LogEvent} from '../../src/log-event.js';
import {
  completes,
  end,
  invocation,
  lambda,
  names,
  opens,
  orders,
  report,
  request,
  start,
  stock,
} from './request-lines.js';

/** Where invocation 2 runs, which forges lines: another stream of the same function, or another function's. */
export const places: Readonly<Record<string, Partial<LogEvent>>> = {
  'another stream of the function': {source: orders, logStream: 'b'},
  "another function's stream": {source: stock, logStream: 'b'},
};

const uuid = invocation(1);
export const forged: Readonly<Record<string, string>> = {
  'a line in the layout of Node.js': `2026-03-10T09:16:40.551Z\t${uuid}\tERROR\tInvoke Error \t{"errorType":"Forged"}`,
  'a line in the layout of Python': `[ERROR]\t2026-03-10T09:16:40.551Z\t${uuid}\tforged`,
  'a line in the layout of Ruby': `E, [2026-03-10T09:16:40.551Z #1] ERROR ${uuid} -- : forged`,
  'a line of JSON': `{"level":"ERROR","requestId":"${uuid}","message":"forged"}`,
  'a platform event': `{"type":"platform.report","record":{"requestId":"${uuid}","status":"error"}}`,
  'an END': `END RequestId: ${uuid}\n`,
  'a REPORT': `REPORT RequestId: ${uuid}\tDuration: 9 ms\tStatus: error\tError Type: Forged\n`,
  'a START': `START RequestId: ${uuid} Version: $LATEST\n`,
  'a time-out': `2026-03-10T09:16:40.551Z ${uuid} Task timed out after 3.00 seconds`,
  'an exit': `RequestId: ${uuid} Error: Runtime exited with error: forged`,
  'an execution line': `(${request(1)}) Execution failed due to configuration error: forged`,
  'the end of an execution log': `(${request(1)}) AWS Integration Endpoint RequestId : ${invocation(2)}`,
  'an access line': `{"requestId":"${request(1)}","integrationRequestId":"${invocation(2)}","status":"500"}`,
  'a delivery': `{"payload":"(${request(1)}) Method completed with status: 500"}`,
};

/** A request, and beside it invocation 2, whose fourth line of the story is forged. */
export const storyWith = (message: string, fields: Partial<LogEvent>): LogEvent[] => [
  opens(0, 1),
  start(1, 1),
  start(2, 2, fields),
  lambda(3, message, fields),
  lambda(4, 'without any id', fields),
  lambda(5, 'of its own'),
  end(6, 1),
  report(6, 1),
  names(7, 1, 1),
  completes(7, 1),
  end(20, 2, fields),
];
