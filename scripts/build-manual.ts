import {writeFileSync} from 'node:fs';
import {renderManual} from './manual-page.js';

// Two folders up from the built script.
writeFileSync(new URL('../../man/apilogs.1', import.meta.url), renderManual());
