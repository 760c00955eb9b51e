import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {type AwsClients, type AwsOptions, createAwsClients} from '../../src/aws/aws-clients.js';

/** A home folder and an environment of its own for the SDK, which reads the process's. */
export interface SdkWorld extends AsyncDisposable {
  readonly home: string;
  /** Writes a file below the home folder. */
  put(path: string, text: string): Promise<void>;
  /** Clients of the region eu-west-1, and nothing else set. */
  create(options?: Partial<AwsOptions>): Promise<AwsClients>;
}

const original = process.env;

/** Takes the place of the process's environment until it is disposed of. */
export async function sdkWorld(env: Readonly<Record<string, string>> = {}): Promise<SdkWorld> {
  const home = await mkdtemp(join(tmpdir(), 'apilogs-home-'));
  const made: AwsClients[] = [];
  process.env = {PATH: original.PATH, HOME: home, AWS_EC2_METADATA_DISABLED: 'true', ...env};
  return {
    home,
    put: async (path, text) => {
      await mkdir(dirname(join(home, path)), {recursive: true});
      await writeFile(join(home, path), text);
    },
    create: async options => {
      const clients = await createAwsClients({...nothing, ...options}, process.env);
      made.push(clients);
      return clients;
    },
    [Symbol.asyncDispose]: async () => {
      for (const clients of made) clients.destroy();
      process.env = original;
      await rm(home, {recursive: true});
    },
  };
}

const nothing: AwsOptions = {
  region: 'eu-west-1',
  profile: undefined,
  endpointUrl: undefined,
  accessKeyId: undefined,
  secretAccessKey: undefined,
  sessionToken: undefined,
};

/** The credentials that the clients sign with. */
export const credentialsOf = async (clients: AwsClients) => (await clients.logsEvents()).credentials();
