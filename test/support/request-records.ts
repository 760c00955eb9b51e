import type {RequestFilter} from '../../src/requests/request-filter.js';
import type {FunctionRecord, RequestRecord} from '../../src/requests/request-record.js';

export const functionRecord = (fields: Partial<FunctionRecord> = {}): FunctionRecord => ({
  name: 'orders-get',
  requestId: 'b20c7d41-6e93-4f58-92aa-0d1e3c4b5f67',
  authorizer: false,
  durationMs: 12.9,
  billedDurationMs: 13,
  initDurationMs: null,
  memorySizeMB: 256,
  maxMemoryUsedMB: 85,
  coldStart: false,
  status: 'success',
  ...fields,
});

export const request = (fields: Partial<RequestRecord> = {}): RequestRecord => ({
  apiRequestId: '3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18',
  extendedRequestId: 'JKJaXmPLoAMFVtg=',
  traceId: '1-69afe2f6-4b1c9d2e7f3a5b6c8d0e1f2a',
  timestamp: '2026-03-10T09:16:40.551Z',
  method: 'GET',
  path: '/orders/43',
  resourcePath: '/orders/{id}',
  status: 200,
  latencyMs: 26,
  integrationLatencyMs: 22,
  functions: [functionRecord()],
  errors: [],
  open: false,
  lines: 14,
  ...fields,
});

/** Selects nothing out. */
export const everyRequest: RequestFilter = {
  status: [],
  errors: false,
  slowMs: undefined,
  paths: [],
  methods: [],
  functions: [],
  cold: false,
};
