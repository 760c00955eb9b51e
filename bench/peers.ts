import {execFileSync} from 'node:child_process';
import {type BenchCase, compare} from './bench-case.js';
import {measureRun} from './measured-run.js';
import type {ServedStage} from './serve-stage.js';
import {readAll, readBarely, withStage} from './with-stage.js';

/** A tool that reads log groups; the shell line is run for each group, as `$group`, one after the other. */
interface Peer {
  readonly name: string;
  readonly line: (stage: ServedStage) => string;
}

const iso = (epochMs: number) => new Date(epochMs).toISOString();

const awslogs: Peer = {
  name: 'awslogs get',
  line: ({startTime, endTime, env}) =>
    `awslogs get "$group" ALL -s ${iso(startTime)} -e ${iso(endTime)} --aws-endpoint-url ${env.AWS_ENDPOINT_URL}`,
};
const saw: Peer = {
  name: 'saw get',
  line: ({startTime, endTime, env}) =>
    `saw get "$group" --start ${iso(startTime)} --stop ${iso(endTime)} --endpoint-url ${env.AWS_ENDPOINT_URL}`,
};
const cw: Peer = {
  name: 'cw tail',
  line: ({startTime, endTime, env}) =>
    `cw --endpoint ${env.AWS_ENDPOINT_URL} tail "$group" -b ${iso(startTime)} -e ${iso(endTime)}`,
};
const awsTail: Peer = {
  name: 'aws logs tail',
  line: ({startTime}) => `aws logs tail "$group" --since ${iso(startTime)} --format short`,
};
/** Version 1 of the AWS CLI has no `tail`. */
const awsFilter: Peer = {
  name: 'aws logs filter-log-events',
  line: ({startTime, endTime}) =>
    `aws logs filter-log-events --log-group-name "$group" --start-time ${startTime} --end-time ${endTime} --output text --query "events[].[message]"`,
};

const latencyMs = 50;
const quota = 25;

export const peersCase: BenchCase = {
  name: 'peers',
  title: `Wall time of reading a stage at ${latencyMs} ms a call and ${quota} calls a second, against the sequential chain`,
  measure: ({runs, requests}) =>
    withStage({traffic: {requests, functions: 5, ratePerSecond: 100, seed: 7}, latencyMs, quota}, stage => {
      const wallOf = async (command: readonly string[]) => (await measureRun(command, stage.env)).wallSeconds;
      return compare(
        [
          {name: `bare floor, sequential, ${stage.events} events`, measure: () => wallOf(readBarely(stage))},
          {name: 'get -o text', measure: () => wallOf(readAll(stage))},
          ...peersOnPath().map(peer => ({
            name: peer.name,
            measure: () => wallOf(forEachGroup(stage, peer)),
          })),
        ],
        runs,
        's',
      );
    }),
};

const forEachGroup = (stage: ServedStage, {line}: Peer) => [
  'bash',
  '-c',
  `set -e; for group in "$@"; do ${line(stage)}; done`,
  'bash',
  ...stage.logGroups,
];

function peersOnPath(): Peer[] {
  const awsVersion = versionOf('aws');
  return [
    ...(awsVersion === undefined ? [] : [awsVersion.startsWith('aws-cli/1') ? awsFilter : awsTail]),
    ...(versionOf('awslogs') === undefined ? [] : [awslogs]),
    ...(versionOf('saw') === undefined ? [] : [saw]),
    ...(versionOf('cw') === undefined ? [] : [cw]),
  ];
}

/** What a tool says of its version; undefined where it is not on the PATH. */
export function versionOf(tool: string): string | undefined {
  try {
    return execFileSync(tool, ['--version'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  } catch {
    return undefined;
  }
}
