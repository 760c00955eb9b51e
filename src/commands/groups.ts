import type {LogGroup} from '@aws-sdk/client-cloudwatch-logs';
import {toApilogsError} from '../aws/aws-error.js';
import type {GroupsOptions} from '../cli/list-options.js';
import type {Context} from '../context.js';
import {pagesOf} from '../discover/all-pages.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {GroupQuery} from '../groups/group-ports.js';
import {renderLogGroupsJson, renderNames} from '../render/name-lists.js';
import {type Listing, printList} from './list-names.js';

/** `apilogs groups`: the log groups of the region. */
export async function run(options: GroupsOptions, context: Context): Promise<ExitCode> {
  await printList(options, context, listing => listGroups(options, listing));
  return exitCodes.ok;
}

async function* listGroups(
  options: GroupsOptions,
  {aws, ports, notices, signal}: Listing,
): AsyncGenerator<string> {
  const {region, profile, endpointUrl} = aws;
  const {text = '', output} = options;
  let found = 0;
  try {
    for await (const page of pagesOf(next => ports.logGroups(queryFor(options), region, next, signal))) {
      const groups = page.filter(({logGroupName = ''}) => logGroupName.includes(text));
      found += groups.length;
      yield output === 'json' ? renderLogGroupsJson(groups) : renderNames(groups.map(nameOf));
    }
  } catch (error) {
    const call = {action: 'logs:DescribeLogGroups', what: 'the list of log groups'};
    throw toApilogsError(error, {...call, region, profile, endpointUrl});
  }
  if (found === 0)
    notices.notice(noneText(options, region), 'another region? --region; another account? --profile');
}

/** AWS takes either, and of groups that it searches by text it says no class and no size. */
function queryFor({prefix, text, output}: GroupsOptions): GroupQuery {
  if (prefix === undefined && text !== undefined && output === 'text') return {containing: text};
  return {prefix: prefix ?? ''};
}

const nameOf = ({logGroupName = ''}: LogGroup) => logGroupName;

function noneText({prefix, text}: GroupsOptions, region: string): string {
  const conditions = [
    ...(prefix === undefined ? [] : [`begins with "${prefix}"`]),
    ...(text === undefined ? [] : [`contains "${text}"`]),
  ];
  return conditions.length === 0
    ? `there are no log groups in region ${region}`
    : `no log group in region ${region} has a name that ${conditions.join(' and ')}`;
}
