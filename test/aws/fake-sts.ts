import type {ServerResponse} from 'node:http';
import {type FakeService, fakeService, type ServiceRequest} from './fake-service.js';

export interface FakeStsOptions {
  /** The codes that the device shows; each is taken once, as AWS does. None: no code is asked for. */
  readonly codes?: readonly string[];
  /** Epoch ms. */
  readonly expiration?: number;
  /** What the session has for its secret and token. */
  readonly session?: {readonly secretAccessKey: string; readonly sessionToken: string};
  /** Answers with this error to whoever asks. */
  readonly error?: {readonly code: string; readonly message: string};
}

/** The Query protocol of AWS STS: AssumeRole and AssumeRoleWithWebIdentity, with names that tell the caller. */
export async function fakeSts({
  codes,
  expiration,
  session = {secretAccessKey: 'secret', sessionToken: 'token'},
  error,
}: FakeStsOptions = {}): Promise<FakeService> {
  const unused = new Set(codes);
  return fakeService((request, response) => {
    const input = parametersOf(request);
    if (error) return answerError(response, error);
    if (codes && !unused.delete(input.get('TokenCode') ?? '')) {
      return answerError(response, {
        code: 'AccessDenied',
        message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
      });
    }
    answerSession(response, input, {...session, expiration: expiration ?? Date.now() + 3_600_000});
  });
}

/** What a request to STS asks for. */
export const parametersOf = ({body}: ServiceRequest): URLSearchParams => new URLSearchParams(body);

/** The access key that signed a request; undefined for one that nobody signed. */
export const signerOf = ({headers}: ServiceRequest): string | undefined =>
  /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1];

function answerSession(
  response: ServerResponse,
  input: URLSearchParams,
  {
    secretAccessKey,
    sessionToken,
    expiration,
  }: {readonly secretAccessKey: string; readonly sessionToken: string; readonly expiration: number},
): void {
  const action = input.get('Action') ?? '';
  const [, accountId, role] = /^arn:aws:iam::(\d+):role\/(.+)$/.exec(input.get('RoleArn') ?? '') ?? [];
  response.writeHead(200, {'content-type': 'text/xml'});
  response.end(
    `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>` +
      `<AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId>` +
      `<Arn>arn:aws:sts::${accountId}:assumed-role/${role}/x</Arn></AssumedRoleUser>` +
      `<Credentials><AccessKeyId>ASIA${role}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey>` +
      `<SessionToken>${sessionToken}</SessionToken><Expiration>${new Date(expiration).toISOString()}</Expiration></Credentials>` +
      `</${action}Result></${action}Response>`,
  );
}

function answerError(response: ServerResponse, {code, message}: {code: string; message: string}): void {
  response.writeHead(403, {'content-type': 'text/xml'});
  response.end(
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
      `<Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}
