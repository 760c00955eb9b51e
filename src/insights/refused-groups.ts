import type {AwsClients} from '../aws/aws-clients.js';
import {isAccessDenied, isNotFound, toApilogsError} from '../aws/aws-error.js';
import type {LogGroupReading} from '../read/log-group-reading.js';
import type {SourceFailure} from '../read/source-failure.js';
import {isBeforeAllEvents} from './is-before-all-events.js';
import type {QueryRunner} from './query-runner.js';

/** Whether AWS refused a query for one of its log groups, though the others may be fine. */
export const isAboutOneGroup = (error: unknown): boolean =>
  isNotFound(error) || isAccessDenied(error) || isBeforeAllEvents(error);

/** A log group of which a query cannot ask. */
export interface RefusedGroup {
  readonly reading: LogGroupReading;
  /** Absent of one that is younger than the window, and so has nothing in it. */
  readonly failure?: SourceFailure;
}

/** Asks of each log group by itself, and of a second only, since AWS bills what is scanned; gives those it refuses. */
export async function refusedGroups(
  readings: readonly LogGroupReading[],
  endTime: number,
  runner: Pick<QueryRunner, 'run'>,
  aws: Pick<AwsClients, 'profile' | 'endpointUrl'>,
): Promise<RefusedGroup[]> {
  const refused = await Promise.all(
    readings.map(async (reading): Promise<RefusedGroup[]> => {
      const {region, logGroup} = reading;
      const queryString = 'fields @timestamp | limit 1';
      try {
        await runner.run({
          region,
          logGroups: [logGroup],
          startTime: endTime,
          endTime,
          queryString,
          limit: 1,
        });
        return [];
      } catch (error) {
        if (isBeforeAllEvents(error)) return [{reading}];
        if (!isAboutOneGroup(error)) throw error;
        const what = `log group "${logGroup}"`;
        const {profile, endpointUrl} = aws;
        return [
          {
            reading,
            failure: {
              reading,
              kind: isNotFound(error) ? 'missing' : 'denied',
              error: toApilogsError(error, {action: 'logs:StartQuery', what, region, profile, endpointUrl}),
            },
          },
        ];
      }
    }),
  );
  return refused.flat();
}
