import type {Gap} from '../discover/gap.js';
import type {StageDiscovery} from '../discover/stage-discovery.js';
import type {LogSource} from '../log-source.js';
import {type ExplainedRead, explainSource} from './explain-source.js';
import {howToLogAccess} from './how-to-log.js';
import type {Explanation, SourceReport, SourceState} from './source-report.js';
import type {SourceFacts, StageFacts} from './stage-facts.js';

/** A report of the stage itself, of each source in its order, and of each log that cannot be a source. */
export function explainStage(
  discovery: StageDiscovery,
  facts: StageFacts,
  read: ExplainedRead,
): SourceReport[] {
  const isOfSource = ({about}: Gap) => about !== undefined && discovery.sources.some(isNamed(about));
  const ofSources = discovery.gaps.filter(isOfSource);
  const others = discovery.gaps.filter(gap => !isOfSource(gap));
  return [
    stageReport(
      discovery,
      others.filter(({about}) => !about),
      facts,
    ),
    ...discovery.sources.map(source => {
      const gaps = ofSources.filter(({about}) => about && isNamed(about)(source));
      return sourceReport(source, gaps, {discovery, facts, read});
    }),
    ...absentReports(others),
    ...(discovery.accessLogging === 'none' ? [noAccessLogReport(discovery, read)] : []),
  ];
}

const isNamed =
  ({kind, name}: Gap['about'] & object) =>
  (source: LogSource) =>
    source.name === name && !source.canary && (source.kind === kind || source.kind === 'authorizer');

/** What holds for all of its logs. */
const stageReport = (
  {kind, stage, sources}: StageDiscovery,
  gaps: readonly Gap[],
  {hasCloudWatchRole, isRoleDenied, isDescribingDenied}: StageFacts,
): SourceReport => ({
  ...nothingKnown,
  kind: 'stage',
  name: stage,
  state: null,
  explanations: [
    ...(hasCloudWatchRole === false && needsRole(kind) ? [noRoleExplanation] : []),
    ...gaps.map(ofGap),
    ...(isRoleDenied && needsRole(kind) ? [roleDenied(sources[0]?.region ?? '*')] : []),
    ...(isDescribingDenied ? [describingDenied] : []),
  ],
});

/** HTTP APIs write their access log without it (API Gateway guide, "Configure logging for HTTP APIs"). */
const needsRole = (kind: StageDiscovery['kind']): boolean => kind !== 'http';

const nothingKnown = {
  logGroup: null,
  region: null,
  canary: false,
  foundBy: null,
  newestEvent: null,
  retentionInDays: null,
  logGroupClass: null,
} as const;

const noRoleExplanation: Explanation = {
  kind: 'noCloudWatchRole',
  message: 'API Gateway has no role with which to write logs in this account and region, so it writes none',
  hint: 'set "CloudWatch log role ARN" in the settings of API Gateway, or `aws apigateway update-account`',
};

const roleDenied = (region: string): Explanation => ({
  kind: 'denied',
  message: 'no permission to see whether API Gateway may write logs in this account and region',
  hint: `allow apigateway:GET on arn:aws:apigateway:${region}::/account`,
});

const describingDenied: Explanation = {
  kind: 'denied',
  message: 'no permission to see class and retention of log groups',
  hint: 'allow logs:DescribeLogGroups',
};

const ofGap = ({kind, message, hint}: Gap): Explanation => ({kind, message, hint});

interface Known {
  readonly discovery: StageDiscovery;
  readonly facts: StageFacts;
  readonly read: ExplainedRead;
}

const unread: SourceFacts = {
  failure: undefined,
  newestAt: undefined,
  isEmpty: false,
  logGroupClass: undefined,
  retentionInDays: undefined,
};

function sourceReport(
  source: LogSource,
  gaps: readonly Gap[],
  {discovery, facts, read}: Known,
): SourceReport {
  const known = facts.ofSource.get(source) ?? unread;
  const {kind, name, logGroup, region, canary} = source;
  return {
    kind,
    name,
    logGroup,
    region,
    canary,
    foundBy: discovery.foundBy.get(source) ?? null,
    state: stateOf(known),
    newestEvent: known.newestAt === undefined ? null : new Date(known.newestAt).toISOString(),
    retentionInDays: known.retentionInDays ?? null,
    logGroupClass: known.logGroupClass ?? null,
    explanations: [...explainSource(source, known, discovery, read), ...gaps.map(ofGap)],
  };
}

function stateOf({failure}: SourceFacts): SourceState {
  if (!failure) return 'readable';
  return failure.kind === 'everywhere' || failure.kind === 'unanswered' ? 'failed' : failure.kind;
}

/** Logs that there are, and that nothing here can read. */
const absentReports = (gaps: readonly Gap[]): SourceReport[] =>
  gaps.flatMap(gap =>
    gap.about ? [{...nothingKnown, ...gap.about, state: 'absent' as const, explanations: [ofGap(gap)]}] : [],
  );

const noAccessLogReport = (discovery: StageDiscovery, {region}: ExplainedRead): SourceReport => ({
  ...nothingKnown,
  kind: 'access',
  name: 'access',
  foundBy: "the stage's settings",
  state: 'absent',
  explanations: [
    {
      kind: 'noAccessLog',
      message: `stage "${discovery.stage}" has no access log`,
      hint: `set one under "Logs and tracing", or ${howToLogAccess(discovery, region)}`,
    },
  ],
});
