import {fileURLToPath} from 'node:url';
import {type OutputChunk, type Plugin, rolldown} from 'rolldown';

// Two folders up from the built script.
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Modules of which the bundle has what they export, as it is now, instead of what makes it: constants of JSON. */
const evaluatedModules = ['src/cli/version', 'src/cli/help-texts'];

export interface BundledFile {
  readonly fileName: string;
  readonly code: string;
  /** The names that it exports. */
  readonly exports: readonly string[];
  /** The paths of the modules that it is made of. */
  readonly modules: readonly string[];
}

/**
 * The program, the library and all they depend on, a file for each part that not every command needs, so that a
 * run loads what it uses.
 *
 * CommonJS, which Node loads faster than modules. Names and lines stay as they are, for the sake of stack traces.
 */
export async function bundle(): Promise<BundledFile[]> {
  const build = await rolldown({
    cwd: root,
    input: {
      cli: `${root}src/cli.ts`,
      complete: `${root}src/completion/complete.ts`,
      index: `${root}src/index.ts`,
    },
    platform: 'node',
    // The SDK's CommonJS is one file a client, of which nothing could be left out.
    resolve: {mainFields: ['module', 'main'], conditionNames: ['module', 'node', 'import', 'default']},
    plugins: [evaluated],
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  const {output} = await build.generate({
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    dynamicImportInCjs: false,
    comments: false,
  });
  await build.close();
  return output
    .filter((file): file is OutputChunk => file.type === 'chunk')
    .map(({fileName, code, exports, modules}) => ({fileName, code, exports, modules: Object.keys(modules)}));
}

const evaluated: Plugin = {
  name: 'evaluated modules',
  load: async id => {
    const name = evaluatedModules.find(name => id === `${root}${name}.ts`);
    if (name === undefined) return null;
    const values: Record<string, unknown> = await import(`../${name}.js`);
    const constants = Object.entries(values).map(
      ([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`,
    );
    return {code: constants.join(''), moduleType: 'js'};
  },
};
