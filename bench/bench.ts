import {writeFileSync} from 'node:fs';
import {cpus} from 'node:os';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {version} from '../src/version.js';
import type {BenchCase, Row} from './bench-case.js';
import {cpuCase} from './cpu.js';
import {memoryCase} from './memory.js';
import {peersCase, versionOf} from './peers.js';
import {readingCase} from './reading-case.js';
import {startUpCase} from './start-up.js';
import {summaryCase} from './summary.js';

const cases: readonly BenchCase[] = [startUpCase, readingCase, cpuCase, memoryCase, summaryCase, peersCase];

const {values} = parseArgs({
  options: {
    cases: {type: 'string', default: cases.map(({name}) => name).join(',')},
    runs: {type: 'string', default: '5'},
    requests: {type: 'string', default: '25000'},
    json: {type: 'string', default: fileURLToPath(new URL('../../bench/results.json', import.meta.url))},
  },
});
const options = {runs: Number(values.runs), requests: Number(values.requests)};
const chosen = values.cases.split(',').map(name => {
  const found = cases.find(it => it.name === name);
  if (!found) throw new Error(`no case ${name}; there are ${cases.map(it => it.name).join(', ')}`);
  return found;
});

const machine = {
  processors: `${cpus().length} × ${cpus()[0]?.model}`,
  platform: `${process.platform} ${process.arch}`,
  apilogs: version,
  node: process.version,
  aws: versionOf('aws'),
  awslogs: versionOf('awslogs'),
  saw: versionOf('saw'),
  cw: versionOf('cw'),
};
console.log(
  Object.entries(machine)
    .flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []))
    .join('\n'),
);

const results: {readonly case: string; readonly rows: readonly Row[]}[] = [];
for (const {name, title, measure} of chosen) {
  const rows = await measure(options);
  results.push({case: name, rows});
  console.log(`\n${title} (median of ${options.runs} runs)\n${rows.map(toLine).join('\n')}`);
}
writeFileSync(values.json, `${JSON.stringify({machine, options, results}, undefined, 2)}\n`);

function toLine({name, value, unit, ratio, target}: Row): string {
  const shown = `${value.toFixed(unit === 's' ? 2 : 0)} ${unit}`;
  const goal = target === undefined ? '' : `  (target ${target.toFixed(1)} ×)`;
  return `  ${name.padEnd(48)}${shown.padStart(10)}${`${ratio.toFixed(2)} ×`.padStart(10)}${goal}`;
}
