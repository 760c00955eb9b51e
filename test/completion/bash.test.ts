import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {commandDeclarations, optionsOf} from '../../src/cli/command-declarations.js';
import {bashScript} from '../../src/completion/bash-script.js';
import {
  type CompletionWorld,
  createCompletionWorld,
  hostileName,
  runInShell,
  showDone,
  startShell,
} from '../support/completion-world.js';

describe('completion in bash', {timeout: 60_000}, () => {
  let world: CompletionWorld;
  before(async () => {
    world = await createCompletionWorld();
    await writeFile(join(world.home, 'apilogs.bash'), bashScript());
  });
  after(() => world.remove());

  /** What is offered for each line, whose words are given as bash splits them: `=` and `:` stand alone. */
  async function offered(lines: readonly (readonly string[])[], setting = ''): Promise<string[][]> {
    const calls = lines.map(words => {
      const line = words.join(' ').replace(/ ([=:])( |$)/g, '$1');
      return `offer ${[line, ...words].map(word => `'${word}'`).join(' ')}`;
    });
    const printed = await runInShell(
      ['bash', '--norc'],
      `${setting}
source ./apilogs.bash
offer() {
  COMP_LINE=$1 COMP_POINT=\${#1}
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
  _apilogs
  printf '%s\\n' \${COMPREPLY[@]+"\${COMPREPLY[@]}"}
  echo END
}
${calls.join('\n')}
`,
      world,
    );
    return printed
      .split('END\n')
      .slice(0, -1)
      .map(block => block.split('\n').filter(line => line !== ''));
  }
  const offeredFor = async (...words: string[]) => (await offered([words]))[0];

  it('offers the commands, and behind help too', async () => {
    const names = commandDeclarations.map(({name}) => name);
    assert.deepEqual(
      await offered([
        ['apilogs', ''],
        ['apilogs', 're'],
        ['apilogs', 'help', ''],
        ['apilogs', '-'],
      ]),
      [[...names, 'help'], ['requests'], names, ['-h', '--help', '--version']],
    );
  });

  it('offers every option of every command', async () => {
    const lines = commandDeclarations.map(({name}) => ['apilogs', name, '-']);
    assert.deepEqual(
      await offered(lines),
      commandDeclarations.map(command =>
        optionsOf(command).flatMap(({name, short}) => [...(short ? [`-${short}`] : []), `--${name}`]),
      ),
    );
  });

  it('offers the other names of an option to who begins to write them', async () => {
    const others = commandDeclarations.flatMap(command =>
      optionsOf(command).flatMap(({aliases = []}) => aliases.map(alias => [command.name, `--${alias}`])),
    );
    const found = await offered(others.map(words => ['apilogs', ...words]));
    assert.deepEqual(
      others.filter(([, alias = ''], index) => !found[index]?.includes(alias)),
      [],
    );
    assert.ok(others.length > 0);
  });

  it('offers options where nothing was begun, and none twice but the repeatable', async () => {
    const [fresh = [], given = []] = await offered([
      ['apilogs', 'get', ''],
      ['apilogs', 'get', '-o', 'json', '--region', '=', 'eu-west-1', '-r', 'x', '--since', '1h', ''],
    ]);
    const gone = ['--output', '--region', '--start'];
    assert.deepEqual(
      fresh.filter(name => !given.includes(name)),
      fresh.filter(name => gone.includes(name)),
    );
    assert.ok(given.includes('--request-id'));
  });

  it('offers the values of an option, those of the command', async () => {
    assert.deepEqual(
      await offered([
        ['apilogs', 'get', '-o', ''],
        ['apilogs', 'get', '--output', '='],
        ['apilogs', 'get', '--output', '=', 'j'],
        ['apilogs', 'get', '--output', '"j'],
        ['apilogs', 'trace', '-o', ''],
        ['apilogs', 'get', '--region', 'us-west-'],
        ['apilogs', 'completion', ''],
        ['apilogs', 'get', '--filter-pattern', ''],
        ['apilogs', 'trace', 'x', ''],
      ]),
      [
        ['text', 'classic', 'raw', 'json'],
        ['text', 'classic', 'raw', 'json'],
        ['json'],
        ['json'],
        ['text', 'json'],
        ['us-west-1', 'us-west-2'],
        ['bash', 'zsh', 'fish'],
        [],
        await offeredFor('apilogs', 'trace', ''),
      ],
    );
  });

  it('offers the parts of a list one by one', async () => {
    assert.deepEqual(
      await offered([
        ['apilogs', 'get', '--columns', 'source,t'],
        ['apilogs', 'get', '--columns', 'time,s'],
        ['apilogs', 'get', '--columns', '=', 'time,source,time,'],
        ['apilogs', 'requests', '--method', 'GET,PO'],
      ]),
      [
        ['source,time'],
        ['time,source', 'time,stream'],
        ['ingestion', 'request', 'group', 'stream'].map(name => `time,source,time,${name}`),
        ['GET,POST'],
      ],
    );
  });

  it('offers APIs, stages of the API given, profiles and zones', async () => {
    const [byId, stages, allStages, profiles, zones] = await offered([
      ['apilogs', 'get', '-a', ''],
      ['apilogs', 'get', '-a', 'httpapi111', '-t', ''],
      ['apilogs', 'get', '-t', ''],
      ['apilogs', 'get', '--profile', ''],
      ['apilogs', 'get', '--tz', 'Europe/Berl'],
    ]);
    assert.deepEqual(byId?.slice(0, 4), ['abc123def4', 'httpapi111', 'nasty00000', 'orders']);
    assert.deepEqual(stages, ['\\$default']);
    assert.deepEqual(allStages, ['dev', 'prod', '\\$default', 'live']);
    assert.deepEqual(profiles, ['default', 'dev\\ team']);
    assert.deepEqual(zones, ['Europe/Berlin']);
  });

  it('stays silent with strict settings, and where apilogs or its cache are gone', async () => {
    const lines = [
      ['apilogs', 'get', '-o', 'j'],
      ['apilogs', 'help', '-'],
      ['apilogs', 'get', '-a', ''],
    ];
    assert.deepEqual(await offered(lines, 'set -u; PATH=/nonexistent'), [['json'], [], []]);
    assert.deepEqual((await offered(lines, 'export HOME=/nonexistent'))[2], []);
  });

  it('completes on a terminal, and whatever a name holds it comes out as one argument', async t => {
    const shell = await startShell('bash --norc -i', `source ./apilogs.bash; ${showDone.bash}`, world);
    t.after(() => shell.close());
    for (const [keys, words] of [
      ['apilogs ge\t--out\tra\t', ['get', '--output', 'raw']],
      ['apilogs get --output=ra\t-w', ['get', '--output=raw', '-w']],
      ['apilogs get -a my\t', ['get', '-a', hostileName]],
      ['apilogs get -a my\\ shop:\t', ['get', '-a', hostileName]],
      ["apilogs get -a 'my\t", ['get', '-a', hostileName]],
      ['apilogs get --api-id="my\t', ['get', `--api-id=${hostileName}`]],
      ['apilogs get -a httpapi111 -t \t', ['get', '-a', 'httpapi111', '-t', '$default']],
      ["apilogs get -a httpapi111 -t '\t", ['get', '-a', 'httpapi111', '-t', '$default']],
    ] as const) {
      await shell.type(`${keys}\n`);
      assert.deepEqual(await world.lastArguments(), words, keys);
    }
  });
});
