import {randomUUID} from 'node:crypto';
import type {Answer} from './http-server.js';
import type {Members} from './input.js';
import type {ServiceCall, ServiceName} from './service-call.js';

/** How a service turns the pages of its lists. */
interface ListProtocol {
  /** The member of the input that says how many items a page may have. */
  readonly limit?: string;
  /** The members that hold the token, of the input and of the answer. */
  readonly tokens: readonly [ofInput: string, ofAnswer: string];
}

const protocols: Readonly<Partial<Record<ServiceName, ListProtocol>>> = {
  logs: {limit: 'limit', tokens: ['nextToken', 'nextToken']},
  apigateway: {limit: 'limit', tokens: ['position', 'position']},
  apigatewayv2: {limit: 'maxResults', tokens: ['nextToken', 'nextToken']},
  cloudformation: {tokens: ['NextToken', 'NextToken']},
};

/** The input of a call, as if it had asked for pages of at most this many items. */
export function inPages({service}: ServiceCall, input: Members, pageSize: number | undefined): Members {
  const limit = protocols[service]?.limit;
  if (pageSize === undefined || limit === undefined) return input;
  const asked = Number(input[limit] ?? pageSize);
  const given = Math.min(pageSize, asked);
  return {...input, [limit]: service === 'logs' ? given : String(given)};
}

/** The same call, for the first page. */
export function withoutToken(call: ServiceCall): ServiceCall {
  const token = protocols[call.service]?.tokens[0];
  if (token === undefined) return call;
  const {[token]: _, ...input} = call.input;
  return {...call, input};
}

/** The first page again, with the token that the call was made with. */
export function repeatedPage(call: ServiceCall, answerTo: (call: ServiceCall) => Answer): Answer {
  const answer = answerTo(withoutToken(call));
  const [ofInput = '', ofAnswer = ''] = protocols[call.service]?.tokens ?? [];
  const token = call.input[ofInput];
  return typeof token === 'string' ? withToken(answer, ofAnswer, token) : answer;
}

/** An answer with its lists empty and a token that there has never been. */
export function endlessPage({service}: ServiceCall, answer: Answer): Answer {
  const [, ofAnswer = ''] = protocols[service]?.tokens ?? [];
  return withToken(emptied(answer), ofAnswer, randomUUID());
}

const isXml = ({body}: Answer) => body.startsWith('<');

function withToken(answer: Answer, member: string, token: string): Answer {
  if (!isXml(answer)) return {...answer, body: JSON.stringify({...JSON.parse(answer.body), [member]: token})};
  const element = `<${member}>${token}</${member}>`;
  const others = answer.body.replace(new RegExp(`<${member}>[^<]*</${member}>`), '');
  return {...answer, body: others.replace(/<\/(\w+)Result>/, `${element}</$1Result>`)};
}

function emptied(answer: Answer): Answer {
  if (isXml(answer)) return {...answer, body: answer.body.replace(/<member>.*<\/member>/s, '')};
  const members = Object.entries(JSON.parse(answer.body)).map(([name, value]) => [
    name,
    Array.isArray(value) ? [] : value,
  ]);
  return {...answer, body: JSON.stringify(Object.fromEntries(members))};
}
