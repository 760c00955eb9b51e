import {request} from 'node:http';

// The least that reading in Node can cost: HTTP, JSON.parse and print. It signs nothing, retries nothing and reads
// one log group after the other.
const [, , endpoint = '', startTime, endTime, ...logGroups] = process.argv;

for (const logGroupName of logGroups) {
  let nextToken: string | undefined;
  do {
    const page = await filterLogEvents({
      logGroupName,
      startTime: Number(startTime),
      endTime: Number(endTime),
      limit: 10_000,
      nextToken,
    });
    process.stdout.write(page.events.map(({message}) => `${message}\n`).join(''));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
process.exit();

interface Page {
  readonly events: readonly {readonly message: string}[];
  readonly nextToken?: string;
}

function filterLogEvents(input: object): Promise<Page> {
  return new Promise((resolve, reject) => {
    const call = request(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Logs_20140328.FilterLogEvents',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIALOCALAWS00000000/20260101/eu-west-1/logs/aws4_request',
      },
    });
    call.once('error', reject);
    call.once('response', answer => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    call.end(JSON.stringify(input));
  });
}
