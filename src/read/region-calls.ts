import type {CallBudget} from '../aws/call-budget.js';
import type {FilterLogEvents} from '../aws/filter-log-events.js';
import type {Clock} from '../clock.js';
import type {PageRoom} from './page-room.js';

/** What the log groups of a region share while they are read. */
export interface RegionCalls {
  readonly filterLogEvents: FilterLogEvents;
  readonly budget: CallBudget;
  readonly clock: Clock;
  readonly room: PageRoom;
  /** How many are being read at this moment. */
  readings: number;
}
