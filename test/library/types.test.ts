import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
);

/** A program that uses all of the library, and some of it wrongly. */
const consumer = `
import {ApilogsError, exitCodes, followStage, readStage, trace} from 'apilogs';
import type {AwsCredentials, FollowStageOptions, LogGap, Notice, StageLine, Trace} from 'apilogs';

const provider = async (_properties?: Record<string, unknown>): Promise<{
  readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string;
  readonly expiration?: Date; readonly accountId?: string;
}> => ({accessKeyId: 'a', secretAccessKey: 'b'});
const keys: AwsCredentials = await provider();

export async function use(signal: AbortSignal): Promise<Trace> {
  const stage = {apiId: 'abc123def4', stage: 'prod', region: 'eu-central-1', signal};
  const read = readStage({...stage, credentials: provider, startTime: Date.now() - 60_000, status: [502, '5xx']});
  for await (const line of read) {
    const {apiRequestId, level}: StageLine = line;
    const id: string | null = apiRequestId;
    const isBad: boolean = level === 'ERROR' || line.source === 'authorizer';
    console.log(id, isBad, line.message.length + line.timestampMs);
    // @ts-expect-error: lines are read only
    line.message = '';
    // @ts-expect-error: it is null where it is not known
    line.apiRequestId.length;
  }
  const gaps: readonly LogGap[] = read.gaps;
  const onNotice = ({message, hint}: Notice) => console.log(message, hint?.length);
  const options: FollowStageOptions = {...stage, credentials: keys, onNotice, followForMs: undefined};
  const followed = followStage(options);
  for await (const {late} of followed) if (late) break;
  const from: number | undefined = followed.resumeTime;
  // @ts-expect-error: there is no such level
  readStage({...stage, level: 'LOUD'});
  // @ts-expect-error: the stage is missing
  readStage({apiId: 'abc123def4'});
  try {
    const found = await trace({...stage, id: 'x'.repeat(36), ...(from !== undefined && {startTime: from})});
    console.log(found.request?.functions[0]?.coldStart, found.parts[0]?.kind, found.cause?.stack, gaps.length);
    return found;
  } catch (error) {
    if (error instanceof ApilogsError && error.exitCode === exitCodes.notFound) console.log(error.hint);
    throw error;
  }
}
`;

describe('the types of the library', () => {
  it('hold in a strict program that has only the types of Node.js, and in the example', async t => {
    const folder = mkdtempSync(join(tmpdir(), 'apilogs-types-'));
    t.after(() => rmSync(folder, {recursive: true}));
    const modules = join(folder, 'node_modules');
    const apilogs = join(modules, 'apilogs');
    mkdirSync(join(modules, '@types'), {recursive: true});
    cpSync(join(root, 'package.json'), join(apilogs, 'package.json'));
    cpSync(join(root, 'dist', 'types'), join(apilogs, 'dist', 'types'), {recursive: true});
    symlinkSync(join(root, 'node_modules', '@types', 'node'), join(modules, '@types', 'node'));
    const undici = join(root, 'node_modules', 'undici-types');
    symlinkSync(undici, join(modules, 'undici-types'));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(join(folder, 'consumer.ts'), consumer);
    cpSync(join(root, 'examples', 'failed-requests.js'), join(folder, 'failed-requests.js'));
    const compilerOptions = {
      target: 'es2022',
      module: 'nodenext',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      allowJs: true,
      checkJs: true,
      noImplicitAny: true,
      noEmit: true,
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({compilerOptions, files: ['consumer.ts', 'failed-requests.js']}),
    );
    const {stdout} = await promisify(execFile)(process.execPath, [
      compiler,
      '-p',
      folder,
      '--pretty',
      'false',
    ])
      // The compiler says on stdout what is wrong.
      .catch((error: {stdout: string}) => error);
    assert.equal(stdout, '');
  });
});
