import type {MethodSetting} from '@aws-sdk/client-api-gateway';
import {trimEndOf} from '../trim-end-of.js';
import type {RestMethod} from './rest-definition.js';

/** How a stage writes its execution log. */
export interface ExecutionLogging {
  /** `mixed` where methods differ, `unknown` where the stage could not be read. */
  readonly level: 'OFF' | 'ERROR' | 'INFO' | 'mixed' | 'unknown';
  readonly everyMethodAtInfo: boolean;
  /** Whether any method that writes a log writes requests and responses in full. */
  readonly dataTrace: boolean;
}

export const unknownLogging: ExecutionLogging = {
  level: 'unknown',
  everyMethodAtInfo: false,
  dataTrace: false,
};

type MethodSettings = Readonly<Record<string, MethodSetting>>;

const everyMethod = '*/*';

/**
 * The level that holds for each method: the one set for the method, else the stage's (`*\/*`), else OFF.
 * Where the methods are not known, every level that is set counts.
 */
export function executionLogging(settings: MethodSettings, methods: readonly RestMethod[]): ExecutionLogging {
  const byMethod = new Map(Object.entries(settings).map(([key, setting]) => [settingKey(key), setting]));
  const stageWide = byMethod.get(everyMethod);
  const effective =
    methods.length > 0
      ? methods.map(({path, httpMethod}) => byMethod.get(settingKey(`${path}/${httpMethod}`)) ?? stageWide)
      : [stageWide, ...byMethod.values()];
  const levels = new Set(effective.map(levelOf));
  const [level = 'OFF'] = levels;
  return {
    level: levels.size > 1 ? 'mixed' : level,
    everyMethodAtInfo: levels.size === 1 && level === 'INFO',
    dataTrace: effective.some(setting => setting?.dataTraceEnabled === true && levelOf(setting) !== 'OFF'),
  };
}

function levelOf(setting: MethodSetting | undefined): 'OFF' | 'ERROR' | 'INFO' {
  const level = setting?.loggingLevel;
  return level === 'ERROR' || level === 'INFO' ? level : 'OFF';
}

/**
 * One spelling for a method's key. The documentation writes `/{resource_path}/{http_method}`, patch paths
 * write the slashes of the resource path as `~1`, and answers have been seen without the leading slash.
 */
function settingKey(key: string): string {
  const end = key.lastIndexOf('/');
  const path = key.slice(0, Math.max(end, 0)).replaceAll('~1', '/').replaceAll('~0', '~');
  return `${trimEndOf(path.replace(/^\/+/, ''), '/')}/${key.slice(end + 1)}`;
}
