import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {commandDeclarations, optionsOf} from '../../src/cli/command-declarations.js';
import {fishScript} from '../../src/completion/fish-script.js';
import {
  type CompletionWorld,
  createCompletionWorld,
  hostileName,
  runInShell,
} from '../support/completion-world.js';

describe('completion in fish', () => {
  let world: CompletionWorld;
  before(async () => {
    world = await createCompletionWorld();
    await writeFile(join(world.home, 'apilogs.fish'), fishScript());
  });
  after(() => world.remove());

  /** What fish offers for each line: `value TAB description`. */
  async function offered(...lines: readonly string[]): Promise<string[][]> {
    const calls = lines.map(line => `complete -C '${line.replace(/['\\]/g, '\\$&')}'; echo END`);
    const script = ['source ./apilogs.fish', ...calls].join('\n');
    const printed = await runInShell(['fish', '--no-config'], script, world);
    return printed
      .split('END\n')
      .slice(0, -1)
      .map(block => block.split('\n').filter(line => line !== ''));
  }
  const valuesOf = (lines: readonly string[] = []) => lines.map(line => line.replace(/\t.*/, ''));
  const offeredValues = async (...lines: readonly string[]) => (await offered(...lines)).map(valuesOf);

  it('offers the commands, each with what it does', async () => {
    const [commands = [], behindHelp = []] = await offered('apilogs ', 'apilogs help ');
    const names = commandDeclarations.map(({name}) => name);
    assert.deepEqual(valuesOf(commands), [...names, 'help'].sort());
    assert.ok(commands.includes('tail\tfollow the logs of a stage, or of log groups: get --watch'));
    assert.deepEqual(valuesOf(behindHelp), names.sort());
  });

  it('offers every option of every command, each with what it does', async () => {
    const lines = commandDeclarations.flatMap(({name}) => [`apilogs ${name} --`, `apilogs ${name} -`]);
    const found = await offered(...lines);
    assert.deepEqual(
      found.map(words =>
        valuesOf(words)
          .filter(word => word !== '--')
          .sort(),
      ),
      commandDeclarations.flatMap(command => {
        const options = optionsOf(command);
        const long = options.flatMap(({name, aliases = []}) => [name, ...aliases]).map(name => `--${name}`);
        return [long, [...options.flatMap(({short}) => (short ? `-${short}` : [])), ...long]].map(names =>
          names.sort(),
        );
      }),
    );
    assert.ok(found[0]?.includes('--start\tfrom when to read'));
  });

  it('offers no option twice but the repeatable', async () => {
    assert.deepEqual(
      await offeredValues(
        'apilogs get -o json --outp',
        'apilogs get --since=1h --star',
        'apilogs get -w --watc',
        'apilogs get -r x --request-',
      ),
      [[], [], ['--watch-interval'], ['--request-id']],
    );
  });

  it('offers the values of an option, those of the command, and no files', async () => {
    assert.deepEqual(
      await offeredValues(
        'apilogs get -o ',
        'apilogs get --output=j',
        'apilogs trace -o ',
        'apilogs get --region us-west-',
        'apilogs completion ',
        'apilogs get -f ',
        'apilogs trace ',
      ),
      [
        ['classic', 'json', 'raw', 'text'],
        ['--output=json'],
        ['json', 'text'],
        ['us-west-1', 'us-west-2'],
        ['bash', 'fish', 'zsh'],
        [],
        [],
      ],
    );
  });

  it('offers the parts of a list one by one', async () => {
    assert.deepEqual(
      await offeredValues(
        'apilogs get --columns source,ti',
        'apilogs get --columns=time,s',
        'apilogs requests --method GET,PO',
      ),
      [['source,time'], ['--columns=time,source', '--columns=time,stream'], ['GET,POST']],
    );
  });

  it('offers APIs with their names, stages of the API given, profiles and zones', async () => {
    const [found = [], ...others] = await offered(
      'apilogs get -a ',
      "apilogs get -a 'httpapi111' -t ",
      'apilogs get -a orders -t ',
      'apilogs get --profile ',
      'apilogs get --tz Europe/Berl',
    );
    assert.deepEqual(found, [
      'abc123def4\torders (rest, eu-west-1)',
      `httpapi111\t${hostileName} (http, eu-west-1)`,
      `${hostileName}\thttpapi111 (http, eu-west-1)`,
      'nasty00000\tbad\\x1b[31m\\x0aname (websocket, eu-west-1)',
      'orders\tabc123def4 (rest, eu-west-1)',
    ]);
    assert.deepEqual(others.map(valuesOf), [
      ['$default'],
      ['dev', 'prod'],
      ['default', 'dev team'],
      ['Europe/Berlin'],
    ]);
  });

  it('stays silent where apilogs is gone', async () => {
    const script = "source ./apilogs.fish; set -x PATH /nonexistent; complete -C 'apilogs get -a '";
    assert.equal(await runInShell(['fish', '--no-config'], script, world), '');
  });
});
