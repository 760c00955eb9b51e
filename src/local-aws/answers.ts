import type {AwsError} from './aws-error.js';
import type {Answer} from './http-server.js';
import type {ServiceName} from './service-call.js';

const awsJson = {'Content-Type': 'application/x-amz-json-1.1'};
const restJson = {'Content-Type': 'application/json'};
const xml = {'Content-Type': 'text/xml'};

/** Writes an output in the protocol of a service; a text is a body that is ready to go. */
export function answerWith(service: ServiceName, output: object | string): Answer {
  if (isQuery(service)) return {status: 200, headers: xml, body: String(output)};
  const headers = service === 'logs' ? awsJson : restJson;
  return {status: 200, headers, body: typeof output === 'string' ? output : JSON.stringify(output)};
}

/** Writes an error in the protocol of a service. */
export function answerWithError(service: ServiceName, error: AwsError): Answer {
  const {name, message, status, members} = error;
  switch (service) {
    case 'logs':
      return {status, headers: awsJson, body: JSON.stringify({__type: name, message, ...members})};
    case 'apigateway':
    case 'apigatewayv2':
    case 'sso':
      return {status, headers: {...restJson, 'x-amzn-ErrorType': name}, body: JSON.stringify({message})};
    case 'lambda':
      return {
        status,
        headers: {...restJson, 'x-amzn-ErrorType': name},
        // Lambda, alone among them, writes `Message`.
        body: JSON.stringify({Type: status < 500 ? 'User' : 'Service', Message: message}),
      };
    case 'sts':
    case 'cloudformation':
      return {status, headers: xml, body: xmlError(service, name, message)};
  }
}

/** Services of the query protocol: a form in the request, XML in the answer. */
type QueryService = 'sts' | 'cloudformation';

const isQuery = (service: ServiceName): service is QueryService =>
  service === 'sts' || service === 'cloudformation';

const namespaces: Readonly<Record<QueryService, string>> = {
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  cloudformation: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
};

const xmlError = (service: QueryService, code: string, message: string) =>
  `<ErrorResponse xmlns="${namespaces[service]}"><Error><Type>Sender</Type>` +
  `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`;

export const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
