import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {renderManual} from '../../scripts/manual-page.js';
import {exitStatus, jsonKeys, layouts, requestKeys, summaryKeys} from '../../scripts/manual-texts.js';
import {optionDeclarations} from '../../src/cli/option-declarations.js';
import {exitCodes} from '../../src/errors.js';
import type {LogLine} from '../../src/log-line.js';
import {createJsonRenderer} from '../../src/render/json-renderer.js';
import {outputFormats} from '../../src/render/renderer.js';
import {RequestSummarizer} from '../../src/summarize/request-summarizer.js';
import {functionRecord, request} from '../support/request-records.js';

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

describe('man/apilogs.1', () => {
  it('is what the declarations make of it', () => {
    const committed = readFileSync(new URL('../../../man/apilogs.1', import.meta.url), 'utf8');
    assert.equal(committed, renderManual(), 'run: npm run build && node build/scripts/build-manual.js');
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
      'EXIT STATUS',
      'ENVIRONMENT',
      'FILES',
      'EXAMPLES',
      'SEE ALSO',
    ]);
  });

  it('describes every option', () => {
    const manual = renderManual();
    for (const {name} of optionDeclarations)
      assert.ok(manual.includes(`\\fB\\-\\-${name.replaceAll('-', '\\-')}\\fR`), name);
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
