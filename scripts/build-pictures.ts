import {writeFileSync} from 'node:fs';
import {renderPictures} from './pictures.js';

// Two folders up from the built script.
for (const {path, svg} of await renderPictures())
  writeFileSync(new URL(`../../${path}`, import.meta.url), svg);
