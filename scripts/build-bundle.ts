import {mkdir, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {bundle} from './bundle.js';
import {publicTypes} from './public-types.js';
import {thirdPartyNotices} from './third-party-notices.js';

// Two folders up from the built script.
const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const compiled = fileURLToPath(new URL('../src', import.meta.url));

const files = await bundle();
const types = await publicTypes(compiled);
const library = files.find(({fileName}) => fileName === 'index.cjs');
const notices = await thirdPartyNotices(files.flatMap(({modules}) => modules));

await rm(dist, {recursive: true, force: true});
await write('THIRD-PARTY-NOTICES', notices);
for (const {fileName, code} of files) await write(fileName, code);
// An import of CommonJS would give a default export as well.
await write('index.js', `export {${library?.exports.join(', ')}} from './index.cjs';\n`);
for (const {path, text} of types) await write(join('types', path), text);

async function write(path: string, text: string): Promise<void> {
  const file = join(dist, path);
  await mkdir(dirname(file), {recursive: true});
  await writeFile(file, text);
}
