import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {toLogPage} from '../../src/read/log-page.js';
import {RepeatedTokenError, TokenChain} from '../../src/read/token-chain.js';
import {executionSource} from '../support/events.js';

/** A page whose events are named after their times: `1a` is one of millisecond 1. */
const page = (names: string, nextToken?: string) =>
  toLogPage(
    {
      events: names
        .split(' ')
        .filter(name => name !== '')
        .map(name => ({timestamp: Number.parseInt(name, 10), message: name, eventId: name})),
      nextToken,
    },
    () => executionSource,
  );

/** What is new of each page. */
function follow(pages: readonly (readonly [names: string, nextToken?: string])[], mostEmptyPages = 250) {
  const chain = new TokenChain(mostEmptyPages);
  return pages.map(([names, nextToken]) =>
    [...chain.follow(page(names, nextToken), 'group').parts()]
      .flat()
      .map(({message}) => message)
      .join(' '),
  );
}

const noEnd = {name: 'ApilogsError', exitCode: 8, message: /one empty page after another for group$/};

describe('TokenChain', () => {
  it('goes on with one token as long as it brings something', () => {
    const pages = Array.from({length: 12}, (_, index) => [`${index}a`, 'same'] as const);
    assert.deepEqual(
      follow(pages),
      pages.map(([names]) => names),
    );
  });

  it('gives up a token that comes three times more and brings nothing', () => {
    const again = ['1a', 'same'] as const;
    assert.deepEqual(follow([again, again, again, ['']]), ['1a', '', '', '']);
    assert.throws(() => follow([again, again, again, again]), RepeatedTokenError);
  });

  it('counts anew when such a token has brought something', () => {
    const again = ['1a', 'same'] as const;
    const more = ['1a 2a', 'same'] as const;
    assert.deepEqual(follow([again, again, again, more, more, more, ['2a']]), [
      '1a',
      '',
      '',
      '2a',
      '',
      '',
      '',
    ]);
  });

  it('gives up after many empty pages in a row', () => {
    assert.deepEqual(
      follow(
        [
          ['', '1'],
          ['', '2'],
          ['1a', '3'],
        ],
        3,
      ),
      ['', '', '1a'],
    );
    const three = [
      ['', '1'],
      ['', '2'],
      ['', '3'],
    ] as const;
    assert.throws(() => follow(three, 3), noEnd);
  });

  it('does not add up empty pages between which others come', () => {
    const pages = Array.from(
      {length: 12},
      (_, index) => [index % 3 === 2 ? `${index}a` : '', `${index}`] as const,
    );
    assert.deepEqual(
      follow(pages, 3),
      pages.map(([names]) => names),
    );
  });

  it('ends where the last of many empty pages ends', () => {
    assert.deepEqual(follow([['', '1'], ['', '2'], ['']], 3), ['', '', '']);
  });

  it('takes for known what a page has again of the last millisecond, and nothing else', () => {
    assert.deepEqual(
      follow([
        ['1a 2a 2b', '1'],
        ['2a 2b 2c', '2'],
        ['1late 2d 3a', '3'],
      ]),
      ['1a 2a 2b', '2c', '1late 2d 3a'],
    );
  });

  it('knows what came again in shorter pages, of one millisecond as well', () => {
    assert.deepEqual(
      follow([
        ['1a', 'same'],
        ['2a 2b 2c 2d', 'same'],
        ['2a 2b', '3'],
        ['2c', '4'],
        ['2d 3a', '5'],
      ]),
      ['1a', '2a 2b 2c 2d', '', '', '3a'],
    );
  });
});
