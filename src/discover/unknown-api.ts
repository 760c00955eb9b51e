import {ApilogsError, type ErrorDetails, exitCodes} from '../errors.js';

/** No API has this id in the region that was asked. */
export class UnknownApi extends ApilogsError {
  constructor(
    {apiId, region, accountId}: {apiId: string; region: string; accountId: string | undefined},
    details: Pick<ErrorDetails, 'hint' | 'cause'> = {},
  ) {
    super(`API "${apiId}" does not exist in region ${region}${accountId ? ` (account ${accountId})` : ''}`, {
      hint: 'is it in another region (--region) or account (--profile)? `apilogs apis` lists those of this one',
      ...details,
      exitCode: exitCodes.notFound,
    });
  }
}
