import type {TruthEvent} from '../../src/local-aws/traffic/truth.js';
import {compareLinks, type PrintedLine, parseLines} from '../support/compare-links.js';
import type {CliResult} from '../support/run-cli.js';

export interface ChaosResult {
  /** What was run, and with which seed. */
  readonly name: string;
  readonly events: number;
  readonly lost: number;
  readonly repeated: number;
  readonly wrong: readonly string[];
  /** Lines that step back in time and are not marked late. */
  readonly outOfOrder: number;
  readonly late: number;
  /** Lines whose request the logs tell, and those of them that were printed with it. */
  readonly expected: number;
  readonly linked: number;
  /** Events that came later than the overlap of a watch, and how many of those it printed all the same. */
  readonly beyondOverlap: number;
  readonly beyondOverlapPrinted: number;
  readonly exitCode: number | null;
  readonly peakMb: number;
  readonly stderr: string;
  readonly faults: Readonly<Record<string, number>>;
}

export interface ChaosRun {
  readonly name: string;
  readonly truth: readonly TruthEvent[];
  /** Events that nobody is promised. */
  readonly beyondOverlap?: readonly TruthEvent[];
  readonly result: CliResult;
  readonly faults: Readonly<Record<string, number>>;
}

type JsonLine = PrintedLine & {readonly late: boolean};

/** Holds what a run printed against what is true. */
export function judge({name, truth, beyondOverlap = [], result, faults}: ChaosRun): ChaosResult {
  const beyond = new Set(beyondOverlap.map(keyOf));
  const all = parseLines(result.stdout) as JsonLine[];
  const printed = all.filter(line => !beyond.has(keyOf({...line, timestamp: line.timestampMs})));
  const {lost, repeated, wrong, expected, linked} = compareLinks(truth, printed);
  const peak = /^peak (\d+) kB$/m.exec(result.stderr)?.[1];
  return {
    name,
    events: truth.length,
    lost,
    repeated,
    wrong,
    outOfOrder: stepsBack(all),
    late: all.filter(({late}) => late).length,
    expected,
    linked,
    beyondOverlap: beyond.size,
    beyondOverlapPrinted: all.length - printed.length,
    exitCode: result.exitCode,
    peakMb: Math.round(Number(peak) / 1_024),
    stderr: result.stderr,
    faults,
  };
}

/** A million events take less than 300 MB, and a run here has far fewer. */
const mostMb = 250;

/** What is wrong with a run; nothing where it kept every promise. */
export function brokenPromises(result: ChaosResult): string[] {
  const {lost, repeated, wrong, outOfOrder, exitCode, peakMb, stderr} = result;
  const found = [
    lost > 0 && `${lost} lost`,
    repeated > 0 && `${repeated} repeated`,
    wrong.length > 0 && `${wrong.length} wrong links: ${wrong.slice(0, 3).join('; ')}`,
    outOfOrder > 0 && `${outOfOrder} out of order`,
    exitCode !== 0 && `exit code ${exitCode}`,
    !(peakMb < mostMb) && `${peakMb} MB of memory`,
    /^\s+at .*:\d+/m.test(stderr) && 'a stack trace',
    stderr.includes('unexpected error') && 'an unexpected error',
  ].filter(problem => problem !== false);
  return found.length === 0 ? [] : [`${result.name}: ${found.join(', ')}\n${stderr}`];
}

/** How many calls something befell. */
export const faultCount = ({faults}: Pick<ChaosResult, 'faults'>): number =>
  Object.values(faults).reduce((sum, count) => sum + count, 0);

const keyOf = ({
  logGroup,
  logStream,
  timestamp,
  message,
}: Pick<TruthEvent, 'logGroup' | 'logStream' | 'timestamp' | 'message'>) =>
  [logGroup, logStream, timestamp, message.replace(/[\r\n]+$/, '')].join('\0');

function stepsBack(lines: readonly JsonLine[]): number {
  let newest = 0;
  let steps = 0;
  for (const {timestampMs, late} of lines) {
    if (timestampMs < newest && !late) steps += 1;
    newest = Math.max(newest, timestampMs);
  }
  return steps;
}
