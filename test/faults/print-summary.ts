import {readdirSync, readFileSync} from 'node:fs';
import {type PartResult, resultsFolder} from './results-folder.js';

/** Says at the end of a test run how large the fault table is, and how many of its cells are as expected. */
const results: PartResult[] = readdirSync(resultsFolder).map(name =>
  JSON.parse(readFileSync(new URL(name, resultsFolder), 'utf8')),
);
const sum = (of: (result: PartResult) => number) => results.reduce((total, result) => total + of(result), 0);
const cells = sum(result => result.cells);
const passed = sum(result => result.passed);
console.log(`fault table: ${cells} cells, ${passed} as expected`);
if (cells === 0 || passed < cells) process.exitCode = 1;
