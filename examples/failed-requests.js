// Prints the failed requests of the last hour, each with what made it fail:
//
//   node examples/failed-requests.js abc123def4 prod
import {ApilogsError, readStage, trace} from 'apilogs';

const [apiId = '', stage = ''] = process.argv.slice(2);
const startTime = Date.now() - 3_600_000;

try {
  const lines = readStage({
    apiId,
    stage,
    startTime,
    errors: true,
    onNotice: ({message}) => console.error(message),
  });
  const failed = new Set();
  for await (const {apiRequestId} of lines) if (apiRequestId !== null) failed.add(apiRequestId);
  if (lines.gaps.length > 0) console.error('some logs could not be read: requests may be missing');

  for (const id of failed) {
    const {request, cause} = await trace({apiId, stage, id, startTime});
    console.log(request?.timestamp, request?.method, request?.path, request?.status, cause?.type ?? '?');
  }
} catch (error) {
  if (!(error instanceof ApilogsError)) throw error;
  console.error(error.message, error.hint ?? '');
  process.exitCode = error.exitCode;
}
