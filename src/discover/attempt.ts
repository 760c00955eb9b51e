import {isExpiredCredentials, isMissingCredentials, isRejectedCredentials} from '../aws/aws-error.js';

/** What came of a call that discovery can do without. */
export type Attempt<Value> =
  | {readonly ok: true; readonly value: Value}
  | {readonly ok: false; readonly error: unknown};

/** Keeps a call's failure as a value, except where no other call can succeed: no credentials, or an abort. */
export async function attempt<Value>(call: Promise<Value>, signal?: AbortSignal): Promise<Attempt<Value>> {
  try {
    return {ok: true, value: await call};
  } catch (error) {
    if (signal?.aborted || isWithoutCredentials(error)) throw error;
    return {ok: false, error};
  }
}

/** Whether a call failed, and in this way. */
export const failedWith = (outcome: Attempt<unknown>, is: (error: unknown) => boolean): boolean =>
  !outcome.ok && is(outcome.error);

/** Whether nothing can be asked any more. */
export const isWithoutCredentials = (error: unknown): boolean =>
  isMissingCredentials(error) || isExpiredCredentials(error) || isRejectedCredentials(error);
