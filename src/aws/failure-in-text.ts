import {isThrottling, networkCodeIn} from './error-kind.js';

/** A failure of the service alone, as the names of its errors say. */
const ofService = /^(?:Internal|ServiceUnavailable|ServiceException)/;

/**
 * The failure of which the SDK's provider for IAM Identity Center keeps only the name and the text, in the form in which
 * other calls meet it; undefined where it is one that does not pass.
 *
 * @param text `TimeoutError: connect ECONNREFUSED 127.0.0.1:443`
 */
export function passingFailureIn(text: string, cause: unknown): Error | undefined {
  const [, name = '', message = text] = /^(\w+): (.*)/s.exec(text) ?? [];
  const failure = Object.assign(new Error(message, {cause}), {name});
  const code = networkCodeIn(text) ?? codeOfOther(message);
  if (code) return Object.assign(failure, {code});
  if (name === 'TimeoutError' || isThrottling(failure)) return failure;
  // An answer that is no JSON.
  if (name === 'SyntaxError') return Object.assign(failure, {$metadata: {httpStatusCode: 200}});
  return ofService.test(name) ? Object.assign(failure, {$metadata: {httpStatusCode: 503}}) : undefined;
}

/** Of failures whose text does not name their code: of TLS, and of a connection that ends in an answer. */
function codeOfOther(message: string): string | undefined {
  if (/\bcertificate\b/.test(message)) return 'SELF_SIGNED_CERT_IN_CHAIN';
  return message === 'aborted' ? 'ECONNRESET' : undefined;
}
