import {shapes} from './reading-shapes.js';
import type {ServedLogs} from './serve-logs.js';

/** Logs to read, and how. */
export interface Scenario {
  readonly name: string;
  readonly logs: ServedLogs;
  /** What one chain of tokens needs, where every page is full. */
  readonly pages?: number;
  readonly filterPattern?: string;
  readonly isMemory?: boolean;
  readonly engine?: 'filter' | 'insights';
}

/** Of 1,000 characters, 1,022 events fill a page of 1 MB; so little work for the server leaves the waiting alone. */
const messageLength = 1_000;
const eventsOfPage = 1_022;
const base = {messageLength, latencyMs: 150, quota: 25, logGroups: 1} as const;
const paged = (pages: number) => ({events: pages * eventsOfPage - 10, pages});

const reading = (name: string, pages: number, logs: Partial<ServedLogs>): Scenario => ({
  name,
  pages,
  logs: {...base, shape: 'even', events: paged(pages).events, ...logs},
});

const memory = (name: string, events: number): Scenario => ({
  name,
  isMemory: true,
  logs: {...base, shape: 'even', events, latencyMs: 0, quota: 1_000, messageLength: 70},
});

export const scenarios: readonly Scenario[] = [
  ...shapes.map(({name}) => reading(`40 pages, ${name}`, 40, {shape: name})),
  reading('40 pages, even, in 4 log groups', 40, {logGroups: 4}),
  reading('40 pages, day and night, in 4 log groups', 40, {logGroups: 4, shape: 'day and night, × 1000'}),
  reading('400 pages, even, the region’s quota', 400, {}),
  reading('400 pages, even, half of it left', 400, {quota: 12.5}),
  {
    name: '10 matches in 5,000,000 events',
    filterPattern: 'needle',
    logs: {...base, shape: 'even', events: 5_000_000, needles: 10, messageLength: 60, scanLimit: 200_000},
  },
  ...[1_000_000, 10_000_000].map(events => memory(`memory, ${events.toLocaleString('en')} events`, events)),
  {...memory('memory, 1,000,000 events, by queries', 1_000_000), engine: 'insights'},
];
