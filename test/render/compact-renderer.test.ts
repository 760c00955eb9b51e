import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createRenderer, type RenderOptions} from '../../src/render/renderer.js';
import {
  apiRequestId,
  execution,
  executionLine,
  invocationId,
  lambda,
  line,
  plain,
  print,
  time,
} from './log-lines.js';

const compact: Partial<RenderOptions> = {compact: true, isTerminal: true, width: 40};
const dayMs = 86_400_000;
/** 2026-03-11T00:00:00.000Z */
const midnight = Date.UTC(2026, 2, 11);
const tied = {apiRequestId, lambdaRequestId: invocationId};

describe('text on a terminal', () => {
  it('prints times of day under a rule with the date, short names and short ids', () => {
    const get = lambda('shop-prod-orders-get-1A2B3C4D5E6F');
    const create = lambda('shop-prod-orders-create');
    assert.equal(
      print(
        {...compact, sources: [execution, get, create]},
        executionLine('HTTP Method: GET, Resource Path: /orders/43'),
        line(`START RequestId: ${invocationId} Version: $LATEST\n`, {
          source: get,
          timestamp: time + 5,
          isPlatform: true,
          ...tied,
        }),
        line('no request\n', {source: create, timestamp: time + 6}),
      ),
      `\
--- 2026-03-10 UTC ---------------------
09:16:40.551  execution  3e0f6c52  HTTP Method: GET, Resource Path: /orders/43
09:16:40.556  get        3e0f6c52  START b20c7d41 Version: $LATEST
09:16:40.557  create     -         no request
`,
    );
  });

  it('indents the further lines of a message under its first', () => {
    assert.equal(
      print(compact, line('[ERROR] KeyError: \'sku\'\nTraceback:\r  File "app.py"\n\n', tied)),
      `\
--- 2026-03-10 UTC ---------------------
09:16:40.551  orders-get  3e0f6c52  [ERROR] KeyError: 'sku'
                                    Traceback:
                                      File "app.py"
`,
    );
  });

  it('indents by what is seen of a coloured line', () => {
    const [, , second] = print({...compact, color: true}, line('one\ntwo', tied)).split('\n');
    assert.equal(second, `${' '.repeat(36)}two`);
  });

  it('prints a rule again at midnight of the zone only, across batches', () => {
    const renderer = createRenderer({...plain, ...compact, columns: ['time']});
    const batches = [midnight - 1, midnight, midnight + 5_000, midnight + dayMs].map(timestamp =>
      renderer.render([line('text', {timestamp})]),
    );
    assert.equal(
      batches.join(''),
      `\
--- 2026-03-10 UTC ---------------------
23:59:59.999  text
--- 2026-03-11 UTC ---------------------
00:00:00.000  text
00:00:05.000  text
--- 2026-03-12 UTC ---------------------
00:00:00.000  text
`,
    );
  });

  it('says the zone and its offset, and a rule again when the clocks change', () => {
    const beforeSummerTime = Date.UTC(2026, 2, 29, 0, 59, 59, 999);
    assert.equal(
      print(
        {...compact, columns: ['time'], timeZone: 'Europe/Berlin', width: 20},
        line('text', {timestamp: beforeSummerTime}),
        line('text', {timestamp: beforeSummerTime + 1}),
      ),
      `\
--- 2026-03-29 Europe/Berlin (+01:00) 
01:59:59.999  text
--- 2026-03-29 Europe/Berlin (+02:00) 
03:00:00.000  text
`,
    );
  });

  it('prints no rule without times of day, nor for a time that is none', () => {
    assert.equal(print({...compact, columns: ['source']}, line('text')), 'orders-get  text\n');
    assert.equal(
      print({...compact, columns: ['time']}, line('text', {timestamp: Number.NaN})),
      '-             text\n',
    );
  });

  it('has a sign in front of the source of a late line', () => {
    assert.equal(
      print({...compact, columns: ['time', 'source']}, line('late', {late: true})).split('\n')[1],
      '09:16:40.551 ~orders-get  late',
    );
  });

  it('makes names, ids and messages safe, however they are cut', () => {
    const source = lambda('\x1b[2J\u202e');
    assert.equal(
      print(
        {...compact, sources: [source], columns: ['source', 'request']},
        line(`2026-03-10T09:16:40.551Z\t\tINFO\t\x1b[31m\rnext`, {source, apiRequestId: '\x9b2Jabcd😀'}),
      ),
      '\\x1b[2J\\u202e  \\x9b2Jabcd\\ud83d  INFO \\x1b[31m\n                                 next\n',
    );
  });
});

describe('colours of text', () => {
  it('are one for a name or an id wherever it is printed, and dim for platform lines', () => {
    assert.equal(
      print(
        {...compact, color: true, columns: ['time', 'source', 'request']},
        line('END', {...tied, isPlatform: true}),
      ),
      `\x1b[2m${'--- 2026-03-10 UTC '.padEnd(40, '-')}\x1b[22m\n` +
        '\x1b[2m09:16:40.551\x1b[22m  \x1b[33morders-get\x1b[39m  \x1b[33m3e0f6c52\x1b[39m  \x1b[2mEND\x1b[22m\n',
    );
    const [wideCells] = print({color: true}, line('text', tied)).split('  text');
    assert.equal(
      wideCells,
      `\x1b[2m2026-03-10T09:16:40.551Z\x1b[22m  \x1b[33morders-get\x1b[39m  \x1b[33m${apiRequestId}\x1b[39m`,
    );
  });

  it('are red and bold for errors alone', () => {
    const message = (level: 'ERROR' | 'FATAL' | 'WARN') =>
      print({color: true, columns: []}, line('one\ntwo', {level, isPlatform: false}));
    const red = '\x1b[31m\x1b[1mone\x1b[22m\x1b[39m\n\x1b[31m\x1b[1mtwo\x1b[22m\x1b[39m\n';
    assert.deepEqual([message('ERROR'), message('FATAL'), message('WARN')], [red, red, 'one\ntwo\n']);
  });

  it('of an error win over those of a platform line', () => {
    assert.equal(
      print({color: true, columns: []}, line('REPORT', {level: 'ERROR', isPlatform: true})),
      '\x1b[31m\x1b[1mREPORT\x1b[22m\x1b[39m\n',
    );
  });

  it('never are red for a name or an id', () => {
    const ids = Array.from({length: 200}, (_, n) => line('', {apiRequestId: `id-${n}`}));
    const printed = print({color: true, columns: ['request']}, ...ids);
    const codes = new Set([...printed.matchAll(/\x1b\[(\d+)m/g)].map(([, code]) => code));
    assert.deepEqual([...codes].sort(), ['32', '33', '34', '35', '36', '39', '94', '95']);
  });
});
