import {createAwsClients} from '../aws/aws-clients.js';
import {checkEndpointUrl} from '../aws/endpoint-url.js';
import {systemClock} from '../clock.js';
import {ApilogsError, exitCodes} from '../errors.js';
import {defaultPricePerGb, engines} from '../insights/engine.js';
import {type Level, levels} from '../log-line.js';
import {type Notices, rememberSaid} from '../notices.js';
import {createRedaction, type Redaction} from '../redaction.js';
import type {Selection} from '../select/selection.js';
import {parseStatusPattern, type StatusPattern} from '../select/status-pattern.js';
import type {StageTask, StageOptions as TaskOptions} from '../stage/stage-task.js';
import type {TimeWindow} from '../time/time-window.js';
import type {AwsOptions, Engine, LineSelection, Notice, StageOptions} from './library-options.js';
import {errorWithoutSecrets} from './without-secrets.js';

/** What a stage needs to be read inside somebody else's process. */
export interface GuestTask<Options extends TaskOptions> extends StageTask<Options> {
  /** Knows the secrets of the run, which nothing that is handed out may hold. */
  readonly redaction: Redaction;
}

/**
 * A task that leaves the environment, the streams and the signals of the process alone. `aws.destroy` is the caller's
 * to call.
 *
 * @throws ApilogsError (exit code 2) for options that make no sense, (4) for a profile that does not exist
 */
export async function createGuestTask<Options extends TaskOptions>(
  given: StageOptions,
  options: Options,
  window: TimeWindow,
): Promise<GuestTask<Options>> {
  const redaction = createRedaction(process.env);
  try {
    return {
      options,
      context: {clock: systemClock, signal: given.signal ?? new AbortController().signal},
      notices: toNotices(given.onNotice, redaction),
      aws: await createAwsClients({...toAwsSettings(given), onSecret: redaction.add}, process.env),
      window,
      redaction,
    };
  } catch (error) {
    throw errorWithoutSecrets(error, redaction);
  }
}

function toNotices(onNotice: ((notice: Notice) => void) | undefined, {apply}: Redaction): Notices {
  const isNew = rememberSaid();
  const tell = (message: string, hint?: string) =>
    onNotice?.({message: apply(message), hint: hint === undefined ? null : apply(hint)});
  return {
    notice: (message, hint) => {
      if (isNew(message)) tell(message, hint);
    },
    change: tell,
    detail: () => {},
  };
}

function toAwsSettings({region, profile, credentials, endpointUrl}: AwsOptions) {
  if (credentials && profile) throw invalid('credentials and profile exclude each other', 'give one of them');
  if (endpointUrl) checkEndpointUrl('endpointUrl', endpointUrl);
  return {
    region,
    profile,
    endpointUrl,
    accessKeyId: undefined,
    secretAccessKey: undefined,
    sessionToken: undefined,
    isGuest: true,
    ...(credentials && {provider: toProvider(credentials)}),
  };
}

const toProvider = (credentials: NonNullable<AwsOptions['credentials']>) => async () => {
  const {accessKeyId, secretAccessKey, sessionToken, expiration} =
    typeof credentials === 'function' ? await credentials() : credentials;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && {sessionToken}),
    ...(expiration && {expiration}),
  };
};

/** Throws an ApilogsError (exit code 2) for values that are none. */
export function toTaskOptions(
  {apiId, stage, maxRate, engine = 'filter'}: StageOptions & {readonly engine?: Engine | undefined},
  selection: LineSelection = {},
): TaskOptions {
  if (!apiId) throw invalid('apiId is empty', 'give the id of an API, such as abc123def4');
  if (!stage) throw invalid('stage is empty', 'give the name of a stage, such as prod');
  if (maxRate !== undefined) checkPositive('maxRate', maxRate);
  if (!engines.includes(engine))
    throw invalid(`"${engine}" is no engine`, `engines are ${engines.join(', ')}`);
  return {
    apiId,
    stage,
    maxRate,
    engine,
    pricePerGb: defaultPricePerGb,
    filterPattern: selection.filterPattern || undefined,
    ...toSelection(selection),
  };
}

const toSelection = ({
  sources = [],
  functions = [],
  requestIds = [],
  level,
  status = [],
  errors = false,
}: LineSelection): Selection => ({
  sources,
  functions,
  requestIds,
  level: level === undefined ? undefined : checkedLevel(level),
  status: status.map(toStatusPattern),
  errors,
});

function checkedLevel(level: Level): Level {
  if (levels.includes(level)) return level;
  throw invalid(`"${level}" is no level`, `levels are ${levels.join(', ')}`);
}

function toStatusPattern(status: number | string): StatusPattern {
  const pattern = parseStatusPattern(String(status));
  if (pattern) return pattern;
  throw invalid(`"${status}" is no status`, "give a status, or its beginning: 502, '50x', '5xx'");
}

/** Throws an ApilogsError: exit code 2 for what is no time or ends before it starts, 3 for a start in the future. */
export function checkWindow({startTime, endTime}: TimeWindow, now: number): void {
  checkTime('startTime', startTime);
  if (endTime !== undefined) checkTime('endTime', endTime);
  if (startTime > now) {
    throw new ApilogsError('startTime lies in the future', {
      hint: 'times are in milliseconds since 1970',
      exitCode: exitCodes.badDate,
    });
  }
  if (endTime !== undefined && endTime < startTime) throw invalid('endTime is before startTime');
}

function checkTime(name: string, time: number): void {
  if (!Number.isFinite(time) || time < 0)
    throw invalid(`${name} is no time: ${time}`, 'give milliseconds since 1970, such as Date.now() - 60_000');
}

export function checkPositive(name: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0) throw invalid(`${name} must be a number above 0, not ${value}`);
}

export const invalid = (message: string, hint?: string): ApilogsError =>
  new ApilogsError(message, {hint, exitCode: exitCodes.usage});
