import {closest} from '../closest.js';
import {defaultPricePerGb, type Engine, engines} from '../insights/engine.js';
import type {OptionValues} from './parse-options.js';
import {usageError} from './usage-error.js';

interface EngineOptions {
  readonly engine: Engine;
  /** USD. */
  readonly pricePerGb: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Throws an ApilogsError (exit code 2) for values that are none, and for a watch by queries. */
export function toEngineOptions(
  values: OptionValues,
  env: Env,
  {isFollowed}: {readonly isFollowed: boolean},
): EngineOptions {
  const flag = values.text('engine');
  if (isFollowed && flag === 'insights') {
    throw usageError(
      '--engine insights does not follow: a query looks at a window once, and AWS bills each for all it scans',
      'leave it out; what was logged until now, `get --engine insights` reads',
    );
  }
  return {engine: toEngine(flag, env), pricePerGb: toPrice(values.text('price-per-gb'), env)};
}

function toEngine(flag: string | undefined, env: Env): Engine {
  const text = flag ?? (env.APILOGS_ENGINE || 'auto');
  const engine = engines.find(known => known === text);
  if (engine) return engine;
  const meant = closest(text, engines);
  throw usageError(
    `${flag === undefined ? 'APILOGS_ENGINE' : '--engine'} cannot be "${text}"`,
    `${meant ? `did you mean ${meant}? ` : ''}it takes ${engines.join(', ')}`,
  );
}

function toPrice(flag: string | undefined, env: Env): number {
  const text = flag ?? (env.APILOGS_PRICE_PER_GB || undefined);
  if (text === undefined) return defaultPricePerGb;
  if (/^\d+(\.\d+)?$/.test(text.trim())) return Number(text);
  const name = flag === undefined ? 'APILOGS_PRICE_PER_GB' : '--price-per-gb';
  throw usageError(`${name} takes USD for a GB scanned, not "${text}"`, 'for instance 0.0057');
}
