import {spawn} from 'node:child_process';
import {chmod, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type ApiPlace, type KnownApi, rememberApis} from '../../src/completion/known-apis.js';
import {program} from './run-cli.js';

/** A home with profiles and remembered APIs, and on its PATH an `apilogs` that writes down what it is told. */
export interface CompletionWorld {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** The arguments of the last command line that was run, other than by a completion. */
  lastArguments(): Promise<string[]>;
  remove(): Promise<void>;
}

export const hostileName = 'my shop: $(touch pwned) `touch pwned` "it\'s" \\ é';
const ireland: ApiPlace = {region: 'eu-west-1', profile: undefined, endpointUrl: undefined};

export const apis: readonly KnownApi[] = [
  {id: 'abc123def4', name: 'orders', kind: 'rest', stages: ['dev', 'prod']},
  {id: 'httpapi111', name: hostileName, kind: 'http', stages: ['$default']},
  {id: 'nasty00000', name: 'bad\u001b[31m\nname', kind: 'websocket', stages: ['live']},
];

export async function createCompletionWorld(): Promise<CompletionWorld> {
  const home = await mkdtemp(join(tmpdir(), 'apilogs-completion-'));
  const bin = join(home, 'bin');
  const config = join(home, 'aws-config');
  await mkdir(bin);
  await writeFile(config, '[default]\nregion = eu-west-1\n[profile dev team]\n[sso-session corp]\n');
  await rememberApis(apis, ireland, {folder: join(home, '.cache', 'apilogs'), now: Date.now()});
  const typed = join(home, 'typed');
  const stub = join(bin, 'apilogs');
  await writeFile(
    stub,
    `#!/bin/sh
[ "$1" = __complete ] && exec '${process.execPath}' '${program}' "$@"
printf '%s\\0' "$@" >'${typed}'
`,
  );
  await chmod(stub, 0o755);
  return {
    home,
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: home,
      XDG_CONFIG_HOME: home,
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
      LC_ALL: 'C.UTF-8',
      TERM: 'dumb',
    },
    lastArguments: async () => (await readFile(typed, 'utf8')).split('\0').slice(0, -1),
    // A shell that is just ending may still write there.
    remove: () => rm(home, {recursive: true, maxRetries: 10}),
  };
}

/** Runs a script in a shell and gives what it prints. A shell that is missing, or complains, is a failure. */
export function runInShell(
  [command, ...options]: readonly [string, ...string[]],
  script: string,
  world: CompletionWorld,
) {
  return new Promise<string>((resolve, reject) => {
    const child = spawn(command, [...options, '-c', script], {
      env: world.env,
      cwd: world.home,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = {stdout: '', stderr: ''};
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    child.on('error', () => reject(missing(command)));
    child.on('close', () =>
      output.stderr === '' ? resolve(output.stdout) : reject(new Error(output.stderr)),
    );
  });
}

const missing = (command: string) =>
  new Error(`${command} is needed for this test: install it, for instance with apt-get install ${command}`);

/** A shell on a terminal of its own. */
export interface ShellOnTerminal {
  /** Types the keys, and gives what the terminal has shown when the prompt is back. */
  type(keys: string): Promise<string>;
  close(): void;
}

/** Starts a shell on a terminal and types what prepares it; `showDone` must be among that. */
export async function startShell(
  shell: string,
  preparation: string,
  world: CompletionWorld,
): Promise<ShellOnTerminal> {
  const [command = shell] = shell.split(' ');
  await runInShell([command], ':', world);
  // util-linux is everywhere on Linux, and its script opens a terminal.
  const child = spawn('script', ['-qfec', shell, '/dev/null'], {
    env: world.env,
    cwd: world.home,
    stdio: 'pipe',
  });
  let shown = '';
  let notify = () => {};
  const show = (text: string) => {
    shown += text;
    notify();
  };
  child.stdout.on('data', (chunk: Buffer) => show(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => show(chunk.toString()));
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
    notify();
  };
  child.on('close', end);
  child.on('error', end);
  const type = (keys: string) =>
    new Promise<string>((resolve, reject) => {
      shown = '';
      notify = () => {
        if (isDone.test(shown)) resolve(shown);
        else if (hasEnded) reject(new Error(`the shell has ended:\n${shown}`));
      };
      child.stdin.write(keys);
    });
  await type(`${preparation}\n`);
  return {type, close: () => child.kill('SIGKILL')};
}

// A shell draws its prompt again below a list, but runs a hook only when a command is over.
const isDone = /DONE[\s\S]*READY> /;

/** What makes a shell tell that a command is over. The quotes keep the echo of this very line apart from it. */
export const showDone = {
  bash: `bind 'set bell-style none'; PROMPT_COMMAND="printf 'DO''NE'"; PS1='REA''DY> '`,
  zsh: `precmd() { print -n 'DO''NE' }; PS1='REA''DY> '`,
};
