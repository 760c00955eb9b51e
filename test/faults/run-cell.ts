import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {LocalAws} from '../../src/local-aws/local-aws.js';
import type {ServiceCall} from '../../src/local-aws/service-call.js';
import {runCommands} from '../support/run-commands.js';
import type {VirtualTime} from '../support/virtual-time.js';
import type {Column} from './faults.js';
import {authorityPath, startNetwork} from './network.js';
import {startWorld} from './world.js';

/** A call of the program, and a command line that makes it. */
export interface Call {
  readonly service: ServiceCall['service'];
  readonly operation: string;
  readonly argv: readonly string[];
  /** Profiles of the AWS configuration file, where the credentials are not those of the environment. */
  readonly profiles?: string;
  /** The token that a login to IAM Identity Center has left, by the URL that it was for. */
  readonly login?: string;
  /** What is different in AWS from the world all share. */
  readonly prepare?: (localAws: LocalAws) => void;
}

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** How many calls the fault befell. */
  readonly hits: number;
  /** In the run's own time. */
  readonly tookMs: number;
}

/** What no run may take, in ms of its own time. */
const limitMs = 40 * 60_000;
const smallPages = 2;

/** A column, or what is as in one while nothing goes wrong. */
type Surroundings = Partial<Column>;

/** Runs the command line in a world of its own; without a rule nothing goes wrong. */
export async function runCell(call: Call, column: Surroundings | undefined, time: VirtualTime): Promise<Run> {
  const {clockAheadMs = 0, needsPages = false} = column ?? {};
  const localAws = await startWorld({
    now: () => time.now() + clockAheadMs,
    ...(needsPages && {pageSize: smallPages}),
  });
  call.prepare?.(localAws);
  const network = column?.network && (await startNetwork(column.network, localAws.endpoint));
  const home = mkdtempSync(join(tmpdir(), 'apilogs-faults-'));
  const rule = column?.rule?.({now: time.now, network, isCall: isCallOf(call)});
  const handle = rule && localAws.faults.add(rule);
  try {
    const env = {
      AWS_CA_BUNDLE: authorityPath,
      ...(network && {AWS_ENDPOINT_URL: network.endpoint}),
      ...credentialsOf(call, column, home),
    };
    const beganAt = time.now();
    const run = await time.during(runCommands(call.argv, {localAws, env}), limitMs);
    return {...run, hits: handle?.hits ?? 0, tookMs: time.now() - beganAt};
  } finally {
    await network?.stop();
    await localAws.stop();
    rmSync(home, {recursive: true});
  }
}

const isCallOf =
  ({service, operation}: Call) =>
  (call: ServiceCall): boolean =>
    call.service === service && call.operation === operation;

/** An environment in which credentials come from a profile. */
function credentialsOf(
  {profiles, login}: Call,
  column: Surroundings | undefined,
  home: string,
): Readonly<Record<string, string | undefined>> {
  if (!profiles && !column?.hasFreshCredentials) return {};
  const file = join(home, 'config');
  writeFileSync(file, profiles ?? commandProfile(home));
  if (login) writeLogin(home, login);
  return {
    AWS_CONFIG_FILE: file,
    AWS_PROFILE: 'faults',
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    // Where roles are kept from one run to the next.
    HOME: home,
  };
}

/** As `aws sso login` leaves it. */
function writeLogin(home: string, startUrl: string): void {
  const folder = join(home, '.aws/sso/cache');
  mkdirSync(folder, {recursive: true});
  const token = {accessToken: 'token', expiresAt: '2100-01-01T00:00:00Z', region: 'eu-west-1', startUrl};
  const name = createHash('sha1').update(startUrl).digest('hex');
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(token));
}

/** A profile whose command gives another key each time it is asked. */
function commandProfile(home: string): string {
  const command = join(home, 'credentials.sh');
  writeFileSync(
    command,
    '#!/bin/sh\n' +
      `echo >> "${home}/asked"\n` +
      `printf '{"Version":1,"AccessKeyId":"AKIA%016d","SecretAccessKey":"any"}' "$(wc -l < "${home}/asked")"\n`,
    {mode: 0o700},
  );
  return `[profile faults]\ncredential_process = ${command}\n`;
}
