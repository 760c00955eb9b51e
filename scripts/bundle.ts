import {fileURLToPath} from 'node:url';
import {type OutputChunk, type Plugin, rolldown} from 'rolldown';

// Two folders up from the built script.
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Modules of which the bundle has what they export, as it is now, instead of what makes it: constants of JSON. */
const evaluatedModules = ['src/version', 'src/cli/help-texts'];

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
    plugins: [evaluated, configReadAtOnce],
    onLog: (_level, log) => {
      // What leads to the first request lies in one file, also where it is imported when it is needed.
      if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') throw new Error(log.message);
    },
  });
  const format = {
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    dynamicImportInCjs: false,
    comments: false,
  } as const;
  const {output: apart} = await build.generate(format);
  const ofStart = new Set(loadedWith(apart, ['src/cli.ts']));
  const ofFirstRequest = new Set(loadedWith(apart, towardsFirstRequest));
  // It runs the program when it is loaded, and the library shares files with it.
  for (const modules of [ofStart, ofFirstRequest]) modules.delete(`${root}src/cli.ts`);
  const {output} = await build.generate({
    ...format,
    codeSplitting: {
      groups: [
        {name: 'start', test: id => ofStart.has(id), priority: 2},
        {name: 'first-request', test: id => ofFirstRequest.has(id), priority: 1},
      ],
    },
  });
  await build.close();
  return chunksOf(output).map(({fileName, code, exports, modules}) => ({
    fileName,
    code,
    exports,
    modules: Object.keys(modules),
  }));
}

/** What `get` imports until its first request has left, with the commonest credentials. */
const towardsFirstRequest = [
  'src/main.ts',
  'src/commands/get.ts',
  'src/commands/read-stage.ts',
  'src/aws/events-client.ts',
  'src/aws/sdk/environment-credentials.ts',
  'src/aws/sdk/profiles.ts',
];

type Output = Awaited<ReturnType<Awaited<ReturnType<typeof rolldown>>['generate']>>['output'];

const chunksOf = (output: Output) => output.filter((file): file is OutputChunk => file.type === 'chunk');

function chunkOf(output: Output, module: string): OutputChunk {
  const chunk = chunksOf(output).find(({modules}) => Object.hasOwn(modules, `${root}${module}`));
  if (!chunk) throw new Error(`the bundle has no ${module}`);
  return chunk;
}

/** The paths of the modules that are loaded with these. */
function loadedWith(output: Output, modules: readonly string[]): string[] {
  const chunks = chunksOf(output);
  const loaded = new Set<OutputChunk>();
  const load = (chunk: OutputChunk) => {
    if (loaded.has(chunk)) return;
    loaded.add(chunk);
    for (const name of chunk.imports) {
      const imported = chunks.find(({fileName}) => fileName === name);
      if (imported) load(imported);
    }
  };
  for (const module of modules) load(chunkOf(output, module));
  return [...loaded].flatMap(({modules}) => Object.keys(modules));
}

/** To load Node's promises of files, and to open two files by them, takes a tenth of the time to the first request. */
const configReadAtOnce: Plugin = {
  name: 'config read at once',
  resolveId: (source, importer) =>
    source === 'node:fs/promises' && importer?.endsWith('/shared-ini-file-loader/readFile.js')
      ? `${root}src/aws/sdk/read-config-file.ts`
      : null,
};

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
