import {readdirSync, readFileSync} from 'node:fs';

const root = new URL('../../../', import.meta.url);

/** The README, the security policy and the pages of docs/, by path below the root of the repository. */
export const markdownFiles: ReadonlyMap<string, string> = new Map(
  ['README.md', 'SECURITY.md', ...readdirSync(new URL('docs/', root)).map(name => `docs/${name}`)]
    .filter(path => path.endsWith('.md'))
    .map(path => [path, readFileSync(new URL(path, root), 'utf8')]),
);

export interface ShellBlock {
  /** Of the file it stands in. */
  readonly path: string;
  /** What a reader would paste. */
  readonly script: string;
}

/** All blocks that are marked as shell. */
export const shellBlocks: readonly ShellBlock[] = [...markdownFiles].flatMap(([path, markdown]) =>
  [...markdown.matchAll(/^```(?:sh|bash|shell|console)\n(.*?)^```$/gms)].map(([, script = '']) => ({
    path,
    script,
  })),
);
