import {type CommandDeclaration, commandDeclarations, optionsOf} from '../src/cli/command-declarations.js';
import {remarks} from '../src/cli/help.js';
import {type OptionDeclaration, optionDeclarations} from '../src/cli/option-declarations.js';
import {explanationKinds} from '../src/explain/source-report.js';

/** When what the manual says last changed in substance; of each release. */
export const manualDate = '2026-11-21';

export interface Definition {
  readonly name: string;
  readonly text: string;
}

/** `; of get and tail only`, or `; not of demo`, whichever is shorter; nothing for an option of every command. */
export function commandsOf({name}: OptionDeclaration): string {
  const having = commandDeclarations.filter(({options}) => options.some(option => option === name));
  const lacking = commandDeclarations.filter(command => !having.includes(command));
  if (lacking.length === 0) return '';
  const names = (commands: readonly CommandDeclaration[]) => listed(commands.map(command => command.name));
  return lacking.length < having.length ? `; not of ${names(lacking)}` : `; of ${names(having)} only`;
}

/** `a, b and c` */
export const listed = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');

/** What an option means to single commands, where that differs: `for trace: how far back to search (default 24h)`. */
export function differencesOf(option: OptionDeclaration): string[] {
  return commandDeclarations.flatMap(command => {
    const own = optionsOf(command).find(({name}) => name === option.name);
    if (!own) return [];
    const isSame = own.help === option.help && remarks(own) === remarks(option);
    return isSame ? [] : [`For ${command.name}: ${own.help}${remarks({...own, aliases: []})}`];
  });
}

/** What the formats of `--output` print. */
export const layouts: readonly Definition[] = [
  {
    name: 'text',
    text:
      'Time, source, request id and message. The source is execution, access, or the name of a function; the ' +
      'request id is that of the API request, else that of the invocation, else a dash. Into a pipe every ' +
      'line of a message repeats these columns, so that a search for a request id finds its stack traces too. On a ' +
      'terminal the columns are shortened, unless --wide is given. Control characters are made visible.',
  },
  {name: 'classic', text: 'Log group, log stream and message, separated by single spaces, as in apilogs 1.'},
  {name: 'raw', text: 'The message alone, byte for byte; on a terminal control characters are made visible.'},
  {
    name: 'json',
    text: 'One JSON object a line. Half of a surrogate pair, which no UTF-8 holds, is printed as U+FFFD.',
  },
];

/** The keys of `requests -o json`, in their order. */
export const requestKeys: readonly Definition[] = [
  {name: 'apiRequestId', text: 'The id of the request, x-amzn-RequestId of the response.'},
  {name: 'extendedRequestId', text: 'x-amz-apigw-id of the response.'},
  {name: 'traceId', text: 'The X-Ray trace id, 1-...'},
  {name: 'timestamp', text: "The time of the request's first line; ISO 8601 in UTC."},
  {name: 'method', text: 'GET, POST and so on.'},
  {name: 'path', text: 'The path as called, without the stage; the resource path where only that is known.'},
  {name: 'resourcePath', text: 'The resource that served it, as the API defines it: /orders/{id}.'},
  {name: 'status', text: 'What the client got.'},
  {
    name: 'latencyMs',
    text: 'Milliseconds, as the access log says; else from the first to the last line of the execution log.',
  },
  {name: 'integrationLatencyMs', text: 'Milliseconds that the integration took, as API Gateway saw it.'},
  {
    name: 'functions',
    text:
      'The invocations that served it, in the order in which they began: name, requestId (of Lambda), authorizer ' +
      '(whether it was one), durationMs, billedDurationMs, initDurationMs, memorySizeMB, maxMemoryUsedMB, ' +
      'coldStart, and status: success, failure, error or timeout.',
  },
  {
    name: 'errors',
    text:
      'What lines state as the cause of a failure, most telling first: type (an exception, or for instance ' +
      'MalformedProxyResponse, IntegrationTimeout, FunctionTimeout, LambdaThrottled), message, and source, which ' +
      'is what the source column of get prints.',
  },
  {name: 'open', text: 'Whether its end has not been seen.'},
  {name: 'lines', text: 'How many lines it has.'},
];

/** The keys of `requests --summary -o json`, in their order. */
export const summaryKeys: readonly Definition[] = [
  {name: 'start', text: 'The beginning of the window; ISO 8601 in UTC.'},
  {name: 'end', text: 'Its end.'},
  {
    name: 'total',
    text:
      'count; errors (5xx, function errors, time-outs); errorShare, from 0 to 1; clientErrors (4xx); open; ' +
      'throttles (those whose function Lambda refused to run); coldStarts; p50Ms, p95Ms, p99Ms and maxMs, the ' +
      'latency by nearest rank.',
  },
  {
    name: 'routes',
    text:
      'The same for each method and path, most requests first; those beyond 1,000 are one, whose method and path are ' +
      'null. With --engine insights, where routes, statuses and latencies combine to more than 100,000, percentiles are ' +
      'what AWS computes, and null for the routes beyond.',
  },
  {
    name: 'functions',
    text:
      'For each function: name, invocations, errors, timeouts, throttles, coldStarts, p95DurationMs, ' +
      'memorySizeMB and maxMemoryUsedMB. Throttles are counted where the requests of a route have one function. ' +
      'With --engine insights memorySizeMB is the largest, and p95DurationMs what AWS computes.',
  },
  {name: 'histogram', text: 'intervalMs, and buckets: start, requests and errors of each interval.'},
];

/** The keys of `trace -o json`, in their order. */
export const traceKeys: readonly Definition[] = [
  {
    name: 'request',
    text: 'The object of requests -o json for the request; null for an invocation that no API request caused.',
  },
  {
    name: 'parts',
    text:
      'Where the time went: objects of kind (gateway, authorizer, integration, init, function), name, start (ISO ' +
      '8601 in UTC) and durationMs.',
  },
  {
    name: 'cause',
    text:
      'What made the request fail, if a line states it: type, message and source as in errors, and stack, the ' +
      'innermost line of the stack trace.',
  },
  {name: 'lines', text: 'All lines of the request, in order: the objects of get -o json.'},
];

/** The keys of `get -o json`, in their order. */
export const jsonKeys: readonly Definition[] = [
  {name: 'timestamp', text: 'When the event happened, as its writer said; ISO 8601 in UTC.'},
  {name: 'timestampMs', text: 'The same in milliseconds since 1970.'},
  {name: 'ingestionTime', text: 'When CloudWatch Logs took the event in; ISO 8601 in UTC.'},
  {name: 'source', text: 'One of execution, access, lambda, authorizer, other.'},
  {name: 'name', text: 'What the source column of text prints.'},
  {name: 'apiRequestId', text: 'The id of the API request that the line belongs to.'},
  {name: 'lambdaRequestId', text: 'The id of the Lambda invocation that the line belongs to.'},
  {name: 'level', text: 'One of TRACE, DEBUG, INFO, WARN, ERROR, FATAL.'},
  {name: 'canary', text: "Whether the stage's canary served the request."},
  {name: 'late', text: 'When following: whether the line came too late to be printed in its place.'},
  {name: 'logGroup', text: 'The log group.'},
  {name: 'logStream', text: 'The log stream.'},
  {
    name: 'eventId',
    text: 'The id that CloudWatch Logs gave the event; null where Logs Insights read it, which gives none.',
  },
  {name: 'message', text: 'The message, without the line breaks at its end.'},
];

/** The keys of `apis -o json`, in their order. */
export const apiKeys: readonly Definition[] = [
  {name: 'kind', text: 'One of rest, http, websocket.'},
  {name: 'name', text: 'The name of the API; several may have one name.'},
  {name: 'id', text: 'Its id.'},
  {name: 'region', text: 'Its region.'},
  {name: 'endpointType', text: 'From where a REST API can be called: regional, edge or private.'},
  {
    name: 'stage',
    text: 'The name of the stage; null for an API without stages, which has one object as well.',
  },
  {name: 'stagesKnown', text: "Whether the API's stages could be read; where not, stage is null."},
  {
    name: 'loggingLevel',
    text: 'Of the execution log: OFF, ERROR, INFO, or mixed where methods differ; null for an HTTP API, which has none.',
  },
  {name: 'dataTrace', text: 'Whether requests and responses are logged in full.'},
  {
    name: 'accessLog',
    text: 'The log group of the access log, or the ARN of what is none; null where there is none.',
  },
  {name: 'url', text: 'Where the stage is called; null where the API takes calls on custom domains alone.'},
];

/** The keys of `groups -o json`, in their order. */
export const logGroupKeys: readonly Definition[] = [
  {name: 'name', text: 'The name of the log group.'},
  {name: 'arn', text: 'Its ARN, as get --log-group takes it.'},
  {
    name: 'class',
    text: 'STANDARD, INFREQUENT_ACCESS or DELIVERY; single events are read from the first alone.',
  },
  {name: 'retentionInDays', text: 'How long it keeps events; null for ever.'},
  {name: 'storedBytes', text: 'How much it holds.'},
  {name: 'creationTime', text: 'When it was made; ISO 8601 in UTC.'},
];

/** The keys of `streams -o json`, in their order. */
export const logStreamKeys: readonly Definition[] = [
  {name: 'name', text: 'The name of the log stream.'},
  {name: 'arn', text: 'Its ARN.'},
  {name: 'creationTime', text: 'When it was made; ISO 8601 in UTC, as are all that follow.'},
  {name: 'firstEventTimestamp', text: 'The time of its first event.'},
  {name: 'lastEventTimestamp', text: 'The time of its last event, as AWS tells it: up to an hour late.'},
  {name: 'lastIngestionTime', text: 'When CloudWatch Logs last took an event of it in.'},
];

/** The keys of `sources -o json`, in their order. */
export const sourceKeys: readonly Definition[] = [
  {name: 'kind', text: 'One of stage, execution, access, lambda, authorizer, other. The stage comes first.'},
  {name: 'name', text: 'What the source column of text prints; of the stage its name.'},
  {name: 'logGroup', text: 'The log group, or its ARN.'},
  {name: 'region', text: 'The region of the log group.'},
  {name: 'canary', text: "Whether it holds what the stage's canary served alone."},
  {name: 'foundBy', text: 'From where it is known.'},
  {
    name: 'state',
    text:
      'One of readable; missing, which a log group is until something is written to it; denied; failed; and absent, ' +
      'where there is nothing that could be read, such as the log of a function of another account.',
  },
  {name: 'newestEvent', text: 'The newest event since --start; ISO 8601 in UTC.'},
  {name: 'retentionInDays', text: 'For how long the log group keeps events; null for ever.'},
  {name: 'logGroupClass', text: 'STANDARD, or a class of which Logs Insights alone can read.'},
  {
    name: 'explanations',
    text: `Why it may be empty or hold less than expected: objects with the keys kind, message and hint. Kinds are ${explanationKinds.join(', ')}.`,
  },
];

export const jsonPromise =
  'The objects of json always have all of these keys, null where a value is unknown. Keys may be added; none is ' +
  'renamed or removed within a major version.';

export interface JsonSection {
  /** What prints such objects. */
  readonly intro: string;
  readonly keys: readonly Definition[];
}

/** The objects of every `-o json`. */
export const jsonSections: readonly JsonSection[] = [
  {intro: 'get, tail and demo -o json print an object a line, for each event:', keys: jsonKeys},
  {intro: 'trace -o json prints one object:', keys: traceKeys},
  {intro: 'requests -o json prints an object a line, for each request:', keys: requestKeys},
  {intro: 'requests --summary -o json prints one object:', keys: summaryKeys},
  {intro: 'sources -o json prints an object a line, for the stage and each of its logs:', keys: sourceKeys},
  {intro: 'apis -o json prints an object a line, for each stage:', keys: apiKeys},
  {intro: 'groups -o json prints an object a line, for each log group:', keys: logGroupKeys},
  {intro: 'streams -o json prints an object a line, for each log stream:', keys: logStreamKeys},
];

export const timeRules =
  'All options that take a time understand the same forms. A time without a zone is one of --tz. No time of day ' +
  'means 00:00, no date or no year the most recent past. What is not understood in full, what reads two ways ' +
  '(1/11/2026), a range, and a start in the future are errors.';

/** What `--start` and `--end` understand; a test reads each example. */
export const timeForms: readonly Definition[] = [
  {name: '30s, 5m, 1h30m, 2d, 1w', text: 'So long ago.'},
  {name: '2h ago, 2 days ago, 2 months ago', text: 'The same, in words.'},
  {name: 'now, today, yesterday', text: 'Now; the beginning of a day.'},
  {name: '14:05, 14:05:10.250', text: 'A time of day, the latest one past.'},
  {name: 'yesterday 14:00, monday 9:00', text: 'A time of a day that is named.'},
  {
    name: '2026-03-10, 2026-03-10T09:16:40Z, 2026-03-10 09:16:40.123+01:00',
    text: 'ISO 8601, with or without a time and a zone.',
  },
  {name: '10 mar 9:16, Sat Oct 11 17:13:46 UTC 2003', text: 'A date that is written out.'},
  {name: '23/1/2015 14:23', text: 'A date in numbers, where only one reading is possible.'},
  {name: '1773134200, 1773134200556', text: 'Seconds or milliseconds since 1970.'},
];

export const exitStatus: readonly Definition[] = [
  {name: '0', text: 'Done; also when nothing was found, or the reader of the output closed it.'},
  {name: '1', text: 'An unexpected failure, or output that cannot be written.'},
  {name: '2', text: 'The command line is wrong, or no region is set.'},
  {name: '3', text: 'A time is not understood, or lies in the future.'},
  {name: '4', text: 'No permission, or credentials are missing or expired.'},
  {name: '5', text: 'The API, stage, log group or request does not exist.'},
  {
    name: '6',
    text: 'Not given any more: more log streams matched than AWS could filter. Any number is read now.',
  },
  {name: '7', text: 'No log stream matches.'},
  {
    name: '8',
    text: 'Partial: a log group could not be read to its end, or selected lines could not wait to be known.',
  },
  {name: '10', text: 'With --exit-code: something was printed.'},
  {name: '129', text: 'Ended by SIGHUP: its terminal has gone.'},
  {name: '130', text: 'Ended by SIGINT (Ctrl-C).'},
  {name: '143', text: 'Ended by SIGTERM.'},
];

/** Variables that options declare. */
export function variablesOfOptions(): Definition[] {
  return (optionDeclarations as readonly OptionDeclaration[]).flatMap(({name, env}) =>
    env ? [{name: env, text: `The value of --${name} where it is not given.`}] : [],
  );
}

/** Variables that no option declares. */
export const environment: readonly Definition[] = [
  {name: 'NO_COLOR', text: 'When set and not empty, no colours, unless --color says otherwise.'},
  {name: 'FORCE_COLOR', text: 'When set, colours also in a pipe; 0 for none.'},
  {
    name: 'AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE',
    text: 'The configuration files, where they are not in ~/.aws.',
  },
  {
    name: 'AWS_PROFILE, AWS_DEFAULT_PROFILE, AWS_REGION, AWS_DEFAULT_REGION',
    text: 'Profile and region, as in the AWS CLI.',
  },
  {
    name: 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN',
    text: 'Credentials, as in the AWS CLI; so are the other variables that it takes credentials from.',
  },
  {
    name: 'XDG_CACHE_HOME, LOCALAPPDATA, NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE',
    text:
      'Where the APIs for completion and the compiled program are kept, see FILES: the second on Windows, the last two ' +
      'for the compiled program alone.',
  },
  {
    name: 'SHELL',
    text: 'For which shell completion prints its script, where none is named.',
  },
  {
    name: 'AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    text: 'An address to ask in place of AWS, and whether to leave those of the profile aside, as in the AWS CLI.',
  },
  {
    name: 'HTTPS_PROXY, HTTP_PROXY, NO_PROXY',
    text:
      'The proxy to reach AWS through, and the hosts to reach without it, separated by commas; amazonaws.com stands ' +
      'for all names below it. The same in small letters goes first. Addresses of this machine need no proxy.',
  },
  {
    name: 'AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT, AWS_DISABLE_CLOCK_SKEW_CORRECTION',
    text:
      'Whether to ask endpoints with FIPS or IPv6, and whether to leave wrong the time of a request where the clock ' +
      'of this machine is, as in the AWS SDKs.',
  },
  {
    name: 'AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE',
    text:
      'A file of certificates to trust in place of the usual ones, in PEM: the first, else ca_bundle of the ' +
      'profile, else the second. ' +
      'Certificates are always checked.',
  },
  {
    name: 'LC_ALL, LC_CTYPE, LANG',
    text: 'Bars and boxes are drawn in ASCII where none of them names UTF-8.',
  },
  {name: 'TERM', text: 'When dumb, no colours, no line that is rewritten, and no list to pick from.'},
  {name: 'CI', text: 'When set and not empty, no question is asked, whatever the terminal.'},
];

/** Files that are read or written. */
export const files: readonly Definition[] = [
  {
    name: '~/.aws/config, ~/.aws/credentials',
    text: 'Profiles, as in the AWS CLI; AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name others.',
  },
  {
    name: '~/.aws/cli/cache',
    text:
      'Sessions of assumed roles, shared with the AWS CLI: the code of an MFA device is asked for once in the life ' +
      'of a session. Only the user can read them. Deleting them is safe.',
  },
  {
    name: '~/.cache/apilogs/compiled',
    text:
      'The compiled program, kept between runs; under XDG_CACHE_HOME where that is set. ' +
      'NODE_COMPILE_CACHE names another place (Node 22.1 and later; none is kept by others), and ' +
      'NODE_DISABLE_COMPILE_CACHE=1 keeps none.',
  },
  {
    name: '~/.aws/sso/cache, ~/.aws/login/cache',
    text: 'Sessions of aws sso login and aws login, which are renewed here as the AWS CLI does it.',
  },
  {
    name: '~/.cache/apilogs/known-apis.json',
    text:
      'Ids, names, kinds, regions and stages of the APIs that were found, for completion; forgotten after 90 days. ' +
      'In XDG_CACHE_HOME where that is set, on Windows in LOCALAPPDATA. Only the user can read it. Deleting it is ' +
      'safe.',
  },
];
