import type {AwsClients} from '../aws/aws-clients.js';
import type {Clock} from '../clock.js';
import type {Engine} from '../insights/engine.js';
import type {Scanned} from '../insights/insights-query.js';
import type {Notices} from '../notices.js';
import type {Selection} from '../select/selection.js';
import type {TimeWindow} from '../time/time-window.js';

/** What to read of which stage. */
export interface StageOptions extends Selection {
  readonly apiId: string;
  readonly stage: string;
  readonly filterPattern: string | undefined;
  /** FilterLogEvents calls a second; as the region's quota allows where it is undefined. */
  readonly maxRate: number | undefined;
  readonly engine: Engine;
  /** USD for a GB that queries scan. */
  readonly pricePerGb: number;
}

/** How to follow it. */
export interface FollowOptions extends StageOptions {
  /** Seconds. */
  readonly watchInterval: number;
  /** Seconds. */
  readonly hold: number;
  /** Milliseconds; until stopped where it is undefined. */
  readonly followFor: number | undefined;
}

/** A stage to read, and the world to read it in; of terminals and flags it knows nothing. */
export interface StageTask<Options extends StageOptions = StageOptions> {
  readonly options: Options;
  readonly context: {
    readonly clock: Clock;
    /** Aborts when the run should end. */
    readonly signal: AbortSignal;
  };
  readonly notices: Notices;
  readonly aws: AwsClients;
  readonly window: TimeWindow;
  /** Whether anybody wants to know of lines more than their events; so it is where this is absent. */
  readonly needsTies?: boolean;
  /** Told whenever queries of Logs Insights have scanned more. */
  readonly onScanned?: (scanned: Scanned) => void;
  /** Told of every answer of FilterLogEvents. */
  readonly onAnswer?: () => void;
}

/** How to look for one request of it. */
export interface TraceOptions extends StageOptions {
  /** As typed, for hints that repeat it. */
  readonly end: string | undefined;
  /** In which messages say times. */
  readonly tz: string;
  readonly aws: {
    readonly region: string | undefined;
    readonly profile: string | undefined;
    readonly endpointUrl: string | undefined;
  };
}

export type TraceTask = StageTask<TraceOptions>;
