import type {StageDiscovery} from '../discover/discover-rest-stage.js';
import type {LogSource} from '../log-source.js';
import {type LogGroupReading, readingsOf} from '../read/log-group-reading.js';

/** What to read of a stage. */
export interface StageReadings {
  readonly sources: readonly LogSource[];
  readonly readings: readonly LogGroupReading[];
}

/** The execution lines that name an invocation, for a second read where a filter would hide them. */
const tieLines = '?"AWS Integration Endpoint RequestId" ?"Lambda request id"';

/**
 * The log groups of a stage, and with a filter pattern the execution log once more, unprinted: the lines that
 * tie invocations to requests rarely match what somebody looks for.
 */
export function readingsOfStage({sources}: StageDiscovery, filterPattern: string | undefined): StageReadings {
  const ties =
    filterPattern === undefined
      ? []
      : readingsOf(sources.filter(({kind}) => kind === 'execution').map(hidden)).map(reading => ({
          ...reading,
          filterPattern: tieLines,
        }));
  return {sources, readings: [...readingsOf(sources), ...ties]};
}

const hidden = (source: LogSource): LogSource => ({...source, isHidden: true});

/** Replaces a source that was read before discovery knew it, so that its events and its name are one thing. */
export function withSource({...discovery}: StageDiscovery, known: LogSource): StageDiscovery {
  const isSame = (source: LogSource) => source.logGroup === known.logGroup && source.region === known.region;
  return {...discovery, sources: discovery.sources.map(source => (isSame(source) ? known : source))};
}
