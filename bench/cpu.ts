import {type BenchCase, compare} from './bench-case.js';
import {measureRun} from './measured-run.js';
import {readAll, readBarely, withStage} from './with-stage.js';

const targets = {raw: 1.2, text: 1.6, json: 2.0} as const;

export const cpuCase: BenchCase = {
  name: 'cpu',
  title: 'CPU time of a read, against bare HTTP + JSON.parse + print',
  measure: ({runs, requests}) =>
    withStage(
      {traffic: {requests, functions: 5, ratePerSecond: 100, seed: 7}, latencyMs: 0, quota: 100_000},
      stage => {
        const cpuOf = async (command: readonly string[]) => (await measureRun(command, stage.env)).cpuSeconds;
        return compare(
          [
            {name: `bare floor, ${stage.events} events`, measure: () => cpuOf(readBarely(stage))},
            ...Object.entries(targets).map(([format, target]) => ({
              name: `get -o ${format}`,
              target,
              measure: () => cpuOf(readAll(stage, '-o', format, '--max-rate', '100000')),
            })),
          ],
          runs,
          's',
        );
      },
    ),
};
