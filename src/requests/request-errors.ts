import type {LogLine} from '../log-line.js';
import {type AccessParser, accessParser} from './access-parser.js';
import {type ErrorStatement, errorRanks} from './error-statement.js';
import {executionText} from './execution-text.js';
import {functionError} from './function-errors.js';
import {accessError, gatewayError} from './gateway-errors.js';
import {requestFact} from './request-fact.js';
import type {RequestError} from './request-record.js';

/** What the lines of a request state as the cause of its failure, most telling first; empty where none does. */
export function requestErrors(lines: readonly LogLine[]): RequestError[] {
  const parseAccess = accessParser();
  const statements = lines.map(line => statementOf(line, parseAccess)).filter(found => found !== undefined);
  const status = lines.map(line => statusIn(line, parseAccess)).find(found => found !== undefined);
  return rankErrors(statements, status);
}

function statusIn(line: LogLine, parseAccess: AccessParser): number | undefined {
  const {kind} = line.event.source;
  if (kind === 'access') return parseAccess(line.event)?.status;
  const fact = kind === 'execution' ? requestFact(executionText(line)) : undefined;
  return fact?.kind === 'status' ? fact.status : undefined;
}

/** What one line states. */
export function statementOf(line: LogLine, parseAccess: AccessParser): ErrorStatement | undefined {
  const {source} = line.event;
  switch (source.kind) {
    case 'execution':
      return gatewayError(executionText(line), source.name);
    case 'access': {
      const access = parseAccess(line.event);
      return access && accessError(access, source.name);
    }
    case 'lambda':
    case 'authorizer':
      return functionError(line);
    case 'other':
      return undefined;
  }
}

/**
 * Statements as errors, most telling first: each cause once, and what only repeats a better statement left out.
 *
 * @param status the client's; what a function logged counts only where the request or the function failed
 */
export function rankErrors(
  statements: readonly ErrorStatement[],
  status: number | undefined,
): RequestError[] {
  const counting = statements.filter(statement => counts(statement, statements, status));
  const byRank = counting
    .map(statement => ({statement, rank: rankIn(counting, statement)}))
    .sort((a, b) => a.rank - b.rank);
  const errors: ErrorStatement[] = [];
  for (const {statement} of byRank) if (!isRepeated(statement, errors)) errors.push(statement);
  return errors.map(({type, message, source}) => ({type, message, source}));
}

function counts(
  statement: ErrorStatement,
  all: readonly ErrorStatement[],
  status: number | undefined,
): boolean {
  if (!statement.onlyIfFailed) return true;
  if (statement.type === 'DeniedByAuthorizer') return status === 403;
  if (status !== undefined && status >= 500) return true;
  return all.some(other => !other.onlyIfFailed && other.lambdaRequestId === statement.lambdaRequestId);
}

/** In the JSON log format a runtime logs what ended the invocation like any error; its REPORT says which it was. */
function rankIn(
  statements: readonly ErrorStatement[],
  {rank, type, lambdaRequestId}: ErrorStatement,
): number {
  const isReported =
    rank === errorRanks.logged &&
    statements.some(
      other =>
        other.rank === errorRanks.report && other.type === type && other.lambdaRequestId === lambdaRequestId,
    );
  return isReported ? errorRanks.cause : rank;
}

/** Whether better statements have said it all. */
function isRepeated(statement: ErrorStatement, errors: readonly ErrorStatement[]): boolean {
  const {type, message, source, rank} = statement;
  if (errors.some(error => error.type === type && error.source === source && error.message === message))
    return true;
  // One refusal by Lambda takes two lines.
  if (rank === errorRanks.verdict)
    return errors.some(error => error.type === type && error.source === source);
  if (rank === errorRanks.report) return errors.some(error => error.source === source);
  if (rank === errorRanks.exit)
    return errors.some(error => error.source === source && error.type.startsWith('Runtime.'));
  if (rank === errorRanks.relayed) {
    return errors.some(error => error.type === type || (type === 'FunctionError' && error.source !== source));
  }
  return rank === errorRanks.response && errors.length > 0;
}
