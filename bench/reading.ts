import {parseArgs} from 'node:util';
import {measureReading} from './measure-reading.js';
import {scenarios} from './reading-scenarios.js';

const {values} = parseArgs({
  options: {json: {type: 'boolean', default: false}, only: {type: 'string', default: ''}},
});

const heading = [
  '',
  'wall',
  'reading',
  'calls',
  'throttled',
  'first line',
  'peak',
  'chain',
  'reading',
  'calls',
];
if (!values.json) console.log(row(heading));
for (const scenario of scenarios) {
  if (!scenario.name.includes(values.only)) continue;
  const {sliced, sequential} = await measureReading(scenario);
  if (values.json)
    console.log(JSON.stringify({scenario: scenario.name, pages: scenario.pages, sliced, sequential}));
  else {
    const chainCells = sequential
      ? [seconds(sequential.wallMs), seconds(sequential.spanMs), String(sequential.calls)]
      : [];
    console.log(
      row([
        scenario.name,
        seconds(sliced.wallMs),
        seconds(sliced.spanMs),
        String(sliced.calls),
        String(sliced.throttled),
        seconds(sliced.firstLineMs),
        `${sliced.peakMb.toFixed(0)} MB`,
        ...chainCells,
      ]),
    );
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function row([first = '', ...cells]: readonly string[]): string {
  return first.padEnd(44) + cells.map(cell => cell.padStart(11)).join('');
}
