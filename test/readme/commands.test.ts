import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import type {OptionDeclaration} from '../../src/cli/option-declarations.js';
import {optionDeclarations} from '../../src/cli/option-declarations.js';
import {exitCodes} from '../../src/errors.js';
import {type CommandRun, ReadmeStage} from './readme-stage.js';
import {markdownFiles, shellBlocks} from './shell-blocks.js';

const root = new URL('../../../', import.meta.url);

/** Blocks that are not run here, and why. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['npm ci && npm run demo', 'needs a clone without node_modules; the demo has tests of its own'],
  ['npm ci && npm test', 'is what runs this test'],
  ['npm ci && npm run build && npm install --global .', 'installs'],
]);

/**
 * NOT BUILT YET: commands and options that the README describes ahead of them. Each must still fail, so an entry
 * has to go when what it names is there.
 */
const notBuiltYet: {readonly commands: readonly RegExp[]; readonly options: readonly string[]} = {
  commands: [
    /^(apis|groups|streams|completion)\b/,
    /^(get|tail) (\/|https:)/,
    /^get -a orders-api\b/,
    /--(log-group|group-prefix)\b/,
  ],
  options: ['log-group', 'group-prefix', 'stack-name'],
};

const isToCome = (argv: readonly string[]) =>
  notBuiltYet.commands.some(pattern => pattern.test(argv.join(' ')));

/** Runs a script in bash in which `apilogs` is the function given; `mail` is nobody. */
function runInBash(script: string, apilogs: string, folder: string) {
  const text = `cd "$FOLDER"; mkdir -p cwd; cd cwd\napilogs() { ${apilogs}; }\nmail() { cat >/dev/null; }\n${script}`;
  const env = {PATH: process.env.PATH ?? '', FOLDER: folder, LC_ALL: 'C.UTF-8'};
  const {error, stdout, stderr} = spawnSync('bash', ['--norc', '-c', text], {
    encoding: 'utf8',
    env,
    maxBuffer: 2 ** 26,
  });
  assert.ifError(error);
  return {stdout, stderr};
}

/** The words of each call of apilogs in a script, as bash takes them apart. */
function callsIn(script: string): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-readme-'));
  try {
    const calls = join(folder, 'calls');
    mkdirSync(calls);
    runInBash(script, `printf '%s\\0' "$@" > "$FOLDER/calls/$(ls "$FOLDER/calls" | wc -l)"`, folder);
    return readdirSync(calls)
      .sort((a, b) => Number(a) - Number(b))
      .map(name => readFileSync(join(calls, name), 'utf8').split('\0').slice(0, -1));
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** What the rest of a script makes of what its calls of apilogs printed. */
function replay(script: string, runs: readonly CommandRun[]) {
  const folder = mkdtempSync(join(tmpdir(), 'apilogs-readme-'));
  try {
    mkdirSync(join(folder, 'done'));
    for (const [index, {stdout, exitCode}] of runs.entries()) {
      writeFileSync(join(folder, `out-${index}`), stdout);
      writeFileSync(join(folder, `code-${index}`), String(exitCode));
    }
    const apilogs =
      'local n; n=$(ls "$FOLDER/done" | wc -l); touch "$FOLDER/done/$n"; cat "$FOLDER/out-$n"; return "$(cat "$FOLDER/code-$n")"';
    return runInBash(script, apilogs, folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** Whether a command may go on until it is stopped; the traffic of the demo does. */
const follows = ([command, ...argv]: readonly string[]) =>
  command === 'tail' || command === 'demo' || argv.some(word => ['--watch', '-w', '--serve'].includes(word));

describe('every shell block of the README and of docs', () => {
  let stage: ReadmeStage;
  before(async () => {
    stage = await ReadmeStage.start();
  });
  after(() => stage.stop());

  for (const {path, script} of shellBlocks.filter(({script}) => !elsewhere.has(script.trim()))) {
    it(`${path}: ${script.split('\n', 1)}`, async () => {
      const calls = callsIn(script);
      assert.ok(calls.length > 0, 'it calls apilogs, or is listed as run elsewhere');
      const runs: CommandRun[] = [];
      for (const argv of calls) {
        const run = await stage.run(argv);
        runs.push(run);
        const line = `apilogs ${argv.join(' ')}\n${run.stderr}`;
        if (isToCome(argv)) {
          assert.notEqual(run.exitCode, exitCodes.ok, `it is built: take it off the list\n${line}`);
          continue;
        }
        const fine: number[] = [
          exitCodes.ok,
          ...(argv.includes('--exit-code') ? [exitCodes.printed] : []),
          ...(follows(argv) ? [exitCodes.interrupted] : []),
        ];
        assert.ok(fine.includes(run.exitCode), `${run.exitCode}: ${line}`);
      }
      const {stdout, stderr} = replay(script, runs);
      assert.equal(stderr, '');
      if (/\| (jq|grep)/.test(script) && !script.includes('grep ERROR')) assert.notEqual(stdout, '');
    });
  }

  it('are at least 20, and those that are run elsewhere are still there', () => {
    assert.ok(shellBlocks.length >= 20, `${shellBlocks.length}`);
    const scripts = new Set(shellBlocks.map(({script}) => script.trim()));
    for (const script of elsewhere.keys()) assert.ok(scripts.has(script), script);
  });

  it('show each command that is not built yet, or it need not be on the list', () => {
    const lines = shellBlocks
      .flatMap(({script}) => script.split('\n'))
      .map(line => line.replace(/^.*?\bapilogs /, ''));
    for (const pattern of notBuiltYet.commands)
      assert.ok(
        lines.some(line => pattern.test(line)),
        String(pattern),
      );
  });
});

describe('the README and the pages of docs', () => {
  const readme = markdownFiles.get('README.md') ?? '';

  it('name options that there are', () => {
    const known = new Set(
      (optionDeclarations as readonly OptionDeclaration[]).flatMap(({name, aliases = []}) => [
        name,
        ...aliases,
      ]),
    );
    for (const [, code = ''] of readme.matchAll(/`([^`\n]+)`/g)) {
      for (const [, name = ''] of code.matchAll(/(?:^| )--([a-z][a-z-]*)/g)) {
        if (notBuiltYet.options.includes(name)) assert.ok(!known.has(name), `--${name} is built`);
        else assert.ok(known.has(name), `--${name}`);
      }
    }
  });

  it('link to what is there', () => {
    for (const [path, markdown] of markdownFiles) {
      for (const [, target = ''] of markdown.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [file = '', anchor] = target.split('#', 2);
        const linked = new URL(file || path.replace(/^docs\//, ''), new URL(path, 'file:///')).pathname.slice(
          1,
        );
        if (!linked.endsWith('.md')) {
          assert.ok(existsSync(new URL(linked, root)), `${path}: ${target}`);
          continue;
        }
        const text = markdownFiles.get(linked);
        assert.ok(text !== undefined, `${path}: ${target}`);
        if (anchor) assert.ok(anchorsOf(text).has(anchor), `${path}: ${target}`);
      }
    }
  });

  it('are short enough to be read: the README has at most 500 lines', () => {
    assert.ok(readme.split('\n').length <= 500);
  });
});

/** The anchors that GitHub gives to headings. */
function anchorsOf(markdown: string): Set<string> {
  return new Set(
    [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}
