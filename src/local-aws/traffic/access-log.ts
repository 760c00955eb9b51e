/** What an access log line may say of a request; `undefined` prints as `-`. */
export interface AccessFacts {
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly ip: string;
  /** Epoch ms. */
  readonly requestTime: number;
  readonly httpMethod: string;
  readonly resourcePath: string;
  readonly path: string;
  readonly status: number;
  readonly responseLength: number;
  readonly integrationRequestId: string | undefined;
  readonly authorizerRequestId: string | undefined;
  readonly integrationLatency: number | undefined;
  readonly responseLatency: number;
  readonly xrayTraceId: string | undefined;
}

interface Field {
  readonly key: string;
  readonly variable: string;
  readonly value: (facts: AccessFacts) => string | number | undefined;
}

const identity: readonly Field[] = [
  {key: 'requestId', variable: 'requestId', value: facts => facts.requestId},
  {key: 'extendedRequestId', variable: 'extendedRequestId', value: facts => facts.extendedRequestId},
  {key: 'ip', variable: 'identity.sourceIp', value: facts => facts.ip},
  {key: 'requestTime', variable: 'requestTime', value: facts => commonLogTime(facts.requestTime)},
  {key: 'httpMethod', variable: 'httpMethod', value: facts => facts.httpMethod},
  {key: 'resourcePath', variable: 'resourcePath', value: facts => facts.resourcePath},
];
const answer: readonly Field[] = [
  {key: 'status', variable: 'status', value: facts => facts.status},
  {key: 'protocol', variable: 'protocol', value: () => 'HTTP/1.1'},
  {key: 'responseLength', variable: 'responseLength', value: facts => facts.responseLength},
];

const formats = {
  basic: [...identity, ...answer],
  full: [
    ...identity,
    {key: 'path', variable: 'path', value: facts => facts.path},
    ...answer,
    {
      key: 'integrationRequestId',
      variable: 'integration.requestId',
      value: facts => facts.integrationRequestId,
    },
    {
      key: 'authorizerRequestId',
      variable: 'authorizer.requestId',
      value: facts => facts.authorizerRequestId,
    },
    {key: 'integrationLatency', variable: 'integrationLatency', value: facts => facts.integrationLatency},
    {key: 'responseLatency', variable: 'responseLatency', value: facts => facts.responseLatency},
    {key: 'xrayTraceId', variable: 'xrayTraceId', value: facts => facts.xrayTraceId},
  ],
} as const satisfies Record<string, readonly Field[]>;

export type AccessLogDetail = keyof typeof formats;

/** The stage's `accessLogSettings.format`. */
export const accessLogFormat = (detail: AccessLogDetail): string =>
  JSON.stringify(Object.fromEntries(formats[detail].map(({key, variable}) => [key, `$context.${variable}`])));

/** One access log line. Every value is a string, for the format puts it in quotes. */
export const accessLogMessage = (detail: AccessLogDetail, facts: AccessFacts): string =>
  JSON.stringify(
    Object.fromEntries(formats[detail].map(({key, value}) => [key, String(value(facts) ?? '-')])),
  );

/** `10/Mar/2026:09:15:02 +0000` */
function commonLogTime(at: number): string {
  const [, day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
