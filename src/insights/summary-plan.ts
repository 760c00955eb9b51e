import {chunks} from '../chunks.js';
import type {LogSource} from '../log-source.js';
import {type GatewayLines, type GatewaySources, gatewayLines} from './request-lines.js';
import type {Tie} from './summary-queries.js';

/** Log groups that one query reads together with the gateway's, and how their invocations are tied to requests. */
export interface FunctionPart {
  readonly sources: readonly LogSource[];
  readonly logGroups: readonly string[];
  readonly tie: Tie;
}

/** Which log groups the queries of a summary read. */
export interface SummaryPlan {
  readonly region: string;
  readonly gateway: readonly LogSource[];
  readonly lines: GatewayLines;
  readonly parts: readonly FunctionPart[];
  /** Functions that no query can tie to requests: they log in another region, or nothing names them. */
  readonly untied: readonly LogSource[];
}

/** Documented: log groups of a query. */
const mostLogGroups = 50;

/** Undefined where no log says anything of requests. */
export function summaryPlan(sources: readonly LogSource[]): SummaryPlan | undefined {
  const gateway = gatewaySources(sources);
  if (!gateway) return undefined;
  const lines = gatewayLines(gateway);
  const all = [...gateway.execution, ...(gateway.access ? [gateway.access] : [])];
  const region = all[0]?.region ?? '';
  const groups = groupsOf(all);
  const near = sources.filter(source => source.region === region);
  const tied = (['lambda', 'authorizer'] as const).flatMap(kind => {
    const tie = tieOf(kind, gateway, lines);
    const own = near.filter(source => source.kind === kind);
    return tie ? partsOf(own, tie, groups) : [];
  });
  const isTied = new Set(tied.flatMap(part => part.sources));
  const functions = sources.filter(({kind}) => kind === 'lambda' || kind === 'authorizer');
  return {region, gateway: all, lines, parts: tied, untied: functions.filter(source => !isTied.has(source))};
}

function gatewaySources(sources: readonly LogSource[]): GatewaySources | undefined {
  const [access] = sources.filter(({kind}) => kind === 'access');
  const execution = sources.filter(({kind, canary}) => kind === 'execution' && !canary);
  const region = (execution[0] ?? access)?.region;
  if (region === undefined) return undefined;
  return {
    execution: execution.filter(source => source.region === region),
    access: access?.region === region ? access : undefined,
  };
}

function tieOf(
  kind: 'lambda' | 'authorizer',
  {execution}: GatewaySources,
  {access}: GatewayLines,
): Tie | undefined {
  if (kind === 'lambda' && (execution.length > 0 || access?.has('integrationRequestId'))) return 'endpoint';
  if (kind === 'authorizer' && access?.has('authorizerRequestId')) return 'authorizer';
  return execution.length > 0 || access?.has('traceId') ? 'trace' : undefined;
}

function partsOf(sources: readonly LogSource[], tie: Tie, gateway: readonly string[]): FunctionPart[] {
  return chunks(groupsOf(sources), mostLogGroups - gateway.length).map(own => ({
    tie,
    sources: sources.filter(({logGroup}) => own.includes(logGroup)),
    logGroups: [...gateway, ...own],
  }));
}

export const groupsOf = (sources: readonly LogSource[]): string[] => [
  ...new Set(sources.map(({logGroup}) => logGroup)),
];
