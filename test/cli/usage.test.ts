import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {commandDeclarations, optionsOf} from '../../src/cli/command-declarations.js';
import {createNotices} from '../../src/cli/create-notices.js';
import {commandHelp, generalHelp} from '../../src/cli/help.js';
import {type OptionDeclaration, optionDeclarations} from '../../src/cli/option-declarations.js';
import {RunStopped} from '../../src/cli/run-stopped.js';
import {ApilogsError, exitCodes} from '../../src/errors.js';
import {version} from '../../src/version.js';
import {memoryStream, runMain} from '../support/run-main.js';

const getArguments = ['get', '-a', 'abc123def4', '-t', 'prod'];

describe('help', () => {
  it('goes to stdout when asked for', async () => {
    for (const argv of [['--help'], ['-h'], ['help'], ['help', '--help']]) {
      assert.deepEqual(await runMain(argv), {
        exitCode: 0,
        stdout: generalHelp(),
        stderr: '',
        get: [],
        apis: [],
        demo: [],
      });
    }
  });

  it('goes to stderr when there is no command, which is a usage error', async () => {
    assert.deepEqual(await runMain([]), {
      exitCode: 2,
      stdout: '',
      stderr: generalHelp(),
      get: [],
      apis: [],
      demo: [],
    });
  });

  it('is given on a command, whatever else is wrong', async () => {
    const {stdout} = await runMain(['help', 'get']);
    assert.match(stdout, /^Usage: apilogs get \{URL \| -a ID -t STAGE \| GROUP \[STREAM\]\} \[options\]\n/);
    for (const argv of [
      ['get', '--help'],
      ['get', '-h'],
      ['get', '--nonsense', '--help'],
      ['get', '-f', '-h'],
    ]) {
      assert.deepEqual(await runMain(argv), {exitCode: 0, stdout, stderr: '', get: [], apis: [], demo: []});
    }
  });

  it('fits 80 columns, and leaves no space at the end of a line', () => {
    for (const help of [generalHelp(), ...commandDeclarations.map(commandHelp)]) {
      for (const line of help.split('\n')) assert.match(line, /^(|.{0,79}\S)$/);
    }
  });

  it('says what an option means to the command, where that differs', () => {
    const helpOf = (name: string) => {
      const command = commandDeclarations.find(known => known.name === name);
      assert.ok(command);
      return commandHelp(command).replace(/\s+/g, ' ');
    };
    assert.match(helpOf('sources'), /--start TIME how far back .* \(default 24h; also --since\)/);
    assert.match(helpOf('sources'), /--output FORMAT text: a table; json: an object a line \(default text\)/);
    for (const name of ['sources', 'trace'])
      assert.match(
        helpOf(name),
        /--max-rate NUMBER [^(]*\(default \$APILOGS_MAX_RATE, else the region's quota\)/,
      );
    for (const name of ['get', 'requests'])
      assert.match(helpOf(name), /--max-rate NUMBER .*, else the region's quota, half of it with --watch\)/);
  });

  it('names every option of a command, with its other names, default and variable', () => {
    for (const command of commandDeclarations) {
      const help = commandHelp(command).replace(/\s+/g, ' ');
      for (const option of optionsOf(command)) {
        const names = [option.name, ...(option.aliases ?? [])].map(name => `--${name}`);
        const parts = [...names, option.fallback, option.env && `$${option.env}`].filter(
          part => part !== undefined,
        );
        for (const part of parts) assert.ok(help.includes(part), `${command.name}: ${part}`);
      }
    }
  });

  it('shows examples that are valid command lines', async () => {
    for (const {examples} of commandDeclarations) {
      for (const {command} of examples) {
        const alone = command.replace(/^eval "\$\((.*)\)"$/, '$1').replace(/ [|>] .*/, '');
        const [program, ...argv] = alone.match(/'[^']*'|\S+/g) ?? [];
        let lists = 0;
        const list = async () => {
          lists += 1;
          return exitCodes.ok;
        };
        const run = await runMain(
          argv.map(word => word.replace(/^'|'$/g, '')),
          {runGroups: list, runStreams: list},
        );
        assert.deepEqual([program, run.exitCode, run.stderr], ['apilogs', 0, '']);
        const isScript = run.stdout.includes('completion for apilogs');
        assert.ok(run.get.length + run.apis.length + run.demo.length + lists === 1 || isScript);
      }
    }
  });
});

describe('the declarations', () => {
  it('give no name and no letter to two options', () => {
    const options: readonly OptionDeclaration[] = optionDeclarations;
    const names = options.flatMap(({name, aliases = []}) => [name, ...aliases]);
    const letters = options.flatMap(({short}) => short ?? []);
    assert.equal(new Set(names).size, names.length);
    assert.equal(new Set(letters).size, letters.length);
  });
});

describe('--version', () => {
  it('prints the version of the package', async () => {
    assert.match(version, /^\d+\.\d+\.\d+/);
    for (const argv of [['--version'], ['get', '--version']]) {
      assert.deepEqual(await runMain(argv), {
        exitCode: 0,
        stdout: `apilogs ${version}\n`,
        stderr: '',
        get: [],
        apis: [],
        demo: [],
      });
    }
  });
});

describe('main', () => {
  it('gives the exit code of the command', async () => {
    const {exitCode} = await runMain(getArguments, {runGet: async () => exitCodes.partial});
    assert.equal(exitCode, 8);
  });

  it('prints what happened and what to do about a failure', async () => {
    const {exitCode, stdout, stderr} = await runMain(getArguments, {
      runGet: async () => {
        throw new ApilogsError('stage "prod" does not exist', {
          hint: 'its stages are dev\x07, live',
          exitCode: 5,
        });
      },
    });
    assert.deepEqual([exitCode, stdout], [5, '']);
    assert.equal(stderr, 'apilogs: stage "prod" does not exist\n  hint: its stages are dev\\x07, live\n');
  });

  it('prints a failure without hint in one line', async () => {
    const {exitCode, stderr} = await runMain(getArguments, {
      runGet: async () => {
        throw new ApilogsError('it failed');
      },
    });
    assert.deepEqual([exitCode, stderr], [1, 'apilogs: it failed\n']);
  });

  const bug = async () => {
    throw new TypeError('x is not a function');
  };

  it('says of a bug what to report, without the arguments', async () => {
    const {exitCode, stdout, stderr} = await runMain([...getArguments, '-f', 'private'], {runGet: bug});
    assert.deepEqual([exitCode, stdout], [1, '']);
    assert.equal(
      stderr,
      'apilogs: unexpected error: TypeError: x is not a function\n' +
        '  hint: this is a bug in apilogs; please report these lines to whom you have it from: ' +
        `apilogs ${version}, Node ${process.version}, ${process.platform} ${process.arch}, ` +
        'command: apilogs get --api-id ... --stage ... --filter-pattern ... (with -v it shows where it happened)\n',
    );
  });

  it('shows where a bug happened with -v alone', async () => {
    const {stderr} = await runMain([...getArguments, '-v'], {runGet: bug});
    assert.match(stderr, / --verbose\nTypeError: x is not a function\n {4}at /);
  });

  it('reports what is thrown and no Error', async () => {
    const {exitCode, stderr} = await runMain(getArguments, {
      runGet: async () => {
        throw 'just text';
      },
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, /^apilogs: unexpected error: Error: just text\n/);
  });

  it('never prints a key that was given as a flag', async () => {
    const {stderr} = await runMain([...getArguments, '-v', '--aws-secret-access-key', 's3cret'], {
      runGet: async () => {
        throw new Error('signing with s3cret failed');
      },
    });
    assert.match(stderr, /signing with \*\*\* failed/);
    assert.doesNotMatch(stderr, /s3cret/);
  });

  it('ends with the code of what stopped it, whatever the command made of that', async () => {
    const stopped = (exitCode: 0 | 130 | 143) => AbortSignal.abort(new RunStopped('stopped', exitCode));
    const interrupted = await runMain(getArguments, {
      signal: stopped(130),
      runGet: async (_, {signal}) => {
        throw signal.reason;
      },
    });
    assert.deepEqual([interrupted.exitCode, interrupted.stderr], [130, '']);
    const terminated = await runMain(getArguments, {signal: stopped(143), runGet: async () => 8});
    assert.deepEqual([terminated.exitCode, terminated.stderr], [143, '']);
    const closed = await runMain(getArguments, {signal: stopped(0), runGet: bug});
    assert.deepEqual([closed.exitCode, closed.stderr], [0, '']);
  });
});

describe('createNotices', () => {
  const noticesWith = (level: {verbose: boolean; quiet: boolean}) => {
    const stderr = memoryStream();
    return {notices: createNotices(stderr, level), text: stderr.text};
  };

  it('prints a notice once, with its hint, and no detail', () => {
    const {notices, text} = noticesWith({verbose: false, quiet: false});
    notices.notice('log group "x" does not exist yet', 'invoke the function');
    notices.notice('log group "x" does not exist yet', 'invoke the function');
    notices.notice('another');
    notices.detail('page 1');
    assert.equal(
      text(),
      'apilogs: log group "x" does not exist yet\n  hint: invoke the function\napilogs: another\n',
    );
  });

  it('prints every detail when verbose', () => {
    const {notices, text} = noticesWith({verbose: true, quiet: false});
    notices.detail('page');
    notices.detail('page');
    assert.equal(text(), 'apilogs: page\napilogs: page\n');
  });

  it('prints nothing when quiet', () => {
    const {notices, text} = noticesWith({verbose: false, quiet: true});
    notices.notice('something');
    notices.detail('page');
    assert.equal(text(), '');
  });

  it('take a line away that is rewritten where they stand, unless they are not printed', () => {
    const {notices, text} = noticesWith({verbose: false, quiet: false});
    const cleared: string[] = [];
    notices.takeAway?.({clear: () => cleared.push(text())});
    notices.detail('page');
    notices.notice('one');
    notices.notice('one');
    notices.change('two');
    assert.deepEqual(cleared, ['', 'apilogs: one\n']);
  });

  it('makes control characters visible, and keeps to its lines', () => {
    const {notices, text} = noticesWith({verbose: false, quiet: false});
    notices.notice('API "\x1b]0;x\x07\nfake"');
    assert.equal(text(), 'apilogs: API "\\x1b]0;x\\x07\\x0afake"\n');
  });
});
