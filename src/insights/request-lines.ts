import type {LogSource} from '../log-source.js';
import {type AccessParse, accessParse} from './access-parse.js';
import {asPattern, nameOfGroup} from './query-text.js';

/** The log groups of one region whose lines say what became of requests. */
export interface GatewaySources {
  /** Those of canaries left out: their lines are in the stage's own group as well. */
  readonly execution: readonly LogSource[];
  readonly access: LogSource | undefined;
}

/** A figure of a request: an aggregate function, and the field of the lines that it is made of. */
interface Figure {
  readonly name: string;
  readonly of: 'min' | 'max' | 'count' | 'sortsLast';
  readonly field: string;
}

/**
 * What the lines of API Gateway say of a request. `sortsLast` is for texts, which are the same in all lines that
 * have them.
 */
export const gatewayFigures: readonly Figure[] = [
  {name: 'firstAt', of: 'min', field: 'at'},
  {name: 'openedAt', of: 'min', field: 'openingAt'},
  {name: 'lastAt', of: 'max', field: 'executionAt'},
  {name: 'executionEnds', of: 'max', field: 'executionEnd'},
  {name: 'executionStatus', of: 'max', field: 'executionStatusOf'},
  {name: 'lineStatus', of: 'max', field: 'accessStatus'},
  {name: 'lineLatency', of: 'max', field: 'accessLatency'},
  {name: 'refusals', of: 'count', field: 'refused'},
  {name: 'executionMethod', of: 'sortsLast', field: 'executionMethodOf'},
  {name: 'lineMethod', of: 'sortsLast', field: 'accessMethod'},
  {name: 'executionResource', of: 'sortsLast', field: 'resource'},
  {name: 'lineResource', of: 'sortsLast', field: 'accessResource'},
  {name: 'executionPath', of: 'sortsLast', field: 'executionPathOf'},
  {name: 'linePath', of: 'sortsLast', field: 'accessPath'},
];

/** `stats` columns for figures of lines. */
export const figuresOfLines = (figures: readonly Figure[]): string =>
  figures.map(({name, of, field}) => `${of}(${field}) as ${name}`).join(', ');

/** The same for figures of several groups of lines, under names of their own. */
export const figuresOfFigures = (figures: readonly Figure[]): string =>
  figures.map(({name, of}) => `${of === 'count' ? 'sum' : of}(${name}) as ${name}${all}`).join(', ');

/** Behind the names of figures that are made of figures. */
export const all = 'OfAll';

/**
 * Fields of a request, of its figures: `status`, `latencyMs`, `method`, `route`, `path`, `isClosed`. The latency is
 * the access log's, else from the first to the last execution line where both are seen. A sum with an absent field
 * is absent.
 *
 * @param suffix behind the names of the figures
 */
export const requestFields = (suffix: string): string => {
  const of = (name: string) => `${name}${suffix}`;
  return [
    `coalesce(${of('executionStatus')}, ${of('lineStatus')}) as status`,
    `coalesce(${of('lineLatency')}, ${of('lastAt')} - ${of('openedAt')} + 0 * ${of('executionEnds')}) as latencyMs`,
    `coalesce(${of('executionMethod')}, ${of('lineMethod')}) as method`,
    `coalesce(${of('executionResource')}, ${of('lineResource')}) as resourcePath`,
    `coalesce(resourcePath, ${of('executionPath')}, ${of('linePath')}) as route`,
    `coalesce(${of('executionEnds')}, 1 + 0 * ${of('lineStatus')}, 0) as isClosed`,
  ]
    .map(field => `fields ${field}`)
    .join('\n| ');
};

/** The field of a gateway's line that names its request. */
export const requestIdField = 'apiRequestId';

/** How the lines of the gateway's log groups are taken apart, in commands that stand behind the window. */
export interface GatewayLines {
  readonly commands: readonly string[];
  readonly access: AccessParse | undefined;
}

/** Text forms of execution lines as in `correlate/execution-line.ts` and `requests/request-fact.ts`. */
export function gatewayLines({execution, access}: GatewaySources): GatewayLines {
  const names = execution.map(({logGroup}) => asPattern(nameOfGroup(logGroup)));
  const isDelivered = execution.some(({logGroup}) => !nameOfGroup(logGroup).startsWith(ownGroupPrefix));
  const parsed = access && accessParse(access, 'line');
  return {
    access: parsed,
    commands: [
      // `123456789012:API-Gateway-Execution-Logs_abc123def4/prod`
      'parse @log "*:*" as owner, logGroup',
      // A log delivery wraps the lines in JSON: `{"payload":"(3e0f6c52-…) Starting execution for request: …"}`
      `fields concat(logGroup, " ", ${isDelivered ? 'coalesce(payload, @message)' : '@message'}) as line`,
      ...(names.length > 0 ? executionCommands(names.join('|')) : []),
      ...(parsed?.commands ?? []),
      ...requestCommands(names.length > 0, access, parsed),
    ],
  };
}

const ownGroupPrefix = 'API-Gateway-Execution-Logs_';

const executionCommands = (groups: string): string[] => [
  // `(3e0f6c52-91b7-4c1a-8de3-7a5b2049cf18) Starting execution for request: …`
  String.raw`parse line /^(?:${groups}) \((?<executionId>[^\s()]{1,128})\) (?<text>[\s\S]*)/`,
  'parse text /^(?<opening>Extended Request Id: |Verifying Usage Plan for request: |Starting |HTTP Method: )/',
  // `HTTP Method: GET, Resource Path: /orders/42`
  String.raw`parse text /^HTTP Method: (?<callMethod>\S{1,16}), Resource Path: (?<callPath>[\s\S]*)/`,
  // `API Key  authorized because method 'GET /orders/{id}' does not require API Key. …`
  String.raw`parse text /^API Key .{0,80}authorized because method '(?<resourceMethod>\S{1,16}) (?<resource>[^']{1,512})'/`,
  // `Key throttle limit exceeded for RestApi …, HttpMethod POST. Limit: …`
  String.raw`parse text /^Key \w{1,20} limit exceeded for .{1,300}, HttpMethod (?<limitedMethod>[A-Z]{1,16})/`,
  // With data trace, the event for an authorizer: `"methodArn":"arn:aws:execute-api:…:abc123def4/prod/GET/orders/42"`
  String.raw`parse text /^Endpoint request body after transformations: \{"type":"[\s\S]*"methodArn":"arn:[^"\/]{1,200}\/[^"\/]{1,128}\/(?<arnMethod>[A-Z]{1,16})(?<arnPath>\/[^"]*)"/`,
  // `Method completed with status: 200`
  String.raw`parse text /^Method completed with status: (?<completed>\d{3})/`,
  // `Unauthorized request: 3e0f6c52-…`, the last line of a request that got 401
  'parse text /^(?<unauthorized>Unauthorized request: )/',
  // `X-ray Tracing ID : Root=1-69afe3f0-…`
  String.raw`parse text /^X-ray Tracing ID : (?:Root=)?(?<trace>\S+)/`,
  'parse text /^(?<refused>Lambda invocation failed with status: 429|Execution failed due to configuration error: ?[Rr]ate [Ee]xceeded)/',
];

function requestCommands(
  hasExecution: boolean,
  access: LogSource | undefined,
  parsed: AccessParse | undefined,
): string[] {
  const ids = [
    ...(hasExecution ? ['executionId'] : []),
    ...(parsed?.has('requestId') ? ['accessRequestId'] : []),
    ...(parsed?.has('extendedRequestId') && access?.hasOneRequestId ? ['accessExtendedId'] : []),
  ];
  const at = 'toMillis(@timestamp)';
  return [
    `fields coalesce(${[...ids, 'noId'].join(', ')}) as ${requestIdField}`,
    `fields ${at} + 0 * strlen(${requestIdField}) as at`,
    ...(hasExecution
      ? [
          `fields ${at} + 0 * strlen(executionId) as executionAt, ${at} + 0 * strlen(opening) as openingAt`,
          'fields coalesce(callMethod, resourceMethod, limitedMethod, arnMethod) as executionMethodOf',
          'fields coalesce(callPath, arnPath) as executionPathOf',
          'fields coalesce(completed, 401 + 0 * strlen(unauthorized)) as executionStatusOf',
          'fields 1 + 0 * strlen(coalesce(completed, unauthorized, trace)) as executionEnd',
        ]
      : []),
  ];
}
