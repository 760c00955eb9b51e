import {MalformedResponseError} from '../aws/malformed-response-error.js';

interface Exported {
  readonly body?: Uint8Array | undefined;
}

const mostTries = 3;

/**
 * The definition that an export holds, parsed. To the SDK it is a file of any kind, so that one cut short on its way
 * is noticed, and asked for again, here.
 *
 * @throws MalformedResponseError where it is no JSON each time, and what `ask` throws
 */
export async function readExport(ask: () => Promise<Exported>): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const {body} = await ask();
    try {
      return JSON.parse(new TextDecoder().decode(body));
    } catch (error) {
      if (tries < mostTries) continue;
      throw new MalformedResponseError('the export is not JSON', {httpStatusCode: 200}, error);
    }
  }
}
