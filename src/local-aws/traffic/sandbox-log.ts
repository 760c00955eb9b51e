import {
  type AppLevel,
  applicationMessage,
  failureMessages,
  failures,
  type LineContext,
  stackWarning,
} from './application-lines.js';
import {
  endMessage,
  initReportMessage,
  initStartMessage,
  type Report,
  reportMessage,
  startMessage,
} from './platform-lines.js';
import type {Random} from './random.js';
import type {TrafficBehaviour} from './traffic-behaviour.js';
import type {FunctionModel} from './traffic-model.js';
import type {TruthEventKind} from './truth.js';
import type {LineDraft} from './world.js';

/** The cause of a failed INIT. */
export const initErrorType = 'Runtime.ImportModuleError';
const missingModule = "Error: Cannot find module 'left-pad'";
const missingPythonModule = "Unable to import module 'app': No module named 'requests'";

/** Writes one invocation into the stream of its sandbox. Times are true; lines are stamped by the sandbox's clock. */
export class SandboxLog {
  readonly lines: LineDraft[] = [];
  readonly #model: FunctionModel;
  readonly #behaviour: TrafficBehaviour;
  readonly #random: Random;
  readonly #skewMs: number;

  constructor(model: FunctionModel, behaviour: TrafficBehaviour, random: Random, skewMs: number) {
    this.#model = model;
    this.#behaviour = behaviour;
    this.#random = random;
    this.#skewMs = skewMs;
  }

  /** The sandbox's own time. */
  stamp(writtenAt: number): number {
    return writtenAt + this.#skewMs;
  }

  /** An INIT that goes well. */
  init(at: number, durationMs: number): void {
    this.#write('init', at, initStartMessage(this.#model, this.stamp(at)));
    if (!this.#random.chance(0.5)) return;
    const saidAt = at + Math.floor(durationMs * 0.8);
    this.#write(
      'init',
      saidAt,
      applicationMessage(this.#context(saidAt, undefined), 'INFO', 'configuration loaded'),
    );
  }

  /** An INIT that fails, is tried again for the waiting request and fails again (order as seen in real logs). */
  failedInit(at: number, durationMs: number): void {
    const half = Math.floor(durationMs / 2);
    this.#write('init', at, initStartMessage(this.#model, this.stamp(at)));
    for (const [phase, endsAt] of [
      ['init', at + half],
      ['invoke', at + 2 * half],
    ] as const) {
      this.#write('init', endsAt - 1, this.#importError(endsAt - 1));
      this.#write('init', endsAt, initReportMessage(half, phase, initErrorType));
    }
  }

  start(at: number, lambdaRequestId: string, trace: Report['trace']): void {
    this.#write('start', at, startMessage(this.#model, this.stamp(at), lambdaRequestId, trace));
  }

  /** What the function's code has to say: `remarks` first, which name their subject's id. */
  work(startAt: number, endAt: number, lambdaRequestId: string, remarks: readonly string[]): void {
    const [min, max] = this.#behaviour.linesPerInvocation;
    const count = Math.max(this.#random.int(min, max), remarks.length);
    const times = Array.from({length: count}, () => this.#random.int(startAt, endAt)).sort((a, b) => a - b);
    for (const [index, at] of times.entries()) {
      const context = this.#context(at, lambdaRequestId);
      const remark = remarks[index];
      if (remark !== undefined) this.#write('application', at, applicationMessage(context, 'INFO', remark));
      else this.#write('application', at, this.#chatter(context));
    }
  }

  /** What the runtime logs when the handler throws. */
  failure(at: number, lambdaRequestId: string): void {
    const context = {...this.#context(at, lambdaRequestId), isBare: false};
    const failure = failures[this.#model.runtime];
    for (const message of failureMessages(context, failure, this.#behaviour.stackTraces)) {
      this.#write('error', at, message);
    }
  }

  /** A platform line that is no JSON; the JSON format has the report alone. */
  platformError(at: number, message: string): void {
    if (this.#model.runtime !== 'json') this.#write('error', at, message);
  }

  end(at: number, report: Report): void {
    if (this.#model.runtime !== 'json') this.#write('end', at, endMessage(report.lambdaRequestId));
    this.#write('report', at, reportMessage(this.#model, this.stamp(at), report));
  }

  #write(kind: TruthEventKind, writtenAt: number, message: string): void {
    this.lines.push({kind, writtenAt, timestamp: this.stamp(writtenAt), message});
  }

  #context(at: number, lambdaRequestId: string | undefined): LineContext {
    return {
      runtime: this.#model.runtime,
      at: this.stamp(at),
      lambdaRequestId,
      isBare: lambdaRequestId !== undefined && this.#random.chance(this.#behaviour.idlessShare),
    };
  }

  #chatter(context: LineContext): string {
    const level: AppLevel = this.#random.chance(0.06) ? 'WARN' : 'INFO';
    if (level === 'WARN' && this.#behaviour.stackTraces && this.#random.chance(0.3)) {
      return stackWarning(context, failures[this.#model.runtime]);
    }
    const text = this.#random.pick(this.#model.chatter).replace('{n}', String(this.#random.int(1, 999)));
    return applicationMessage(context, level, text);
  }

  #importError(at: number): string {
    if (this.#model.runtime === 'python') {
      return [`[ERROR] ${initErrorType}: ${missingPythonModule}`, 'Traceback (most recent call last):'].join(
        '\n',
      );
    }
    const error = {
      errorType: initErrorType,
      errorMessage: missingModule,
      stack: [
        `${initErrorType}: ${missingModule}`,
        '    at _loadUserApp (file:///var/runtime/index.mjs:1084:17)',
      ],
    };
    return applicationMessage(
      this.#context(at, undefined),
      'ERROR',
      `Uncaught Exception \t${JSON.stringify(error)}`,
    );
  }
}

/** What the caller is told about a failed INIT. */
export const initErrorMessage = ({runtime}: FunctionModel) =>
  runtime === 'python' ? missingPythonModule : missingModule;
