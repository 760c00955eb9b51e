import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {LocalAws} from '../../src/local-aws/local-aws.js';
import {startCuttableNetwork} from '../support/cuttable-network.js';
import {ChaosFaults, type FaultShare} from './chaos-faults.js';

export interface ChaosWorldOptions {
  readonly seed: number;
  readonly faults: Readonly<Record<string, FaultShare>>;
  readonly logFaults: Readonly<Record<string, FaultShare>>;
  /** FilterLogEvents calls a second. */
  readonly quota: number;
  /** How much the program's clock is ahead of the service's. */
  readonly clockAheadMs: number;
}

/** A local AWS behind a network that breaks, with credentials that last for seconds. */
export interface ChaosWorld {
  readonly localAws: LocalAws;
  readonly faults: ChaosFaults;
  /** The environment of the program. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From now on no call fails any more that is not throttled. */
  calmDown(): void;
  /** Cuts the network for a while, in which nothing can be reached. */
  cut(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** AWS refuses a signature that is further off (documented as five minutes). */
const longestSkewMs = 5 * 60_000;
/** The SDK renews credentials that have less time left than five minutes; these have so much more. */
const usedForSeconds = 5;
/** In the background, so that the first call after one that hung for half a minute still bears the old key. */
const keyLivesMs = 90_000;
/** After a cut the connections that it broke are made again, and count among the tries of a call. */
const calmAfterCutMs = 5_000;

export async function startChaosWorld({
  seed,
  faults,
  logFaults,
  quota,
  clockAheadMs,
}: ChaosWorldOptions): Promise<ChaosWorld> {
  const localAws = await LocalAws.start({filterLogEventsQuota: quota, latencyMs: 5});
  let mendedAt = Number.NEGATIVE_INFINITY;
  let isCalm = false;
  let isStopped = false;
  const mayFail = () => !isCalm && Date.now() > mendedAt + calmAfterCutMs;
  const chaos = new ChaosFaults({localAws, seed, faults, logFaults, mayFail});
  refuseSkewedClocks(localAws, chaos);
  refuseOldKeys(localAws, chaos);

  const network = await startCuttableNetwork(localAws);
  const folder = await mkdtemp(join(tmpdir(), 'apilogs-chaos-'));
  const config = join(folder, 'config');
  const script = join(folder, 'credentials.sh');
  await writeFile(config, `[default]\nregion = ${localAws.region}\ncredential_process = /bin/sh ${script}\n`);
  await writeFile(script, credentialScript(clockAheadMs / 1_000));

  return {
    localAws,
    faults: chaos,
    env: {
      ...localAws.env(),
      AWS_ENDPOINT_URL: network.endpoint,
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_CONFIG_FILE: config,
      CLOCK_AHEAD_MS: String(clockAheadMs),
      NODE_OPTIONS: `--require ${supportFile('clock-ahead.cjs')} --require ${supportFile('peak-memory.cjs')}`,
    },
    calmDown: () => {
      isCalm = true;
    },
    cut: async ms => {
      if (isStopped) return;
      mendedAt = Date.now() + ms;
      chaos.count('connection refused, times');
      await network.cut();
      await delay(ms);
      if (!isStopped) await network.mend();
    },
    stop: async () => {
      isStopped = true;
      await network.cut().catch(() => undefined);
      await localAws.stop();
      await rm(folder, {recursive: true});
    },
  };
}

const supportFile = (name: string) =>
  fileURLToPath(new URL(`../../../test/support/${name}`, import.meta.url));

/** A new key each time, whose name says when it was made (epoch seconds). */
const credentialScript = (aheadSeconds: number) => `now=$(date +%s)
expiration=$(date -u -d "@$((now + ${aheadSeconds} + 300 + ${usedForSeconds}))" +%Y-%m-%dT%H:%M:%SZ)
echo '{"Version":1,"AccessKeyId":"AKIA'$now'","SecretAccessKey":"any","SessionToken":"any","Expiration":"'$expiration'"}'
`;

function refuseSkewedClocks(localAws: LocalAws, chaos: ChaosFaults): void {
  localAws.faults.add({
    when: (_, {signedAt = 0}) => {
      const isSkewed = Math.abs(Date.now() - signedAt) > longestSkewMs;
      if (isSkewed) chaos.count('clock skew refused');
      return isSkewed;
    },
    fault: {
      error: {
        name: 'InvalidSignatureException',
        message: 'Signature not yet current: the date of the request is later than the current time',
      },
    },
  });
}

function refuseOldKeys(localAws: LocalAws, chaos: ChaosFaults): void {
  const keys = new Set<string>();
  localAws.faults.add({
    when: (_, {accessKeyId = ''}) => {
      if (!keys.has(accessKeyId)) {
        keys.add(accessKeyId);
        if (keys.size > 1) chaos.count('credentials renewed');
      }
      return Date.now() - Number(accessKeyId.slice('AKIA'.length)) * 1_000 > keyLivesMs;
    },
    fault: {
      error: {
        name: 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
      },
    },
  });
}
