import {userArn} from './access-denied.js';
import {escapeXml} from './answers.js';
import {apiGatewayOperations} from './api-gateway-service.js';
import {AwsError} from './aws-error.js';
import {cloudFormationOperations} from './cloud-formation-service.js';
import type {CustomDomainStore} from './custom-domain-store.js';
import {type FunctionReference, type FunctionStore, functionArn} from './function-store.js';
import {httpApiOperations} from './http-api-service.js';
import type {HttpApiStore} from './http-api-store.js';
import type {Place} from './log-store.js';
import {type LogsServiceOptions, logsOperations} from './logs-service.js';
import type {RestApiStore} from './rest-api-store.js';
import type {Operations, ServiceName} from './service-call.js';
import type {StackStore} from './stack-store.js';

export type Services = Readonly<Record<ServiceName, Operations>>;

export interface ServicesOptions extends LogsServiceOptions {
  readonly place: Place;
  readonly apiGateway: RestApiStore;
  readonly apiGatewayV2: HttpApiStore;
  readonly lambda: FunctionStore;
  readonly customDomains: CustomDomainStore;
  readonly stacks: StackStore;
}

export const createServices = (options: ServicesOptions): Services => ({
  logs: logsOperations(options),
  apigateway: apiGatewayOperations(options.apiGateway, options.customDomains),
  apigatewayv2: httpApiOperations(options.apiGatewayV2, options.customDomains),
  lambda: lambdaOperations(options.lambda, options.place),
  sts: stsOperations(options.place, options.now),
  sso: ssoOperations(options.now),
  cloudformation: cloudFormationOperations(options.stacks),
});

function lambdaOperations(functions: FunctionStore, place: Place): Operations {
  return {
    GetFunctionConfiguration: input => {
      const reference = functions.refer(input.requiredText('FunctionName'), input.text('Qualifier'));
      if (reference.accountId === place.accountId) return functions.describe(reference);
      throw otherAccount(reference, place);
    },
  };
}

const otherAccount = (reference: FunctionReference, place: Place) =>
  new AwsError(
    'AccessDeniedException',
    `User: ${userArn(place)} is not authorized to perform: lambda:GetFunctionConfiguration on resource: ` +
      `${functionArn(reference)} because no resource-based policy allows the ` +
      'lambda:GetFunctionConfiguration action',
    403,
  );

const stsOperations = (place: Place, now: () => number): Operations => ({
  GetCallerIdentity: () =>
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
    `<Arn>${escapeXml(userArn(place))}</Arn><UserId>AIDALOCALAWSUSER00000</UserId>` +
    `<Account>${escapeXml(place.accountId)}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  AssumeRole: input => {
    const expiration = new Date(now() + sessionMs).toISOString();
    return (
      '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
      '<AccessKeyId>ASIALOCALAWS00000000</AccessKeyId><SecretAccessKey>any</SecretAccessKey>' +
      `<SessionToken>session</SessionToken><Expiration>${expiration}</Expiration></Credentials>` +
      `<AssumedRoleUser><AssumedRoleId>AROALOCALAWSROLE00000:session</AssumedRoleId>` +
      `<Arn>${escapeXml(input.requiredText('RoleArn'))}</Arn></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>`
    );
  },
});

/** The portal of IAM Identity Center, whose calls bear a token in place of a signature. */
const ssoOperations = (now: () => number): Operations => ({
  GetRoleCredentials: () => ({
    roleCredentials: {
      accessKeyId: 'ASIALOCALAWS00000001',
      secretAccessKey: 'any',
      sessionToken: 'session',
      expiration: now() + sessionMs,
    },
  }),
});

const sessionMs = 60 * 60 * 1_000;
