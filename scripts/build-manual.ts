import {readFileSync, writeFileSync} from 'node:fs';
import {renderManual} from './manual-page.js';
import {fillSections, renderReference} from './markdown-sections.js';

// Two folders up from the built script.
const fileAt = (path: string) => new URL(`../../${path}`, import.meta.url);

writeFileSync(fileAt('man/apilogs.1'), renderManual());
writeFileSync(fileAt('docs/reference.md'), renderReference());
writeFileSync(fileAt('README.md'), fillSections(readFileSync(fileAt('README.md'), 'utf8')));
