import type {LogLine} from '../log-line.js';
import type {LogSource} from '../log-source.js';
import type {ExecutionStatus} from './execution-status.js';
import {type FunctionReport, parseFunctionReport} from './function-report.js';
import type {FunctionRecord} from './request-record.js';

/** An invocation of which lines are still coming. */
export class InvocationDraft {
  readonly #source: LogSource;
  readonly #requestId: string;
  #report: FunctionReport | undefined;
  #hasInitLines = false;
  #repeatedInitMs: number | null = null;
  /** How it ended by other evidence than its report. */
  #failure: ExecutionStatus | undefined;

  constructor(source: LogSource, requestId: string) {
    this.#source = source;
    this.#requestId = requestId;
  }

  get hasReported(): boolean {
    return this.#report !== undefined;
  }

  addPlatformLine({event: {message}}: LogLine): FunctionReport | undefined {
    if (isInit(message)) {
      this.#hasInitLines = true;
      this.#repeatedInitMs = repeatedInitMs(message) ?? this.#repeatedInitMs;
      return undefined;
    }
    const report = parseFunctionReport(message);
    if (report) this.#report = report;
    return report;
  }

  /** In the text format an exception of the handler is no status (seen), so others have to say it. */
  fail(status: ExecutionStatus): void {
    this.#failure ??= status;
  }

  toRecord(): FunctionRecord {
    const report = this.#report;
    const reported = report && report.status !== 'success' ? report.status : undefined;
    return {
      name: this.#source.name,
      requestId: this.#requestId,
      authorizer: this.#source.kind === 'authorizer',
      durationMs: report?.durationMs ?? null,
      billedDurationMs: report?.billedDurationMs ?? null,
      initDurationMs: report?.initDurationMs ?? this.#repeatedInitMs,
      memorySizeMB: report?.memorySizeMB ?? null,
      maxMemoryUsedMB: report?.maxMemoryUsedMB ?? null,
      coldStart: this.#hasInitLines || report?.hasStart === true,
      status: reported ?? this.#failure ?? report?.status ?? null,
    };
  }
}

const isInit = (message: string) =>
  message[0] === '{'
    ? /"type" ?: ?"platform\.(?:init|restore)/.test(message.slice(0, 200))
    : /^(?:INIT|RESTORE)_(?:START|REPORT) /.test(message);

/** An init that an invocation had to repeat is not in its report (seen). */
function repeatedInitMs(message: string): number | undefined {
  const match = /^INIT_REPORT Init Duration: ([\d.]+) ms\tPhase: invoke/.exec(message);
  return match ? Number(match[1]) : undefined;
}
