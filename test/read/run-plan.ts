import type {LogEvent} from '../../src/log-event.js';
import type {SliceCall} from '../../src/read/slice.js';
import type {SlicePlan} from '../../src/read/slice-plan.js';
import type {SimulatedLogGroup} from './simulated-log-group.js';

export interface PlanRun {
  readonly events: readonly LogEvent[];
  readonly calls: number;
  /** Answers that were waited for one after the other. */
  readonly rounds: number;
}

export interface PlanRunOptions {
  /** Calls under way at once. */
  readonly parallel: number;
  /** Which of the calls under way is answered next, 0 to 1. */
  readonly pick?: (() => number) | undefined;
  /** Runs before each answer. */
  readonly onAnswer?: (() => void) | undefined;
}

/** Carries a plan out against a log group, until everything has been given. */
export function runPlan(
  plan: SlicePlan,
  logGroup: SimulatedLogGroup,
  {parallel, pick = () => 0, onAnswer}: PlanRunOptions,
): PlanRun {
  const events: LogEvent[] = [];
  const underWay: SliceCall[] = [];
  let calls = 0;
  let rounds = 0;
  for (;;) {
    for (let page = plan.take(); page; page = plan.take()) events.push(...[...page.parts()].flat());
    if (plan.isFinished) return {events, calls, rounds: rounds / parallel};
    while (underWay.length < parallel && plan.due) {
      const call = plan.next();
      if (!call) break;
      underWay.push(call);
      calls += 1;
    }
    const [call] = underWay.splice(Math.floor(pick() * underWay.length), 1);
    if (!call) throw new Error('the plan waits for nothing');
    onAnswer?.();
    rounds += 1;
    plan.answer(call, logGroup.answer(call), parallel);
  }
}
