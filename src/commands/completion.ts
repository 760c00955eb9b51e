import {usageError} from '../cli/usage-error.js';
import {bashScript} from '../completion/bash-script.js';
import {fishScript} from '../completion/fish-script.js';
import {type ShellName, shellNamed, shellNames} from '../completion/shell-name.js';
import {zshScript} from '../completion/zsh-script.js';
import type {Context} from '../context.js';
import {type ExitCode, exitCodes} from '../errors.js';

const scripts: Readonly<Record<ShellName, () => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `apilogs completion`: the script of the shell that is named, or of the one that runs. */
export function run(shell: string | undefined, {stdout, env}: Context): ExitCode {
  const name = shellNamed(shell ?? env.SHELL ?? '');
  if (!name) {
    throw usageError(
      shell === undefined && env.SHELL
        ? `SHELL says ${env.SHELL}, for which there is no completion`
        : 'the environment does not say which shell this is',
      `name one: apilogs completion ${shellNames.join(', or ')}`,
    );
  }
  stdout.write(scripts[name]());
  return exitCodes.ok;
}
