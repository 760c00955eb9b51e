import {attachValues} from './attach-values.js';
import {type CommandDeclaration, optionsOf} from './command-declarations.js';

/**
 * A command line without anything that was typed for it: `apilogs get --api-id ... --stage ...`. Nothing but the
 * command where the options are not what it takes.
 */
export function typedNames(command: CommandDeclaration, argv: readonly string[]): string {
  return ['apilogs', command.name, ...namesOfArguments(command, argv)].join(' ');
}

function namesOfArguments(command: CommandDeclaration, argv: readonly string[]): string[] {
  try {
    return attachValues(argv, optionsOf(command), command.positionals).flatMap(argument => {
      if (argument.kind === 'word') return ['...'];
      const {option, value} = argument;
      return value === undefined ? [`--${option.name}`] : [`--${option.name}`, '...'];
    });
  } catch {
    return [];
  }
}
