import type {AccessLog} from './access-log.js';
import type {ExecutionDelivery} from './execution-delivery.js';
import {defaultLogGroup, type FunctionUse} from './function-sources.js';
import type {Gap} from './gap.js';
import {groupBy} from './group-by.js';

/** The parts of a stage that name accounts. */
export interface StageParts {
  readonly accessLog: AccessLog;
  readonly delivery: ExecutionDelivery;
  readonly uses: readonly FunctionUse[];
}

/**
 * The account that owns the API, for credentials that do not say theirs: that of its access log or its log
 * delivery, else the one most of its functions are in.
 */
export function ownerOf({accessLog, delivery, uses}: StageParts): string | undefined {
  if (delivery.accountId) return delivery.accountId;
  if (accessLog.kind === 'logGroup') return accessLog.address.accountId;
  const accounts = [...groupBy(uses, use => use.function.accountId)];
  const [most] = accounts.sort(([, a], [, b]) => b.length - a.length);
  return most?.[0];
}

/** Whether something can be read with the API's own credentials, as far as is known. */
export const isOfAccount = ({accountId}: {readonly accountId: string}, owner: string | undefined): boolean =>
  owner === undefined || accountId === owner;

/** A gap for each log that lies in an account other than the API's: its logs need that account's credentials. */
export function otherAccountGaps({accessLog, delivery, uses}: StageParts, owner: string | undefined): Gap[] {
  const functions = uses
    .map(use => use.function)
    .filter(lambdaFunction => !isOfAccount(lambdaFunction, owner));
  const oneEach = groupBy(functions, ({name, region, accountId}) => `${accountId} ${region} ${name}`);
  return [
    ...[...oneEach.values()].map(([{name, region, accountId}]) =>
      otherAccountGap({
        what: `function ${name}`,
        about: {kind: 'lambda', name},
        accountId,
        command: `${defaultLogGroup(name)} --region ${region}`,
      }),
    ),
    ...(accessLog.kind === 'logGroup' && !isOfAccount(accessLog.address, owner)
      ? [
          otherAccountGap({
            what: 'the access log',
            about: {kind: 'access', name: 'access'},
            accountId: accessLog.address.accountId,
            command: `${accessLog.address.logGroup} --region ${accessLog.address.region}`,
          }),
        ]
      : []),
    ...(delivery.logGroup && !isOfAccount(delivery.logGroup, owner)
      ? [
          otherAccountGap({
            what: 'the log group that gets the execution log',
            about: {kind: 'execution', name: 'execution'},
            accountId: delivery.logGroup.accountId,
            command: `${delivery.logGroup.logGroup} --region ${delivery.logGroup.region}`,
          }),
        ]
      : []),
  ];
}

const otherAccountGap = ({
  what,
  about,
  accountId,
  command,
}: {
  what: string;
  about: Gap['about'] & object;
  accountId: string;
  command: string;
}): Gap => ({
  kind: 'otherAccount',
  what,
  message: `${what} is in account ${accountId}, so its log cannot be read with these credentials`,
  hint: `\`aws logs tail ${command} --profile NAME\` reads it with that account's`,
  isPartial: true,
  about,
});
