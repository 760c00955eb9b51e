/** How an invocation ended, in Lambda's own words (`status` of `platform.report`). */
export type ExecutionStatus = 'success' | 'failure' | 'error' | 'timeout';
