const most = 72;

/** The beginning of a help text that fits beside an option's name, cut where the text itself takes a breath. */
export function shortHelp(help: string): string {
  const [sentence = ''] = help.split(/; |\. /, 1);
  if (sentence.length <= most) return sentence;
  const colon = sentence.slice(0, most).lastIndexOf(': ');
  if (colon > 0) return sentence.slice(0, colon);
  const comma = sentence.slice(0, most).lastIndexOf(', ');
  if (comma > most / 2) return sentence.slice(0, comma);
  return `${sentence.slice(0, sentence.lastIndexOf(' ', most - 3))}...`;
}
