import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {GetOptions, Sought} from '../../src/options.js';
import {runMain} from '../support/run-main.js';

const defaults: Sought<GetOptions> = {
  wanted: {api: {kind: 'word', word: 'abc123def4'}, stage: 'prod'},
  commandLine: ['get'],
  start: undefined,
  end: undefined,
  tz: 'utc',
  watch: false,
  watchInterval: 1,
  followFor: undefined,
  hold: 2,
  filterPattern: undefined,
  requestIds: [],
  sources: [],
  functions: [],
  level: undefined,
  status: [],
  errors: false,
  last: undefined,
  query: undefined,
  highlight: [],
  output: 'text',
  columns: undefined,
  timestamp: false,
  ingestionTime: false,
  noGroup: false,
  noStream: false,
  wide: false,
  color: 'auto',
  exitCode: false,
  verbose: false,
  quiet: false,
  maxRate: undefined,
  engine: 'auto',
  pricePerGb: 0.005,
  aws: {
    region: undefined,
    profile: undefined,
    endpointUrl: undefined,
    accessKeyId: undefined,
    secretAccessKey: undefined,
    sessionToken: undefined,
  },
};

/** The options `get` was run with for the arguments behind API and stage. */
async function optionsOf(
  argv: readonly string[],
  env: Record<string, string> = {},
): Promise<Sought<GetOptions>> {
  const {get, stderr, exitCode} = await runMain(['get', '-a', 'abc123def4', '-t', 'prod', ...argv], {env});
  assert.deepEqual([stderr, exitCode], ['', 0]);
  const [options] = get;
  assert.ok(options);
  // What was typed is compared where it is all there is to compare.
  return {...options, commandLine: ['get']};
}

describe('the options of get', () => {
  it('have defaults', async () => {
    assert.deepEqual(await optionsOf([]), defaults);
  });

  it('are read by their long names', async () => {
    const argv =
      '--start 2h --end 1h --tz local --watch-interval 5 --hold 0.5 --filter-pattern ERROR --request-id a --request-id b ' +
      '--highlight x --output json --columns time,source --timestamp --ingestion-time --no-group --no-stream --wide ' +
      '--color always --exit-code --verbose --max-rate 2.5 --region eu-west-1 --profile dev --endpoint-url http://localhost';
    assert.deepEqual(await optionsOf(argv.split(' ')), {
      ...defaults,
      start: '2h',
      end: '1h',
      tz: 'local',
      watchInterval: 5,
      hold: 0.5,
      filterPattern: 'ERROR',
      requestIds: ['a', 'b'],
      highlight: ['x'],
      output: 'json',
      columns: ['time', 'source'],
      timestamp: true,
      ingestionTime: true,
      noGroup: true,
      noStream: true,
      wide: true,
      color: 'always',
      exitCode: true,
      verbose: true,
      maxRate: 2.5,
      aws: {...defaults.aws, region: 'eu-west-1', profile: 'dev', endpointUrl: 'http://localhost'},
    });
  });

  it('are read by the letters of the original', async () => {
    const argv = '-s 2h -w -i 3 -f ERROR -r a -H x -o raw -G -S -v'.split(' ');
    assert.deepEqual(await optionsOf(argv), {
      ...defaults,
      start: '2h',
      watch: true,
      watchInterval: 3,
      filterPattern: 'ERROR',
      requestIds: ['a'],
      highlight: ['x'],
      output: 'raw',
      noGroup: true,
      noStream: true,
      verbose: true,
    });
  });

  it('are read by the names that other tools give them', async () => {
    const argv =
      '--since 2h --until 1h --filter E --request a --aws-region us-east-1 --aws-endpoint-url http://x'.split(
        ' ',
      );
    assert.deepEqual(await optionsOf(argv), {
      ...defaults,
      start: '2h',
      end: '1h',
      filterPattern: 'E',
      requestIds: ['a'],
      aws: {...defaults.aws, region: 'us-east-1', endpointUrl: 'http://x'},
    });
    assert.equal((await optionsOf(['--follow'])).watch, true);
  });

  it('select by source, function, level, status and failure', async () => {
    const argv =
      '--source execution --source orders-* --function a --level warning --status 502,4XX --errors -n 100 -q status';
    assert.deepEqual(await optionsOf(argv.split(' ')), {
      ...defaults,
      sources: ['execution', 'orders-*'],
      functions: ['a'],
      level: 'WARN',
      status: ['502', '4xx'],
      errors: true,
      last: 100,
      query: 'status',
    });
    assert.equal((await optionsOf(['-w', '-n', '0'])).last, 0);
  });

  it('may be joined, and have their values attached', async () => {
    assert.deepEqual(await optionsOf(['-wvs2h', '-o=json', '--tz=local', '-GS']), {
      ...defaults,
      watch: true,
      verbose: true,
      start: '2h',
      output: 'json',
      tz: 'local',
      noGroup: true,
      noStream: true,
    });
  });

  it('take values that begin with a dash', async () => {
    assert.equal((await optionsOf(['-f', '-ERROR'])).filterPattern, '-ERROR');
    assert.equal((await optionsOf(['--filter-pattern=-ERROR'])).filterPattern, '-ERROR');
    assert.equal((await optionsOf(['--filter-pattern=--watch'])).filterPattern, '--watch');
    assert.equal((await optionsOf(['-s', '-2h'])).start, '-2h');
    assert.equal((await optionsOf(['-f', '-'])).filterPattern, '-');
  });

  it('leave their values as they are', async () => {
    const patterns = [
      '"Method completed"',
      "'a'",
      '"',
      '""',
      '{ $.status = "5*" && $.a.b = 1 }',
      'a\nb',
      '007',
      '=x',
      ' ',
      'a=b',
    ];
    for (const pattern of patterns) {
      assert.equal((await optionsOf(['-f', pattern])).filterPattern, pattern);
      assert.equal((await optionsOf([`--filter=${pattern}`])).filterPattern, pattern);
      assert.deepEqual((await optionsOf(['-H', pattern, '-H', 'x'])).highlight, [pattern, 'x']);
    }
  });

  it('may repeat a flag', async () => {
    assert.equal((await optionsOf(['-v', '-v', '--verbose'])).verbose, true);
  });

  it('treat an empty filter pattern as none', async () => {
    assert.equal((await optionsOf(['-f', ''])).filterPattern, undefined);
  });

  it('keep an empty time, which is an error of the time', async () => {
    assert.equal((await optionsOf(['--start='])).start, '');
  });

  it('say when a watch ends in milliseconds', async () => {
    assert.equal((await optionsOf(['-w', '--for', '1h30m'])).followFor, 5_400_000);
  });

  it('take no colour from --no-color, and from --color never', async () => {
    assert.equal((await optionsOf(['--no-color'])).color, 'never');
    assert.equal((await optionsOf(['--no-color', '--color', 'never'])).color, 'never');
  });

  it('come from the environment where they are not given', async () => {
    const env = {APILOGS_API_ID: 'env1', APILOGS_STAGE: 'dev', APILOGS_TZ: 'local', APILOGS_MAX_RATE: '3'};
    const {get} = await runMain(['get'], {env});
    assert.deepEqual(get, [
      {...defaults, wanted: {api: {kind: 'word', word: 'env1'}, stage: 'dev'}, tz: 'local', maxRate: 3},
    ]);
    assert.deepEqual(await optionsOf(['--tz', 'utc', '--max-rate', '4'], env), {...defaults, maxRate: 4});
  });

  it('do not come from variables that are empty', async () => {
    assert.deepEqual(await optionsOf([], {APILOGS_TZ: '', APILOGS_MAX_RATE: ''}), defaults);
  });

  it('pass keys on, with a warning that does not show them', async () => {
    const argv =
      '--aws-access-key-id AKIDEXAMPLE --aws-secret-access-key=-s3cret --aws-session-token t0ken'.split(' ');
    const {get, stdout, stderr} = await runMain(['get', '-a', 'a', '-t', 'b', ...argv]);
    assert.deepEqual(get[0]?.aws, {
      ...defaults.aws,
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: '-s3cret',
      sessionToken: 't0ken',
    });
    assert.equal(stdout, '');
    assert.equal(
      stderr,
      'apilogs: --aws-access-key-id, --aws-secret-access-key, --aws-session-token can be seen by other users of this ' +
        'machine, in its list of processes\n' +
        '  hint: use --profile, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN\n',
    );
  });
});

describe('the command line that is said again', () => {
  it('has what was typed, less secrets and what says which stage', async () => {
    const typed =
      'trace 3e0f6c52 -a abc123def4 -t prod --region eu-west-1 --endpoint-url http://localhost -s -2h -v -o json ' +
      '--aws-access-key-id AKIA1 --aws-secret-access-key s3cret --aws-session-token t0ken';
    const {get} = await runMain(typed.split(' '));
    assert.deepEqual(get[0]?.commandLine, [
      'trace',
      '3e0f6c52',
      '--start=-2h',
      '--verbose',
      '--output',
      'json',
    ]);
  });
});

describe('tail', () => {
  it('is get --watch', async () => {
    const {get} = await runMain(['tail', '-a', 'abc123def4', '-t', 'prod']);
    assert.deepEqual(get, [{...defaults, commandLine: ['tail'], watch: true}]);
  });
});

describe('the options of demo', () => {
  it('are those of get without API and AWS, and its own', async () => {
    const {demo} = await runMain('demo --serve --port 4567 -o json --tz local'.split(' '));
    const {wanted, commandLine, maxRate, engine, pricePerGb, aws, ...common} = defaults;
    assert.deepEqual(demo, [{...common, output: 'json', tz: 'local', serve: true, port: 4567}]);
  });

  it('have defaults', async () => {
    const {demo} = await runMain(['demo', '--watch']);
    assert.deepEqual([demo[0]?.watch, demo[0]?.serve, demo[0]?.port], [true, false, undefined]);
  });
});
