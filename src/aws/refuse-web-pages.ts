import type {CloudFormationClient} from '@aws-sdk/client-cloudformation';
import {MalformedResponseError} from './malformed-response-error.js';

/**
 * Takes the page of a proxy for no answer. Where answers are JSON none can be mistaken for one; to a reader of XML it
 * is one that says nothing.
 */
export function refuseWebPages(client: CloudFormationClient): CloudFormationClient {
  client.middlewareStack.add(
    next => async args => {
      const result = await next(args);
      const {headers, statusCode, body} = toAnswer(result.response);
      if (!/^text\/html/i.test(headers['content-type'] ?? '')) return result;
      body?.resume?.();
      throw new MalformedResponseError('the answer is a web page', {httpStatusCode: statusCode});
    },
    {step: 'deserialize', priority: 'low', name: 'refuseWebPages'},
  );
  return client;
}

interface Answer {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly statusCode: number;
  readonly body?: {resume?(): void};
}

/** The SDK leaves open what its handlers return; over HTTP it is this. */
const toAnswer = (response: unknown) => response as Answer;
