import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import Module, {createRequire} from 'node:module';
import {basename, dirname, join} from 'node:path';
import {Script} from 'node:vm';

type Extensions = NodeJS.Dict<(module: NodeJS.Module, path: string) => unknown>;

/** Below this many characters a file is compiled as fast as what was kept of it is read. */
const worthKeeping = 32_768;

/**
 * Loads `.cjs` files by what V8 kept of them from an earlier run, for Node before 22.1, which cannot do it itself.
 *
 * What is kept is code that will run, so it counts only in a folder, and in a file, that nobody but the user can
 * write; elsewhere nothing is kept. V8 refuses what another version or other flags of it have made.
 *
 * @param extensions what Node loads files by
 * @param atEnd is told what to do when the run ends: only then V8 has compiled what the run needed
 */
export function keepCompiledScripts(
  folder: string,
  extensions: Extensions = createRequire(import.meta.url).extensions,
  atEnd: (keep: () => void) => void = keep => process.once('exit', keep),
): void {
  if (!isOwnAlone(lstatSync(folder))) return;
  extensions['.cjs'] = (module, path) => {
    const source = readFileSync(path, 'utf8');
    const {size, mtimeMs} = statSync(path);
    const file = join(folder, `${basename(path)}-${process.version}-${process.arch}`);
    const origin = `${path} ${size} ${mtimeMs}\n`;
    const cachedData = source.length < worthKeeping ? undefined : readKept(file, origin);
    const script = new Script(Module.wrap(source), {filename: path, cachedData});
    if (source.length >= worthKeeping && (!cachedData || script.cachedDataRejected)) {
      atEnd(() => keep(file, origin, script.createCachedData()));
    }
    const run: WrappedModule = script.runInThisContext();
    run.call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  };
}

/** What Node makes of a file of CommonJS. */
type WrappedModule = (
  this: unknown,
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  path: string,
  folder: string,
) => void;

const writableByOthers = 0o022;

const isOwnAlone = ({uid, mode}: Stats) => uid === process.getuid?.() && (mode & writableByOthers) === 0;

/** Undefined where there is nothing of this origin, or where others could have written it. */
function readKept(file: string, origin: string): Buffer | undefined {
  let opened: number | undefined;
  try {
    opened = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    if (!isOwnAlone(fstatSync(opened))) return undefined;
    const kept = readFileSync(opened);
    const head = Buffer.from(origin);
    return kept.subarray(0, head.length).equals(head) ? kept.subarray(head.length) : undefined;
  } catch {
    return undefined;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** All at once, so that no run reads half of it; where it cannot be written, nothing is kept. */
function keep(file: string, origin: string, compiled: Buffer): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, Buffer.concat([Buffer.from(origin), compiled]), {mode: 0o600, flag: 'wx'});
    renameSync(draft, file);
  } catch {
    rmSync(draft, {force: true});
  }
}
