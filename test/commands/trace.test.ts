import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {generateTraffic, type TrafficOptions} from '../../src/local-aws/traffic/generate-traffic.js';
import {
  type Outcome,
  outcomes,
  type TrueRequest,
  type TruthEvent,
} from '../../src/local-aws/traffic/truth.js';
import {compareLinks} from '../support/compare-links.js';
import {type PrintedTrace, runTrace} from '../support/run-trace.js';

/** What the lines of each outcome state as the cause. */
const causes: Readonly<Record<Outcome, RegExp>> = {
  ok: /^none$/,
  slow: /^none$/,
  clientError: /^none$/,
  malformedResponse: /^MalformedProxyResponse$/,
  functionError:
    /^(TypeError|KeyError|java\.lang\.IllegalStateException|System\.InvalidOperationException|panic|RangeError)$/,
  functionTimeout: /^FunctionTimeout$/,
  integrationTimeout: /^IntegrationTimeout$/,
  throttled: /^LambdaThrottled$/,
  usagePlanExceeded: /^UsagePlanThrottled$/,
  denied: /^DeniedByAuthorizer$/,
  missingToken: /^MissingToken$/,
  outOfMemory: /^Runtime\.OutOfMemory$/,
  initError: /^Runtime\.ImportModuleError$/,
};

/** Traffic in a local AWS, and the truth of each request. */
async function stageWith(options: TrafficOptions) {
  const traffic = generateTraffic({functions: 6, seed: 5, idlessShare: 0.3, ...options});
  const localAws = await LocalAws.start();
  traffic.seedInto(localAws);
  const eventsOf = new Map<string, TruthEvent[]>();
  for (const event of traffic.events) {
    if (event.apiRequestId === undefined) continue;
    const own = eventsOf.get(event.apiRequestId);
    if (own) own.push(event);
    else eventsOf.set(event.apiRequestId, [event]);
  }
  const now = (traffic.events.at(-1)?.timestamp ?? 0) + 5_000;
  const trace = async (id: string): Promise<PrintedTrace> => {
    const args = [id, '-a', traffic.api.restApiId, '-t', 'prod', '-o', 'json'];
    const {stdout, stderr} = await runTrace(args, localAws, now);
    assert.notEqual(stdout, '', `${id}: ${stderr}`);
    return JSON.parse(stdout);
  };
  /** The first few requests of an outcome, spread over the traffic. */
  const sample = (outcome: Outcome, count: number): TrueRequest[] => {
    const all = traffic.requests.filter(request => request.outcome === outcome);
    const step = Math.max(1, Math.floor(all.length / count));
    return all.filter((_, index) => index % step === 0).slice(0, count);
  };
  const truthOf = ({apiRequestId}: TrueRequest) => eventsOf.get(apiRequestId) ?? [];
  /** The ids of a request that its logs say; a trace id that requests share is not one of its own. */
  const idsOf = (request: TrueRequest): string[] => {
    const truth = truthOf(request);
    const {apiRequestId, extendedRequestId, traceId, invocations} = request;
    const gateway = truth.filter(({kind}) => kind === 'execution' || kind === 'access');
    const isShared = traffic.requests.some(other => other !== request && other.traceId === traceId);
    return [
      apiRequestId,
      apiRequestId.slice(0, 8),
      ...[extendedRequestId, ...(isShared ? [] : [traceId])].filter(id =>
        gateway.some(({message}) => message.includes(id)),
      ),
      ...invocations
        .map(({lambdaRequestId}) => lambdaRequestId)
        .filter(id => truth.some(({lambdaRequestId, expectsLink}) => lambdaRequestId === id && expectsLink)),
    ];
  };
  return {traffic, localAws, trace, sample, truthOf, idsOf};
}

type Stage = Awaited<ReturnType<typeof stageWith>>;

/** Every line that the logs tie to the request is printed once, in order, and none of another request. */
function assertWhole({truthOf}: Stage, request: TrueRequest, {lines}: PrintedTrace, id: string): void {
  const {wrong, missing, repeated, outOfOrder} = compareLinks(truthOf(request), lines);
  assert.deepEqual(
    {wrong, missing, repeated, outOfOrder},
    {wrong: [], missing: [], repeated: 0, outOfOrder: 0},
    id,
  );
  const printed = new Set(
    lines.map(({logGroup, logStream, timestampMs, message}) =>
      [logGroup, logStream, timestampMs, message].join(),
    ),
  );
  const lost = truthOf(request)
    .filter(
      ({expectsLink, isCanaryCopy, logGroup}) => expectsLink && !isCanaryCopy && !logGroup.startsWith('API-'),
    )
    .filter(
      ({logGroup, logStream, timestamp, message}) =>
        !printed.has([logGroup, logStream, timestamp, message.replace(/[\r\n]+$/, '')].join()),
    );
  assert.deepEqual(lost, [], id);
  const texts = new Set(lines.map(({message}) => message));
  const lostOfGateway = truthOf(request).filter(
    ({kind, message}) => kind === 'execution' && !texts.has(message),
  );
  assert.deepEqual(lostOfGateway, [], id);
}

describe('trace of 10,000 requests', () => {
  let stage: Stage;
  before(async () => {
    stage = await stageWith({requests: 10_000});
  });
  after(() => stage.localAws.stop());

  it('has more than 100,000 lines to look through, of requests of every outcome', () => {
    assert.ok(stage.traffic.events.length > 100_000, `${stage.traffic.events.length}`);
    for (const outcome of outcomes) assert.ok(stage.sample(outcome, 1).length > 0, outcome);
  });

  for (const outcome of outcomes) {
    it(`finds all lines of a request that went ${outcome} from each of its ids, and names the cause`, async () => {
      for (const request of stage.sample(outcome, 1)) {
        for (const id of stage.idsOf(request)) {
          const trace = await stage.trace(id);
          assertWhole(stage, request, trace, id);
          assert.match(trace.cause?.type ?? 'none', causes[outcome], id);
          assert.equal(trace.request?.apiRequestId, request.apiRequestId);
          assert.equal(trace.request?.status, request.status);
          assert.ok(trace.parts.every(({durationMs}) => durationMs >= 0));
        }
      }
    });
  }

  it('names the innermost line of the stack where the function printed one', async () => {
    const stacks = await Promise.all(
      stage
        .sample('functionError', 12)
        .map(async request => (await stage.trace(request.apiRequestId)).cause?.stack),
    );
    const shapes = [/^at \S/, /^File ".*", line \d+/, /\.go:\d+/];
    for (const stack of stacks)
      assert.ok(
        shapes.some(shape => shape.test(stack ?? '')),
        `${stack}`,
      );
  });

  it('asks for one request with tens of calls', async () => {
    const [request] = stage.sample('ok', 1);
    stage.localAws.calls.clear();
    await stage.trace(request?.apiRequestId ?? '');
    assert.ok(stage.localAws.calls.count() <= 40, `${stage.localAws.calls.count()}`);
  });
});

/** Every way of logging that changes what can be known. */
const settings: Record<string, TrafficOptions> = {
  'a canary': {canaryShare: 0.3},
  'active tracing without access log': {
    xray: 'active',
    selfCallShare: 0.2,
    authorizerShare: 0.5,
    accessLog: 'off',
  },
  'active tracing at level ERROR': {xray: 'active', loggingLevel: 'ERROR', selfCallShare: 0.2},
  'level ERROR with the basic access log': {
    loggingLevel: 'ERROR',
    accessLog: 'basic',
    passRequestIdShare: 0.5,
    foreignHeaderShare: 0.5,
  },
  'INFO alone, passing ids on': {
    accessLog: 'off',
    xray: 'off',
    passRequestIdShare: 0.5,
    foreignHeaderShare: 0.5,
    selfCallShare: 0.2,
  },
  'skewed clocks and cold starts': {clockSkewMs: 200, coldStartShare: 0.5, proactiveInitShare: 0.3},
  'data trace': {loggingLevel: 'INFO+trace', passRequestIdShare: 0.5, foreignHeaderShare: 0.3},
  'authorizers that only the trace ties': {xray: 'active', accessLog: 'basic', authorizerShare: 1},
};

describe('trace of a stage with', () => {
  for (const [name, options] of Object.entries(settings)) {
    it(`${name} finds all lines that its logs give evidence for, and none of another request`, async () => {
      const stage = await stageWith({
        requests: 600,
        outcomes: Object.fromEntries(outcomes.map(outcome => [outcome, 1])),
        ...options,
      });
      try {
        for (const [index, request] of outcomes.flatMap(outcome => stage.sample(outcome, 1)).entries()) {
          const ids = stage.idsOf(request);
          // Of the ids that are left, another one each time.
          for (const id of [request.apiRequestId, ids[1 + (index % (ids.length - 1))] ?? '']) {
            assertWhole(stage, request, await stage.trace(id), id);
          }
        }
      } finally {
        await stage.localAws.stop();
      }
    });
  }
});
