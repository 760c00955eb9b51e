import assert from 'node:assert/strict';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {commandDeclarations, optionsOf} from '../../src/cli/command-declarations.js';
import {zshScript} from '../../src/completion/zsh-script.js';
import {
  type CompletionWorld,
  createCompletionWorld,
  hostileName,
  type ShellOnTerminal,
  showDone,
  startShell,
} from '../support/completion-world.js';

/** Room for every list, so that zsh never asks whether to show it. */
const wide = 'stty rows 500 cols 200; LISTMAX=0; unsetopt beep prompt_cr prompt_sp';
const clearLine = '\u0015';

describe('completion in zsh', {timeout: 60_000}, () => {
  let world: CompletionWorld;
  let shell: ShellOnTerminal;
  before(async () => {
    world = await createCompletionWorld();
    await writeFile(join(world.home, 'apilogs.zsh'), zshScript());
    // As in a ~/.zshrc whose compinit stands behind.
    const setup = `${wide}; eval "$(cat apilogs.zsh)"; autoload -Uz compinit; compinit -D -u; ${showDone.zsh}`;
    shell = await startShell('zsh -f -i', setup, world);
  });
  after(async () => {
    shell.close();
    await world.remove();
  });

  /** What the terminal shows for a line that ends in a tab. */
  const listed = (line: string) => shell.type(`${line}\t${clearLine}\n`);
  const completed = async (keys: string) => {
    await shell.type(`${keys}\n`);
    return world.lastArguments();
  };

  it('offers the commands, each with what it does', async () => {
    const shown = await listed('apilogs ');
    for (const {name} of commandDeclarations) assert.match(shown, new RegExp(`^${name} +-- \\w`, 'm'));
  });

  it('offers every option of every command', async () => {
    for (const command of commandDeclarations) {
      const shown = await listed(`apilogs ${command.name} -`);
      const words = new Set(shown.match(/(?<![\w-])--?[A-Za-z][\w-]*/g));
      const names = optionsOf(command).flatMap(({name, short, aliases = []}) => [
        ...(short ? [`-${short}`] : []),
        ...[name, ...aliases].map(long => `--${long}`),
      ]);
      assert.deepEqual(
        names.filter(name => !words.has(name)),
        [],
        command.name,
      );
    }
  });

  it('offers no option twice but the repeatable', async () => {
    assert.deepEqual(await completed('apilogs get -o json --outp\t'), ['get', '-o', 'json', '--outp']);
    assert.deepEqual(await completed('apilogs get -r x --request-\t=y'), [
      'get',
      '-r',
      'x',
      '--request-id=y',
    ]);
  });

  it('completes commands, options, values and lists', async () => {
    for (const [keys, words] of [
      ['apilogs ge\t--out\tra\t', ['get', '--output=raw']],
      ['apilogs get -o cl\t', ['get', '-o', 'classic']],
      ['apilogs trace x -o j\t', ['trace', 'x', '-o', 'json']],
      ['apilogs get --columns time,so\t', ['get', '--columns', 'time,source']],
      ['apilogs com\tzs\t', ['completion', 'zsh']],
      ['apilogs help tr\t', ['help', 'trace']],
      ['apilogs get --tz Europe/Berl\t', ['get', '--tz', 'Europe/Berlin']],
      ['apilogs get --profile dev\t', ['get', '--profile', 'dev team']],
    ] as const)
      assert.deepEqual(await completed(keys), words, keys);
  });

  it('shows APIs with their names, control characters made visible', async () => {
    const shown = await listed('apilogs get -a ');
    assert.match(shown, /^abc123def4 {2}-- orders \(rest, eu-west-1\)/m);
    assert.match(shown, /^nasty00000 {2}-- bad\\x1b\[31m\\x0aname/m);
  });

  it('completes a name as one argument, whatever it holds', async () => {
    for (const [keys, words] of [
      ['apilogs get -a my\t', ['get', '-a', hostileName]],
      ["apilogs get -a 'my\t", ['get', '-a', hostileName]],
      ['apilogs get --api-id="my\t', ['get', `--api-id=${hostileName}`]],
      ['apilogs get -a httpapi111 -t \t', ['get', '-a', 'httpapi111', '-t', '$default']],
    ] as const)
      assert.deepEqual(await completed(keys), words, keys);
  });

  it('works from a file of fpath, and stays silent where apilogs is gone', async t => {
    await mkdir(join(world.home, 'functions'));
    await writeFile(join(world.home, 'functions', '_apilogs'), zshScript());
    const setup = `${wide}; fpath=(./functions $fpath); autoload -Uz compinit; compinit -D -u; ${showDone.zsh}`;
    const other = await startShell('zsh -f -i', setup, world);
    t.after(() => other.close());
    await other.type('apilogs get -a htt\t\n');
    assert.deepEqual(await world.lastArguments(), ['get', '-a', 'httpapi111']);
    await other.type('PATH=/nonexistent\n');
    const line = 'apilogs get -a htt';
    assert.equal((await other.type(`${line}\t${clearLine}\n`)).split('\n').length, 2);
  });
});
