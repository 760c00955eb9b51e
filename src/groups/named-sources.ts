import {parseLogGroupArn} from '../discover/log-group-arn.js';
import type {LogSource} from '../log-source.js';

/** A log group of which it is known that it is to be read, before it has a place and a name among the others. */
export type FoundGroup = Pick<LogSource, 'logGroup' | 'region' | 'isNamed' | 'logStreams' | 'ownsStream'>;

/**
 * The sources that log groups are, in the order given: what each holds follows from its name, where that is one of
 * AWS's own.
 */
export function toNamedSources(groups: readonly FoundGroup[]): LogSource[] {
  const described = groups.map(group => {
    const logGroup = parseLogGroupArn(group.logGroup)?.logGroup ?? group.logGroup;
    return {group, content: contentOf(logGroup), names: namesFor(logGroup, group.logGroup)};
  });
  return described.map((one, rank) => {
    // The canary's log bears the name of the stage's, as it does where a stage is read.
    const rivals = described.filter(other => other !== one && other.content.canary === one.content.canary);
    const isFree = (name: string, place: number) => rivals.every(({names}) => names[place] !== name);
    return {...one.group, ...one.content, name: one.names.find(isFree) ?? one.group.logGroup, rank};
  });
}

/** `API-Gateway-Execution-Logs_{api}/{stage}`, with `/Canary` behind (REST API guide, "Canary releases"). */
const restExecution = /^API-Gateway-Execution-Logs[_/]([^/]+\/[^/]+?)(\/Canary)?$/;
/** `/aws/apigateway/{api}/{stage}` (observed for WebSocket APIs, whose ids have ten characters). */
const webSocketExecution = /^\/aws\/apigateway\/([a-z\d]{10}\/[^/]+)$/;
const lambdaGroup = /^\/aws\/lambda\/(.+)$/;

function contentOf(logGroup: string): Pick<LogSource, 'kind' | 'canary'> {
  const rest = restExecution.exec(logGroup);
  if (rest) return {kind: 'execution', canary: rest[2] !== undefined};
  if (webSocketExecution.test(logGroup)) return {kind: 'execution', canary: false};
  return {kind: lambdaGroup.test(logGroup) ? 'lambda' : 'other', canary: false};
}

/** What a group could be called, shortest first. */
function namesFor(logGroup: string, identifier: string): string[] {
  const stage = (restExecution.exec(logGroup) ?? webSocketExecution.exec(logGroup))?.[1];
  if (stage !== undefined) return ['execution', stage, logGroup, identifier];
  const functionName = lambdaGroup.exec(logGroup)?.[1];
  const short = functionName ?? logGroup.replace(/^\/(?:aws\/[^/]+\/)?(?=[^/])/, '');
  return [short, logGroup, identifier];
}
