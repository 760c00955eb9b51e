import {readFileSync} from 'node:fs';
import type {TrafficTarget} from '../../src/local-aws/traffic/traffic-target.js';

/** One event of a file in `test/samples/`. */
export interface SampleEvent {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

/** The compiled tests lie in a build folder, the samples beside the sources. */
const samplesUrl = new URL('../../../test/samples/', import.meta.url);

/** The events of `test/samples/NAME.jsonl`, in the order in which they were written. */
export function readSample(name: string): SampleEvent[] {
  const text = readFileSync(new URL(`${name}.jsonl`, samplesUrl), 'utf8');
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as SampleEvent);
}

/** Puts the events of sample files into the log groups and streams they name; gives them all. */
export function loadSamples({logs}: Pick<TrafficTarget, 'logs'>, ...names: string[]): SampleEvent[] {
  const events = names.flatMap(readSample);
  for (const event of events) logs.putEvents(event.logGroupName, event.logStreamName, [event]);
  return events;
}
