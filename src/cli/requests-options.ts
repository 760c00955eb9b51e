import {choice, type GetOptions, type Sought, toGetOptions} from '../options.js';
import type {RequestFormat} from '../render/request-renderer.js';
import type {RequestFilter} from '../requests/request-filter.js';
import {type RequestOrder, requestOrders} from '../requests/sorted-requests.js';
import {parseDuration} from '../time/duration.js';
import {requestFormats} from './command-declarations.js';
import type {OptionName} from './option-declarations.js';
import type {OptionValues} from './parse-options.js';
import {nonEmpty, toStatus} from './selection-options.js';
import {usageError} from './usage-error.js';

/** `requests` reads a stage as `get` does; of what it finds, `filter` selects. */
export interface RequestsOptions extends GetOptions {
  readonly output: RequestFormat;
  readonly filter: RequestFilter;
  readonly sort: RequestOrder;
  readonly summary: boolean;
}

/** Throws an ApilogsError (exit code 2) for values that are none, and for options that exclude each other. */
export function toRequestsOptions(
  values: OptionValues,
  env: Readonly<Record<string, string | undefined>>,
): Sought<RequestsOptions> {
  const output = choice(values, 'output', requestFormats) ?? 'text';
  const summary = values.flag('summary');
  const sort = choice(values, 'sort', requestOrders);
  if (summary && sort !== undefined) {
    throw usageError('--summary and --sort exclude each other', 'a summary lists the busiest routes first');
  }
  const watch = values.flag('watch');
  if (watch && (summary || (sort ?? 'time') !== 'time')) {
    throw usageError(
      `--watch and ${summary ? '--summary' : '--sort'} exclude each other`,
      'followed requests are printed one by one, as they complete',
    );
  }
  return {
    ...toGetOptions('requests', values, env),
    ...everyLine,
    output,
    summary,
    sort: sort ?? 'time',
    filter: {
      status: toStatus(values.text('status')),
      errors: values.flag('errors'),
      slowMs: toSlow(values.text('slow')),
      paths: nonEmpty(values, 'path'),
      methods: list(values, 'method').map(toMethod),
      functions: nonEmpty(values, 'function'),
      cold: values.flag('cold'),
    },
  };
}

/** What `requests` selects are records: they are made of all lines. */
const everyLine = {
  sources: [],
  functions: [],
  requestIds: [],
  level: undefined,
  status: [],
  errors: false,
} as const;

function list(values: OptionValues, name: OptionName): string[] {
  const text = values.text(name);
  return text === undefined ? [] : text.split(',').map(part => part.trim());
}

function toMethod(text: string): string {
  if (/^[A-Za-z]{1,20}$/.test(text)) return text.toUpperCase();
  throw usageError(`--method takes no "${text}"`, 'write --method GET, or a list such as PUT,POST');
}

function toSlow(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text, {name: '--slow', bareSeconds: true});
}
