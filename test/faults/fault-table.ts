import type {LocalAws} from '../../src/local-aws/local-aws.js';
import type {Column} from './faults.js';
import type {Call} from './run-cell.js';
import {cartsGroup, httpApiId, ordersGroup, requestId, restApiId, window} from './world.js';

/** How a run is to end. Whatever happens, it ends, and no line is printed twice. */
export type Outcome =
  /** As if nothing had been: the same code, the same output. */
  | {readonly kind: 'complete'}
  /** The same code and output, by another way than usual; stderr says what could not be done where `says` is given. */
  | {readonly kind: 'replaced'; readonly says?: RegExp}
  /** Code 0, and details that are not known are left out: nothing is made up. */
  | {readonly kind: 'unknown'}
  /** Code 8: less than all, or nobody can say whether it is all; stderr (of `sources` stdout) names what is missing. */
  | {readonly kind: 'partial'; readonly names: RegExp}
  /** This code, and at most a part of the output; stderr says why. */
  | {readonly kind: 'error'; readonly code: number; readonly says: RegExp}
  /** Nothing answers any more: code 1 and why; or, where something had been read by then, code 8 and what is missing. */
  | {readonly kind: 'cutOff'};

/** A row of the table: a call, the command line that makes it, and what becomes of it. */
export interface Row extends Call {
  readonly name: string;
  /** Where the call never succeeds. */
  readonly lasting: Outcome;
  /** Where it is not allowed; as `lasting` where absent. */
  readonly denied?: Outcome;
  /** Where its list does not lead to its end; as `lasting` where absent. */
  readonly pages?: Outcome;
  /** Where nothing answers any more; by default the run is cut off. */
  readonly network?: Outcome;
  /** Whether its answer comes in pages. */
  readonly isList?: boolean;
  /** Whether it is made for several sources. */
  readonly hasSources?: boolean;
  /** Columns that are left out, and why. */
  readonly leftOut?: Readonly<Record<string, string>>;
  /** Whether the lines of stdout are things found, so that of less than all each must be one of all. */
  readonly printsItems?: boolean;
  /** What no cell may take, in ms of the run's own time. */
  readonly withinMs?: number;
  /** Cells that differ, by the name of the column. */
  readonly except?: Readonly<Record<string, Outcome>>;
}

const complete: Outcome = {kind: 'complete'};
const cutOff: Outcome = {kind: 'cutOff'};
const partial = (names: RegExp): Outcome => ({kind: 'partial', names});
const failure = (says: RegExp): Outcome => ({kind: 'error', code: 1, says});
const refused = (says: RegExp): Outcome => ({kind: 'error', code: 4, says});
const replaced = (says?: RegExp): Outcome => ({kind: 'replaced', ...(says && {says})});

const rest = ['-a', restApiId, '-t', 'prod', ...window];
const sent = ['-a', restApiId, '-t', 'sent', ...window];
const http = ['-a', httpApiId, '-t', 'live', ...window];
const raw = ['-o', 'raw'];
const json = ['-o', 'json'];

const noExport = (localAws: LocalAws) =>
  localAws.faults.deny('apigateway:GET', (_, {operation}) => operation === 'GetExport');
const unanswered = /does not answer .* as AWS does|cannot be reached/;

/** FilterLogEvents of several log groups, none of which can be read. */
const nothingRead = {
  lasting: partial(/cannot read log group|keeps throttling/),
  denied: refused(/no permission to read/),
  // Another listing from where the one before had come to gets on.
  pages: complete,
  except: {
    // What answers is not AWS, or nothing does: that goes for all log groups alike.
    'reset before the answer for ever': failure(unanswered),
    'a body cut short, for ever': failure(unanswered),
    'an event that is garbage, for ever': failure(unanswered),
    'a body that is no JSON, for ever': failure(unanswered),
    "a proxy's page, for ever": failure(unanswered),
    'no answer for ever': failure(unanswered),
    'no permission for one source': partial(/no permission to read log group "\/aws\/lambda\/carts"/),
    'a token is refused, once': complete,
    'tokens without end': partial(/one empty page after another for \/aws\/lambda\/carts/),
  },
} satisfies Partial<Row>;

const reading = {
  service: 'logs',
  operation: 'FilterLogEvents',
  isList: true,
  hasSources: true,
} as const;

const logRows: readonly Row[] = [
  {
    ...reading,
    ...nothingRead,
    name: 'FilterLogEvents of get',
    argv: ['get', ...rest, ...raw],
    printsItems: true,
  },
  {
    ...reading,
    ...nothingRead,
    name: 'FilterLogEvents of get --filter-pattern',
    argv: ['get', ...rest, ...raw, '-f', 'line'],
    printsItems: true,
    leftOut: {'tokens without end': 'a pattern may leave 100,000 pages empty before that is an end'},
  },
  {
    ...reading,
    ...nothingRead,
    name: 'FilterLogEvents of get --last',
    argv: ['get', ...rest, ...raw, '--last', '12'],
    // The last of less than all are others.
    except: {
      ...nothingRead.except,
      'no permission for one source': partial(/no permission to read log group "\/aws\/lambda\/carts"/),
    },
  },
  {
    ...reading,
    ...nothingRead,
    name: 'FilterLogEvents of get --log-group',
    argv: ['get', '--log-group', ordersGroup, '--log-group', cartsGroup, ...window, ...raw],
    printsItems: true,
  },
  {
    ...reading,
    ...nothingRead,
    name: 'FilterLogEvents of get --watch',
    argv: [
      'get',
      '-a',
      restApiId,
      '-t',
      'prod',
      ...window.slice(0, 2),
      ...raw,
      '--watch',
      '--for',
      '90s',
      '-i',
      '5',
    ],
    printsItems: true,
  },
  {
    ...reading,
    ...nothingRead,
    name: 'FilterLogEvents of trace',
    argv: ['trace', requestId, ...rest, ...json],
    leftOut: {'tokens without end': 'the lines of one request in this log group are on one page'},
    except: {
      ...nothingRead.except,
      // The execution log is searched first, alone.
      'an event that is garbage, for ever': partial(unanswered),
    },
  },
  {...reading, ...nothingRead, name: 'FilterLogEvents of requests', argv: ['requests', ...rest, ...json]},
  {
    ...reading,
    ...nothingRead,
    name: 'FilterLogEvents of sources',
    isList: false,
    argv: ['sources', '-a', restApiId, '-t', 'prod', ...json],
    lasting: partial(/cannot be read|cannot read|keeps throttling/),
    except: {
      ...nothingRead.except,
      'no permission for one source': partial(/carts.*no permission|carts.*denied/),
    },
  },
];

const insights = {
  service: 'logs',
  argv: ['get', ...rest, ...raw, '--engine', 'insights'],
  lasting: nothingRead.lasting,
  denied: nothingRead.denied,
  printsItems: true,
  except: {
    'reset before the answer for ever': failure(unanswered),
    'a body cut short, for ever': failure(unanswered),
    'a body that is no JSON, for ever': failure(unanswered),
    "a proxy's page, for ever": failure(unanswered),
    'no answer for ever': failure(unanswered),
  },
} as const;

const insightsRows: readonly Row[] = [
  {
    ...insights,
    name: 'StartQuery of get --engine insights',
    operation: 'StartQuery',
    hasSources: true,
    except: {
      ...insights.except,
      'no permission for one source': partial(/no permission to .* log group "\/aws\/lambda\/carts"/),
    },
  },
  {...insights, name: 'GetQueryResults of get --engine insights', operation: 'GetQueryResults'},
];

const gateway = 'apigateway';
const gatewayV2 = 'apigatewayv2';
const stageUnknown = partial(/stage "\w+" cannot be read|no permission to read stage "\w+"/);
const definitionUnknown = partial(/the API's definition/);
const noList = (what: string, code = 4) => ({
  lasting: failure(new RegExp(`${what}|does not answer|cannot be reached`)),
  denied: {kind: 'error', code, says: new RegExp(`no permission to read .*${what}`)} as const,
});
const deliveryUnknown = partial(
  /whether a log delivery sends the execution log elsewhere|a log delivery sends/,
);
const stagesUnknown = partial(/stages of API|does not answer|cannot be reached/);

const lookUpRows: readonly Row[] = [
  {
    name: 'GetRestApi of get',
    service: gateway,
    operation: 'GetRestApi',
    argv: ['get', ...rest, ...raw],
    // Only the name of the API comes from it.
    lasting: replaced(),
    printsItems: true,
  },
  {
    name: 'GetStage of get',
    service: gateway,
    operation: 'GetStage',
    argv: ['get', ...rest, ...raw],
    lasting: stageUnknown,
    printsItems: true,
  },
  {
    name: 'GetExport of get',
    service: gateway,
    operation: 'GetExport',
    argv: ['get', ...rest, ...raw],
    // The API's resources are read in its place.
    lasting: replaced(/the stage's deployment cannot be exported/),
    printsItems: true,
  },
  {
    name: 'GetResources of get, where GetExport is not allowed',
    isList: true,
    service: gateway,
    operation: 'GetResources',
    argv: ['get', ...rest, ...raw],
    prepare: noExport,
    lasting: definitionUnknown,
    printsItems: true,
  },
  {
    name: 'GetAuthorizers of get',
    isList: true,
    service: gateway,
    operation: 'GetAuthorizers',
    argv: ['get', ...rest, ...raw],
    // The export describes those in use.
    lasting: replaced(),
    printsItems: true,
  },
  {
    name: 'DescribeDeliverySources of get',
    isList: true,
    service: 'logs',
    operation: 'DescribeDeliverySources',
    argv: ['get', ...sent, ...raw],
    lasting: deliveryUnknown,
    printsItems: true,
  },
  {
    name: 'DescribeDeliveries of get',
    service: 'logs',
    operation: 'DescribeDeliveries',
    argv: ['get', ...sent, ...raw],
    lasting: deliveryUnknown,
    printsItems: true,
  },
  {
    name: 'GetDeliveryDestination of get',
    service: 'logs',
    operation: 'GetDeliveryDestination',
    argv: ['get', ...sent, ...raw],
    lasting: deliveryUnknown,
    printsItems: true,
  },
  {
    name: 'GetFunctionConfiguration of get',
    hasSources: true,
    service: 'lambda',
    operation: 'GetFunctionConfiguration',
    argv: ['get', ...rest, ...raw],
    // The log group with the usual name is read in its place, and exists.
    lasting: replaced(/function \w+ cannot be looked up/),
    denied: replaced(),
    printsItems: true,
  },
  {
    name: 'GetApi of get',
    service: gatewayV2,
    operation: 'GetApi',
    argv: ['get', ...http, ...raw],
    lasting: failure(/API http123456|does not answer|cannot be reached/),
    denied: refused(/no permission to read API http123456/),
    printsItems: true,
  },
  {
    name: 'GetStage of get of an HTTP API',
    service: gatewayV2,
    operation: 'GetStage',
    argv: ['get', ...http, ...raw],
    lasting: stageUnknown,
    printsItems: true,
  },
  {
    name: 'GetRoutes of get',
    isList: true,
    service: gatewayV2,
    operation: 'GetRoutes',
    argv: ['get', ...http, ...raw],
    // What a function serves is all that they tell.
    lasting: replaced(),
    printsItems: true,
  },
  {
    name: 'GetIntegrations of get',
    isList: true,
    service: gatewayV2,
    operation: 'GetIntegrations',
    argv: ['get', ...http, ...raw],
    lasting: partial(/the API's integrations/),
    printsItems: true,
  },
  {
    name: 'GetAuthorizers of get of an HTTP API',
    isList: true,
    service: gatewayV2,
    operation: 'GetAuthorizers',
    argv: ['get', ...http, ...raw],
    lasting: partial(/the API's authorizers/),
    printsItems: true,
  },
  {
    name: 'ExportApi of get',
    service: gatewayV2,
    operation: 'ExportApi',
    argv: ['get', ...http, ...raw],
    // The API as it is edited is read in its place.
    lasting: replaced(/deployment cannot be exported/),
    printsItems: true,
  },
  {
    name: 'GetStages of get, where the stage does not exist',
    service: gateway,
    operation: 'GetStages',
    argv: ['get', '-a', restApiId, '-t', 'nope', ...window, ...raw],
    // Only the hint has less to tell.
    network: replaced(/stage "nope" of API \w+ does not exist/),
    lasting: replaced(/stage "nope" of API rest123456 does not exist/),
  },
  {
    name: 'GetStages of get of an HTTP API, where the stage does not exist',
    isList: true,
    service: gatewayV2,
    operation: 'GetStages',
    argv: ['get', '-a', httpApiId, '-t', 'nope', ...window, ...raw],
    network: replaced(/stage "nope" of API \w+ does not exist/),
    lasting: replaced(/stage "nope" of API http123456 does not exist/),
  },
  {
    name: 'GetRestApis of get by name',
    isList: true,
    service: gateway,
    operation: 'GetRestApis',
    argv: ['get', '-a', 'shop', '-t', 'prod', ...window, ...raw],
    ...noList('list of REST APIs'),
    printsItems: true,
  },
  {
    name: 'GetApis of get by name',
    isList: true,
    service: gatewayV2,
    operation: 'GetApis',
    argv: ['get', '-a', 'web-3', '-t', 'live', ...window, ...raw],
    ...noList('list of HTTP and WebSocket APIs'),
    printsItems: true,
  },
  {
    name: 'GetBasePathMappings of get by domain name',
    isList: true,
    service: gateway,
    operation: 'GetBasePathMappings',
    argv: ['get', 'https://api.example.com/v1/orders', ...window, ...raw],
    // The other version knows the same mappings of a regional domain name.
    lasting: replaced(),
    printsItems: true,
  },
  {
    name: 'GetApiMappings of get by domain name',
    isList: true,
    service: gatewayV2,
    operation: 'GetApiMappings',
    argv: ['get', 'https://api.example.com/v1/orders', ...window, ...raw],
    lasting: replaced(/other mappings may lead further/),
    printsItems: true,
  },
  {
    name: 'ListStackResources of get --stack-name',
    isList: true,
    service: 'cloudformation',
    operation: 'ListStackResources',
    argv: ['get', '--stack-name', 'shop', ...window, ...raw],
    ...noList('stack "shop"'),
    printsItems: true,
  },
  {
    name: 'GetRestApis of apis',
    isList: true,
    service: gateway,
    operation: 'GetRestApis',
    argv: ['apis', ...json],
    lasting: partial(/list of REST APIs|does not answer|cannot be reached/),
    printsItems: true,
  },
  {
    name: 'GetApis of apis',
    isList: true,
    service: gatewayV2,
    operation: 'GetApis',
    argv: ['apis', ...json],
    lasting: partial(/list of HTTP and WebSocket APIs|does not answer|cannot be reached/),
    printsItems: true,
  },
  {
    name: 'GetStages of apis',
    service: gateway,
    operation: 'GetStages',
    argv: ['apis', ...json],
    lasting: stagesUnknown,
  },
  {
    name: 'GetStages of apis for HTTP APIs',
    isList: true,
    service: gatewayV2,
    operation: 'GetStages',
    argv: ['apis', ...json],
    lasting: stagesUnknown,
  },
  {
    name: 'DescribeLogGroups of groups',
    isList: true,
    service: 'logs',
    operation: 'DescribeLogGroups',
    argv: ['groups', ...json],
    ...noList('list of log groups'),
    printsItems: true,
  },
  {
    name: 'DescribeLogStreams of streams',
    isList: true,
    service: 'logs',
    operation: 'DescribeLogStreams',
    argv: ['streams', cartsGroup, ...json],
    ...noList('log group'),
    printsItems: true,
  },
  {
    name: 'DescribeLogGroups of get --log-group-prefix',
    isList: true,
    service: 'logs',
    operation: 'DescribeLogGroups',
    argv: ['get', '--log-group-prefix', '/aws/lambda/', ...window, ...raw],
    ...noList('log groups that begin with'),
    printsItems: true,
  },
  {
    name: 'DescribeLogGroups of get GROUP',
    service: 'logs',
    operation: 'DescribeLogGroups',
    argv: ['get', ordersGroup, ...window, ...raw],
    lasting: failure(/log group "\/aws\/lambda\/orders"|does not answer|cannot be reached/),
    // A name that may not be looked up is taken as it is.
    denied: replaced(),
    printsItems: true,
  },
  {
    name: 'DescribeLogStreams of get GROUP STREAM',
    service: 'logs',
    operation: 'DescribeLogStreams',
    argv: ['get', ordersGroup, 'stream.*', ...window, ...raw],
    lasting: failure(/log group "\/aws\/lambda\/orders"|does not answer|cannot be reached/),
    denied: replaced(),
    printsItems: true,
  },
  {
    name: 'GetAccount of sources',
    service: gateway,
    operation: 'GetAccount',
    argv: ['sources', '-a', restApiId, '-t', 'prod', ...json],
    network: {kind: 'unknown'},
    // All else has been read by then.
    except: {'credentials expire': {kind: 'unknown'}},
    lasting: {kind: 'unknown'},
  },
  {
    name: 'DescribeLogGroups of sources',
    service: 'logs',
    operation: 'DescribeLogGroups',
    argv: ['sources', '-a', restApiId, '-t', 'prod', ...json],
    network: {kind: 'unknown'},
    // All else has been read by then.
    except: {'credentials expire': {kind: 'unknown'}},
    lasting: {kind: 'unknown'},
  },
  {
    name: 'AssumeRole of get',
    service: 'sts',
    operation: 'AssumeRole',
    argv: ['get', ordersGroup, ...window, ...raw],
    profiles:
      '[profile faults]\nrole_arn = arn:aws:iam::111122223333:role/reader\nsource_profile = base\n' +
      '[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = any\n',
    lasting: failure(/STS for profile "faults" |the session of profile "faults" from STS/),
    withinMs: 100_000,
    denied: refused(/role \S+ of profile "faults" cannot be assumed/),
    except: {
      // What it refuses are the keys of another profile, which has no others.
      'credentials expire, and there are new ones': refused(/expired/),
      // To a reader of XML a page is an answer that says nothing.
      "a proxy's page, for ever": refused(/STS gave no session for role/),
    },
    printsItems: true,
  },
];

const startUrl = 'https://example.awsapps.com/start';

const portal = {
  service: 'sso',
  operation: 'GetRoleCredentials',
  profiles: `[profile faults]\nsso_start_url = ${startUrl}\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Reader\n`,
  login: startUrl,
  lasting: failure(
    /IAM Identity Center for profile "faults" |the session of profile "faults" from IAM Identity Center/,
  ),
  network: failure(/IAM Identity Center for profile "faults" /),
  denied: refused(/IAM Identity Center gives no session to profile "faults"/),
  leftOut: {'the clock of this machine is three hours behind': 'the call bears a token, and no signature'},
  except: {
    // What has expired is the login, which only its owner can renew.
    'credentials expire, and there are new ones': refused(/expired/),
  },
  printsItems: true,
} satisfies Partial<Row>;

const credentialRows: readonly Row[] = [
  {
    ...portal,
    name: 'GetRoleCredentials of get',
    argv: ['get', ordersGroup, ...window, ...raw],
    withinMs: 100_000,
  },
  {...portal, name: 'GetRoleCredentials of get --api-id', argv: ['get', ...rest, ...raw], withinMs: 100_000},
  {
    ...portal,
    name: 'GetRoleCredentials of get --watch',
    argv: ['get', ...rest.slice(0, 6), ...raw, '--watch', '--for', '30s', '-i', '5'],
    withinMs: 140_000,
  },
];

export const parts: Readonly<Record<string, readonly Row[]>> = {
  logs: [...logRows, ...insightsRows],
  'look-up': lookUpRows,
  credentials: credentialRows,
};

/** What is to become of a run; undefined where the fault cannot befall the call. */
export function expected(row: Row, column: Column): Outcome | undefined {
  if (column.needsPages && !row.isList) return undefined;
  if (column.isOfOneSource && !row.hasSources) return undefined;
  if (column.isOfEvents && row.operation !== 'FilterLogEvents') return undefined;
  if (row.leftOut?.[column.name]) return undefined;
  const exception = row.except?.[column.name];
  if (exception) return exception;
  switch (column.kind) {
    case 'passing':
      return complete;
    case 'lasting':
      return row.lasting;
    case 'network':
      return row.network ?? cutOff;
    case 'credentials':
      return refused(/expired/);
    case 'denied':
      return row.denied ?? row.lasting;
    case 'pages':
      return row.pages ?? row.lasting;
  }
}
