import {systemClock} from '../../src/clock.js';
import {run as runRequests} from '../../src/commands/requests.js';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import {type CliRun, runMain} from './run-main.js';

/** Runs `requests` in this process, against a local AWS. */
export function requestsAgainst(localAws: LocalAws, args: readonly string[]): Promise<CliRun> {
  const {
    AWS_REGION = '',
    AWS_ENDPOINT_URL = '',
    AWS_ACCESS_KEY_ID = '',
    AWS_SECRET_ACCESS_KEY = '',
  } = localAws.env();
  const where = [
    ['--region', AWS_REGION],
    ['--endpoint-url', AWS_ENDPOINT_URL],
    ['--aws-access-key-id', AWS_ACCESS_KEY_ID],
    ['--aws-secret-access-key', AWS_SECRET_ACCESS_KEY],
  ];
  return runMain(['requests', ...args, ...where.flat()], {
    runRequests: (options, context) => runRequests(options, {...context, clock: systemClock}),
  });
}
