import type {OpenStage} from '../stage/open-stage.js';
import {resolveTimeZone, toIsoText} from '../time/time-zone.js';

const howToLog =
  'set the stage\'s CloudWatch logs to "Errors and info logs", or turn its access log on, under "Logs and tracing"';

/** Says once which requests the stage's logs do not show. */
export function tellWhatIsSeen({
  discovery: {stage, logging},
  sources,
  notices,
}: Pick<OpenStage, 'discovery' | 'sources' | 'notices'>): void {
  const hasAccessLog = sources.some(({kind}) => kind === 'access');
  if (hasAccessLog) return;
  switch (logging.level) {
    case 'OFF':
      notices.notice(
        `no request can be seen: stage "${stage}" writes neither an execution log nor an access log that can be read`,
        howToLog,
      );
      break;
    case 'ERROR':
      notices.notice(
        `only failed requests are seen: stage "${stage}" logs at level ERROR, and has no access log that can be read`,
        howToLog,
      );
      break;
    case 'mixed':
      notices.notice(
        `not all requests are seen: some methods of stage "${stage}" do not log at level INFO, and it has no access log that can be read`,
        howToLog,
      );
      break;
    case 'INFO':
    case 'unknown':
      break;
  }
}

/**
 * @param hasAny whether there were requests at all, which the options did not select
 * @param hint how to find more
 */
export function tellNoRequests(
  {window: {startTime, endTime}, notices}: Pick<OpenStage, 'window' | 'notices'>,
  {
    hasAny,
    timeZone,
    hint,
  }: {readonly hasAny: boolean; readonly timeZone: string; readonly hint: string | undefined},
): void {
  const zone = resolveTimeZone(timeZone);
  notices.notice(
    `no ${hasAny ? 'matching ' : ''}requests between ${toIsoText(startTime, zone)} and ${toIsoText(endTime, zone)}`,
    hint,
  );
}
