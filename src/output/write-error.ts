import {ApilogsError} from '../errors.js';

/**
 * How Node.js says that there is no reader. On Windows a broken pipe may also read EOF
 * (libuv's name for ERROR_BROKEN_PIPE), and a socket for stdout is reset.
 */
const codesOfNoReader = new Set([
  'EPIPE',
  'EOF',
  'ECONNRESET',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** Whether nobody reads any more, which is no failure: `head` has seen enough. */
export const isReaderGone = ({code}: NodeJS.ErrnoException): boolean => codesOfNoReader.has(code ?? '');

/** Why the output could not be written. */
export function toWriteError(error: NodeJS.ErrnoException): ApilogsError {
  const {code} = error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ApilogsError('the output could not be written: no space is left where it goes', {
      hint: 'free some space, or send the output elsewhere',
      cause: error,
    });
  }
  return new ApilogsError(`the output could not be written: ${code ?? error.message}`, {cause: error});
}
