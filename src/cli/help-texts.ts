import {commandDeclarations} from './command-declarations.js';
import {commandHelp, generalHelp} from './help.js';

/** What `--help` prints. The bundle holds the texts themselves, so that nothing has to be loaded to make them. */
export const helpTexts: {readonly general: string; readonly ofCommand: Readonly<Record<string, string>>} = {
  general: generalHelp(),
  ofCommand: Object.fromEntries(commandDeclarations.map(command => [command.name, commandHelp(command)])),
};
