import {AwsError} from './aws-error.js';
import {type FunctionStore, functionArn} from './function-store.js';
import type {Members} from './input.js';
import type {Place} from './log-store.js';
import type {ServiceCall} from './service-call.js';

/** The user on whose behalf every call comes. */
export const userArn = ({accountId}: Place) => `arn:aws:iam::${accountId}:user/local`;

/** The IAM action a call needs, such as `logs:FilterLogEvents`. All reads of both API Gateways are one action. */
export const actionOf = ({service, operation}: ServiceCall) =>
  service.startsWith('apigateway') ? 'apigateway:GET' : `${service}:${operation}`;

/** The error AWS gives when no policy allows a call: status 400 from CloudWatch Logs, else 403. */
export function accessDenied(call: ServiceCall, place: Place, functions: FunctionStore): AwsError {
  const action = actionOf(call);
  return new AwsError(
    deniedNames[call.service] ?? 'AccessDeniedException',
    `User: ${userArn(place)} is not authorized to perform: ${action} on resource: ` +
      `${resourceOf(call, place, functions)} because no identity-based policy allows the ${action} action`,
    call.service === 'logs' ? 400 : 403,
  );
}

/** Services of the query protocol have names of their own, and so has the portal of IAM Identity Center. */
const deniedNames: Readonly<Partial<Record<ServiceCall['service'], string>>> = {
  cloudformation: 'AccessDenied',
  sso: 'ForbiddenException',
};

function resourceOf({service, operation, input, path}: ServiceCall, place: Place, functions: FunctionStore) {
  const {region, accountId} = place;
  const text = (member: string) => (typeof input[member] === 'string' ? input[member] : undefined);
  switch (service) {
    case 'logs':
      return operation.includes('Deliver')
        ? `arn:aws:logs:${region}:${accountId}:*`
        : `arn:aws:logs:${region}:${accountId}:log-group:${nameOf(groupOf(input))}:log-stream:`;
    case 'apigateway':
      return `arn:aws:apigateway:${region}::${path}`;
    case 'apigatewayv2':
      return `arn:aws:apigateway:${region}::${path.replace(/^\/v2/, '')}`;
    case 'lambda':
      return functionArn(functions.refer(text('FunctionName') ?? '*', text('Qualifier')));
    case 'sts':
    case 'sso':
      return '*';
    case 'cloudformation':
      return `arn:aws:cloudformation:${region}:${accountId}:stack/${text('StackName') ?? '*'}/*`;
  }
}

/** The log group a call names, the first of several; a call that names none, such as StopQuery, is for all. */
function groupOf({logGroupName, logGroupIdentifier, logGroupNames, logGroupIdentifiers}: Members) {
  const named = [logGroupName, logGroupIdentifier, logGroupNames, logGroupIdentifiers].flat();
  return named.find(name => typeof name === 'string');
}

const nameOf = (identifier = '') => identifier.replace(/^arn:.*:log-group:/, '');
