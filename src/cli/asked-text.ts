import {version} from '../version.js';
import {helpTexts} from './help-texts.js';

/** What a command line asks for that wants the version or help; undefined for any other, and for a command unknown. */
export function askedText([name, ...rest]: readonly string[]): string | undefined {
  const {general, ofCommand} = helpTexts;
  if (name === undefined) return undefined;
  if (name === '--version') return versionText;
  if (name === '--help' || name === '-h') return general;
  if (name === 'help') {
    const [topic] = rest;
    return topic === undefined || topic.startsWith('-') ? general : own(ofCommand, topic);
  }
  const help = own(ofCommand, name);
  if (help === undefined) return undefined;
  if (isAskedFor(['--help', '-h'], rest)) return help;
  return isAskedFor(['--version'], rest) ? versionText : undefined;
}

const versionText = `apilogs ${version}\n`;

/** Help is given whatever else is wrong. No option takes these words for its value unless attached by `=`. */
function isAskedFor(flags: readonly string[], argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? undefined : end).some(argument => flags.includes(argument));
}

const own = (texts: Readonly<Record<string, string>>, name: string) =>
  Object.hasOwn(texts, name) ? texts[name] : undefined;
