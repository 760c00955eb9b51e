export const shellNames = ['bash', 'zsh', 'fish'] as const;
export type ShellName = (typeof shellNames)[number];

/** The shell that a path such as that in `SHELL` names; undefined for one without completion here. */
export const shellNamed = (path: string): ShellName | undefined => {
  const file = path
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.exe$/i, '');
  return shellNames.find(name => name === file);
};
