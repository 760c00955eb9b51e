/**
 * What was typed, where Git Bash took a log group's name for a path: it turns `/aws/lambda/orders` into
 * `C:/Program Files/Git/aws/lambda/orders` before the program sees it (Git for Windows, "Known issues"). No name of a
 * log group holds a colon, so nothing else is taken for one.
 */
export function restoreFromGitBash(text: string): string {
  if (!/^[A-Za-z]:[\\/]/.test(text)) return text;
  const path = text.replaceAll('\\', '/');
  return shellRoots.exec(path)?.[1] ?? knownStart.exec(path)?.[0] ?? text;
}

/** Where the shells are installed that do this. */
const shellRoots = /\/(?:Git|PortableGit|msys\d*|cygwin\d*)(?:\/(?:current|\d[\w.]*))?(\/.*)$/is;
const knownStart = /\/(?:aws|ecs)\/.*$/s;
