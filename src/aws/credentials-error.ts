import {ApilogsError, type ErrorDetails, exitCodes} from '../errors.js';

/** No credentials can be had, and why; no call can succeed. */
export class CredentialsError extends ApilogsError {
  constructor(message: string, details: Omit<ErrorDetails, 'exitCode'> = {}) {
    super(message, {...details, exitCode: exitCodes.denied});
  }
}
