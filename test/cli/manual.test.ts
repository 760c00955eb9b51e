import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {renderManual} from '../../scripts/manual-page.js';
import {
  environment,
  exitStatus,
  jsonKeys,
  layouts,
  logGroupKeys,
  logStreamKeys,
  requestKeys,
  summaryKeys,
  timeForms,
  variablesOfOptions,
} from '../../scripts/manual-texts.js';
import {fillSections, renderReference} from '../../scripts/markdown-sections.js';
import {commandDeclarations, optionsOf} from '../../src/cli/command-declarations.js';
import {optionDeclarations} from '../../src/cli/option-declarations.js';
import {exitCodes} from '../../src/errors.js';
import type {LogLine} from '../../src/log-line.js';
import {createJsonRenderer} from '../../src/render/json-renderer.js';
import {renderLogGroupsJson, renderLogStreamsJson} from '../../src/render/name-lists.js';
import {outputFormats} from '../../src/render/renderer.js';
import {RequestSummarizer} from '../../src/summarize/request-summarizer.js';
import {parseTime} from '../../src/time/parse-time.js';
import {functionRecord, request} from '../support/request-records.js';
import {runMain} from '../support/run-main.js';

const line: LogLine = {
  event: {
    source: {
      kind: 'lambda',
      name: 'f',
      logGroup: '/aws/lambda/f',
      region: 'eu-west-1',
      canary: false,
      rank: 0,
    },
    logStream: 's',
    timestamp: 1,
    ingestionTime: 2,
    eventId: '3',
    message: 'm',
  },
  apiRequestId: undefined,
  lambdaRequestId: undefined,
  level: undefined,
  canary: false,
  late: false,
  isPlatform: false,
  textStart: 0,
};

/** Not for users: where the home folder is, and a switch of the SDK. */
const undocumented = new Set([
  'HOME',
  'USERPROFILE',
  'OS',
  'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
]);

/** The names after `env.` and in `{…}: Env` all over the source. */
function variablesRead(): Set<string> {
  const root = fileURLToPath(new URL('../../../src/', import.meta.url));
  const texts = readdirSync(root, {recursive: true, encoding: 'utf8'})
    .filter(path => path.endsWith('.ts') && !path.startsWith('local-aws'))
    .map(path => readFileSync(`${root}${path}`, 'utf8'));
  const uses = texts.flatMap(text => [
    ...[...text.matchAll(/\benv\??\.([A-Z][A-Z_]+)/g)].map(([, name = '']) => name),
    ...[...text.matchAll(/\{([A-Z_, ]+)\}(?:: Env\b| = \w*\.?env\b)/g)].flatMap(([, names = '']) =>
      names.split(', '),
    ),
  ]);
  assert.ok(uses.length > 15, `${uses.length} uses were found`);
  return new Set(uses);
}

describe('the help of a command', () => {
  it('is the same asked for in either way', async () => {
    for (const {name} of commandDeclarations) {
      const {stdout, exitCode} = await runMain(['help', name]);
      assert.equal(exitCode, 0);
      assert.match(stdout, new RegExp(`^Usage: apilogs ${name} `));
      assert.equal((await runMain([name, '--help'])).stdout, stdout);
    }
  });
});

describe('the Markdown that is made from the declarations', () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

  it('is in docs/reference.md', () => {
    assert.equal(read('docs/reference.md'), renderReference(), 'run: npm run manual');
  });

  it('is in the marked sections of the README', () => {
    const readme = read('README.md');
    assert.match(readme, /^<!-- options of get: begin -->$/m);
    assert.equal(readme, fillSections(readme), 'run: npm run manual');
  });

  it('lists each option of a command, and escapes what Markdown would take for markup', () => {
    const section = (name: string) => fillSections(`<!-- ${name}: begin -->\nold\n<!-- ${name}: end -->\n`);
    for (const command of commandDeclarations) {
      const rows = section(`options of ${command.name}`);
      assert.doesNotMatch(rows, /^old$/m);
      for (const {name} of optionsOf(command))
        assert.match(rows, new RegExp(`^\\| \`(-., )?--${name}[ \`]`, 'm'));
    }
    assert.match(section('options of get'), /with \\\* and \?/);
  });

  it('has no section of another name', () => {
    assert.throws(
      () => fillSections('<!-- options of nothing: begin -->\n<!-- options of nothing: end -->\n'),
      RangeError,
    );
  });
});

describe('man/apilogs.1', () => {
  it('is what the declarations make of it', () => {
    const committed = readFileSync(new URL('../../../man/apilogs.1', import.meta.url), 'utf8');
    assert.equal(committed, renderManual(), 'run: npm run manual');
  });

  it('has every section that a manual should have', () => {
    const sections = [...renderManual().matchAll(/^\.SH (.*)$/gm)].map(([, name]) => name);
    assert.deepEqual(sections, [
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'COMMANDS',
      'OPTIONS',
      'OUTPUT',
      'TIMES',
      'EXIT STATUS',
      'ENVIRONMENT',
      'FILES',
      'EXAMPLES',
      'SEE ALSO',
    ]);
  });

  it('describes every command as its --help does', () => {
    const words = renderManual().replaceAll('\\&', '').replace(/\\(.)/g, '$1').replace(/\s+/g, ' ');
    for (const {description} of commandDeclarations)
      assert.ok(words.includes(description.replaceAll("'", '(aq')), description);
  });

  it('describes every option', () => {
    const manual = renderManual();
    for (const {name} of optionDeclarations)
      assert.ok(manual.includes(`\\fB\\-\\-${name.replaceAll('-', '\\-')}\\fR`), name);
  });

  it('says where an option means something else to a command', () => {
    const words = renderManual().replace(/\s+/g, ' ');
    assert.match(words, /For trace: how far back to search at most; .*? \(default 24h\)/);
  });

  it('names every variable of the environment that the program reads', () => {
    const documented = new Set(
      [...variablesOfOptions(), ...environment].flatMap(({name}) => name.split(', ')),
    );
    for (const name of variablesRead())
      assert.ok(documented.has(name) || undocumented.has(name), `${name} is not documented`);
  });

  it('shows times that are understood', async () => {
    const settings = {zone: 'utc', now: Date.parse('2026-03-10T09:16:40Z')};
    for (const form of timeForms.flatMap(({name}) => name.split(', ')))
      assert.ok((await parseTime(form, settings)) > 0, form);
  });

  it('has nothing that groff or mandoc complains of', () => {
    const path = fileURLToPath(new URL('../../../man/apilogs.1', import.meta.url));
    const linters = [
      {command: 'mandoc', args: ['-T', 'lint', path]},
      {command: 'groff', args: ['-man', '-ww', '-z', path]},
    ];
    const complaints = linters.flatMap(({command, args}) => {
      const {error, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8'});
      return error ? [] : [`${stdout}${stderr}`];
    });
    assert.ok(complaints.length > 0, 'neither mandoc nor groff is installed');
    assert.equal(complaints.join(''), '');
  });

  it('names every exit code', () => {
    assert.deepEqual(
      exitStatus.map(({name}) => Number(name)),
      Object.values(exitCodes),
    );
  });

  it('describes every output format', () => {
    assert.deepEqual(
      layouts.map(({name}) => name),
      outputFormats,
    );
  });

  it('names the keys of the JSON that is printed, in their order', () => {
    assert.deepEqual(
      jsonKeys.map(({name}) => name),
      Object.keys(JSON.parse(createJsonRenderer().render([line]))),
    );
    assert.deepEqual(
      logGroupKeys.map(({name}) => name),
      Object.keys(JSON.parse(renderLogGroupsJson([{}]))),
    );
    assert.deepEqual(
      logStreamKeys.map(({name}) => name),
      Object.keys(JSON.parse(renderLogStreamsJson([{}]))),
    );
  });

  it('names the keys of a request, and of the things in it', () => {
    assert.deepEqual(
      requestKeys.map(({name}) => name),
      Object.keys(request()),
    );
    const text = (key: string) => requestKeys.find(({name}) => name === key)?.text ?? '';
    for (const key of Object.keys(functionRecord()))
      assert.match(text('functions'), new RegExp(`\\b${key}\\b`));
    for (const key of ['type', 'message', 'source']) assert.match(text('errors'), new RegExp(`\\b${key}\\b`));
  });

  it('names the keys of a summary, and of the things in it', () => {
    const summarizer = new RequestSummarizer({startTime: 0, endTime: 1}, 60);
    summarizer.add(request());
    const summary = summarizer.toSummary();
    assert.deepEqual(
      summaryKeys.map(({name}) => name),
      Object.keys(summary),
    );
    const names = (key: string, value: object | undefined) => {
      const text = summaryKeys.find(({name}) => name === key)?.text ?? '';
      for (const part of Object.keys(value ?? {}))
        assert.match(text, new RegExp(`\\b${part}\\b`), `${key}: ${part}`);
    };
    names('total', summary.total);
    names('functions', summary.functions[0]);
    names('histogram', {...summary.histogram, ...summary.histogram.buckets[0]});
  });

  it('is plain ASCII, and has no line that roff takes for a request by mistake', () => {
    for (const text of renderManual().split('\n')) {
      assert.match(text, /^[\x20-\x7e]*$/);
      if (text.startsWith('.')) assert.match(text, /^\.(\\"|TH|SH|SS|TP|PP|BR|br|nf|fi|in|nh|ad)( |$)/);
      assert.doesNotMatch(text, /^'/);
    }
  });
});
