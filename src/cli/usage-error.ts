import {ApilogsError, exitCodes} from '../errors.js';

/** An error in what was typed: exit code 2. */
export const usageError = (message: string, hint?: string): ApilogsError =>
  new ApilogsError(message, {hint, exitCode: exitCodes.usage});
