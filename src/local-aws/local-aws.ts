import {setTimeout as delay} from 'node:timers/promises';
import {accessDenied} from './access-denied.js';
import {answerWith, answerWithError} from './answers.js';
import {AwsError} from './aws-error.js';
import {CallLog} from './call-log.js';
import {CallQuota} from './call-quota.js';
import {CustomDomainStore} from './custom-domain-store.js';
import {DeliveryStore} from './delivery-store.js';
import {type Fault, Faults} from './faults.js';
import {FunctionStore} from './function-store.js';
import {HttpApiStore} from './http-api-store.js';
import {type Answer, type HttpServer, type Reply, startHttpServer, type WireRequest} from './http-server.js';
import {Input} from './input.js';
import {Insights} from './insights/insights.js';
import {endlessPage, inPages, repeatedPage, withoutToken} from './list-pages.js';
import {LogStore, type Place} from './log-store.js';
import {RestApiStore} from './rest-api-store.js';
import {routeRequest} from './route-request.js';
import type {ServiceCall} from './service-call.js';
import {createServices, type Services} from './services.js';
import {StackStore} from './stack-store.js';

export interface LocalAwsOptions {
  readonly region?: string;
  readonly accountId?: string;
  /** Epoch milliseconds. An event can be read once this has reached its ingestion time. */
  readonly now?: () => number;
  /** FilterLogEvents calls a second for the whole account; more are throttled. None where absent. */
  readonly filterLogEventsQuota?: number;
  /** Calls a second of other operations, by name, such as `StartQuery`. */
  readonly callQuotas?: Readonly<Record<string, number>>;
  /** How long every answer takes. */
  readonly latencyMs?: number;
  /** How many events one FilterLogEvents call looks at when it selects; then the page ends. */
  readonly scanLimit?: number;
  /** The most that a page of any list holds; as many as AWS gives where absent. */
  readonly pageSize?: number;
  /** 0 or absent for any free one. */
  readonly port?: number;
}

const defaultScanLimit = 50_000;

/** A small AWS inside this process, which the real SDK and the AWS CLI can be pointed at. */
export class LocalAws {
  readonly region: string;
  readonly accountId: string;
  readonly logs: LogStore;
  readonly apiGateway: RestApiStore;
  readonly apiGatewayV2: HttpApiStore;
  readonly lambda: FunctionStore;
  readonly deliveries: DeliveryStore;
  readonly customDomains = new CustomDomainStore();
  readonly stacks: StackStore;
  readonly insights: Insights;
  readonly faults = new Faults();
  readonly calls = new CallLog();
  readonly #place: Place;
  readonly #services: Services;
  readonly #now: () => number;
  readonly #quotas: ReadonlyMap<string, CallQuota>;
  readonly #latencyMs: number;
  readonly #pageSize: number | undefined;
  #server: HttpServer | undefined;

  private constructor(options: LocalAwsOptions) {
    const {region = 'eu-west-1', accountId = '111122223333', now = Date.now} = options;
    const {latencyMs = 0, scanLimit = defaultScanLimit, pageSize} = options;
    const place = {region, accountId};
    this.region = region;
    this.accountId = accountId;
    this.#place = place;
    this.logs = new LogStore(place, now);
    this.deliveries = new DeliveryStore(place);
    this.apiGateway = new RestApiStore(place);
    this.apiGatewayV2 = new HttpApiStore(place);
    this.lambda = new FunctionStore(place);
    this.stacks = new StackStore(place);
    this.insights = new Insights({logs: this.logs, place, now});
    const {logs, deliveries, apiGateway, apiGatewayV2, lambda, customDomains, stacks, insights} = this;
    const stores = {logs, deliveries, apiGateway, apiGatewayV2, lambda, customDomains, stacks, insights};
    this.#services = createServices({place, ...stores, now, scanLimit});
    this.#now = now;
    this.#quotas = createQuotas(options, now);
    this.#latencyMs = latencyMs;
    this.#pageSize = pageSize;
  }

  /** Starts listening, on the loopback interface alone. */
  static async start(options: LocalAwsOptions = {}): Promise<LocalAws> {
    const aws = new LocalAws(options);
    const reply = (request: WireRequest) => aws.#reply(request);
    aws.#server = await startHttpServer({port: options.port ?? 0, now: aws.#now, reply});
    return aws;
  }

  /** `http://127.0.0.1:PORT` */
  get endpoint(): string {
    if (!this.#server) throw new Error('the local AWS has not been started');
    return this.#server.endpoint;
  }

  /** What a process needs in its environment to be pointed here. */
  env(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: this.region,
      // Version 1 of the AWS CLI, and every boto3, read this one alone.
      AWS_DEFAULT_REGION: this.region,
      AWS_ACCESS_KEY_ID: 'AKIALOCALAWS00000000',
      AWS_SECRET_ACCESS_KEY: 'local-aws-takes-any-secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** Stops listening and ends every connection, also those that wait for an answer. */
  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  async #reply(request: WireRequest): Promise<Reply> {
    const routed = tryRoute(request);
    if ('answer' in routed) return routed;
    this.calls.add({...routed.call, at: this.#now()});
    try {
      return await this.#replyTo(routed.call);
    } catch (error) {
      return failWith(routed.call, toAwsError(error));
    }
  }

  async #replyTo(call: ServiceCall): Promise<Reply> {
    const {delayMs, fault} = this.faults.strike(call);
    const waitMs = this.#latencyMs + delayMs;
    // A stopped server must not hold its process until the last delay is over.
    if (waitMs > 0) await delay(waitMs, undefined, {ref: false});
    return fault === undefined ? {answer: this.#answer(call)} : this.#fail(call, fault);
  }

  #answer(call: ServiceCall): Answer {
    const {service, operation, input} = call;
    try {
      if (this.#quotas.get(operation)?.take() === false) {
        throw new AwsError('ThrottlingException', 'Rate exceeded');
      }
      const operations = this.#services[service];
      const operate = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (!operate) throw unknownOperationError(call);
      return answerWith(service, operate(new Input(inPages(call, input, this.#pageSize))));
    } catch (error) {
      return answerWithError(service, toAwsError(error));
    }
  }

  #fail(call: ServiceCall, fault: Exclude<Fault, {delayMs: number}>): Reply {
    switch (fault) {
      case 'reset':
      case 'reset-in-body':
      case 'hang':
      case 'hang-in-body':
        return {answer: this.#answer(call), loss: fault};
      case 'refuse':
        void this.stop();
        return {answer: this.#answer(call), loss: 'reset'};
      case 'repeated-page':
        return {answer: repeatedPage(call, withoutToken => this.#answer(withoutToken))};
      case 'endless-pages':
        return {answer: endlessPage(call, this.#answer(withoutToken(call)))};
      case 'denied':
        return failWith(call, accessDenied(call, this.#place, this.lambda));
      case 'repeat-token':
        return {answer: withToken(this.#answer(call), call.input.nextToken)};
      case 'truncate': {
        const answer = this.#answer(call);
        return {answer: {...answer, body: answer.body.slice(0, answer.body.length >>> 1)}};
      }
      case 'garbled-event': {
        const answer = this.#answer(call);
        return {answer: {...answer, body: answer.body.replace('"ingestionTime":', '"ingestionTime";')}};
      }
      case 'not-json':
        return {answer: {...this.#answer(call), body: 'upstream said nothing useful'}};
      case 'html':
        return {answer: {status: 200, headers: {'Content-Type': 'text/html'}, body: proxyPage}};
      default: {
        if ('answer' in fault) {
          const {status = 200, contentType = 'application/json', body} = fault.answer;
          return {answer: {status, headers: {'Content-Type': contentType}, body}};
        }
        if ('shortPage' in fault)
          return {answer: this.#answer({...call, input: {...call.input, limit: fault.shortPage}})};
        const {name, message, status = statuses[name] ?? 400} = fault.error;
        return failWith(call, new AwsError(name, message, status));
      }
    }
  }
}

function createQuotas({filterLogEventsQuota, callQuotas}: LocalAwsOptions, now: () => number) {
  const quotas = Object.entries({...callQuotas, FilterLogEvents: filterLogEventsQuota});
  return new Map(
    quotas.flatMap(([operation, perSecond]) =>
      perSecond === undefined ? [] : [[operation, new CallQuota(perSecond, now)] as const],
    ),
  );
}

/** The first page of a listing, which no token led to, is as it is. */
function withToken(answer: Answer, nextToken: unknown): Answer {
  if (nextToken === undefined) return answer;
  return {...answer, body: JSON.stringify({...JSON.parse(answer.body), nextToken})};
}

const proxyPage =
  '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Network sign-in required</h1></body></html>';

/** The status that goes with an error's name, where it is not 400. */
const statuses: Readonly<Record<string, number>> = {
  InternalFailure: 500,
  NotFoundException: 404,
  ServiceUnavailableException: 503,
  TooManyRequestsException: 429,
  UnauthorizedException: 401,
};

function tryRoute(request: WireRequest): {call: ServiceCall} | Reply {
  try {
    return {call: routeRequest(request)};
  } catch (error) {
    const service = request.header('x-amz-target') === undefined ? 'apigateway' : 'logs';
    return {answer: answerWithError(service, toAwsError(error))};
  }
}

const failWith = ({service}: ServiceCall, error: AwsError): Reply => ({
  answer: answerWithError(service, error),
});

function unknownOperationError({service, operation, path}: ServiceCall): AwsError {
  const status = ['logs', 'sts', 'cloudformation'].includes(service) ? 400 : 404;
  const what = status === 404 ? path : operation;
  return new AwsError('UnknownOperationException', `The local AWS does not know ${what}`, status);
}

function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('InternalFailure', `The local AWS failed: ${what}`, 500);
}
