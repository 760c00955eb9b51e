import {execFile} from 'node:child_process';
import {cp, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {transform} from 'rolldown/utils';
import {type Mutation, mutations} from './mutations.js';

// Breaks one guard after the other in a copy of what is built, and tells which test notices. With words, only
// those mutations whose names have one of them.

const project = fileURLToPath(new URL('../..', import.meta.url));
const longestTestMs = 240_000;

interface Verdict {
  readonly mutation: Mutation;
  /** The first test that failed; undefined where all passed. */
  readonly killer: string | undefined;
}

const words = process.argv.slice(2);
const chosen = mutations.filter(({name}) => words.length === 0 || words.some(word => name.includes(word)));
const folder = await mkdtemp(join(tmpdir(), 'apilogs-mutations-'));
try {
  await copyProject();
  const verdicts: Verdict[] = [];
  for (const mutation of chosen) {
    const killer = await findKiller(mutation);
    verdicts.push({mutation, killer});
    console.log(
      `${killer === undefined ? 'SURVIVED' : 'killed  '}  ${mutation.name}\n          ${killer ?? '-'}`,
    );
  }
  const survivors = verdicts.filter(({killer}) => killer === undefined);
  console.log(`\n${verdicts.length - survivors.length} of ${verdicts.length} killed`);
  process.exitCode = survivors.length > 0 ? 1 : 0;
} finally {
  await rm(folder, {recursive: true});
}

async function copyProject(): Promise<void> {
  const left = new Set(['node_modules', '.git']);
  await cp(project, folder, {recursive: true, filter: source => !left.has(basename(source))});
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
}

async function findKiller(mutation: Mutation): Promise<string | undefined> {
  const {file, from, to, tests, needsBundle = false} = mutation;
  const source = await readFile(join(project, 'src', file), 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} does not have once: ${from}`);
  const built = join(folder, 'build', 'src', file.replace(/\.ts$/, '.js'));
  const original = await readFile(built);
  const {code, errors} = await transform(
    file,
    source.replace(from, () => to),
  );
  if (errors.length > 0) throw new Error(`${mutation.name}: ${String(errors[0])}`);
  await writeFile(built, code);
  if (needsBundle) await run(['build/scripts/build-bundle.js']);
  try {
    for (const test of tests) {
      const {output, hasFailed} = await run(['--test', `build/test/${test}.test.js`]);
      if (hasFailed) return `${test}: ${firstFailure(output)}`;
    }
    return undefined;
  } finally {
    await writeFile(built, original);
    if (needsBundle) await run(['build/scripts/build-bundle.js']);
  }
}

function run(args: readonly string[]): Promise<{output: string; hasFailed: boolean}> {
  const options = {cwd: folder, timeout: longestTestMs, maxBuffer: 256 * 1024 * 1024};
  return new Promise(resolve => {
    execFile(process.execPath, args, options, (error, output) => {
      resolve({output, hasFailed: error !== null});
    });
  });
}

/** The innermost test is told first. */
function firstFailure(output: string): string {
  return /^\s*not ok \d+ - (.*)$/m.exec(output)?.[1] ?? 'does not end in time';
}
