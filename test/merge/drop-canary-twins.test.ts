import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import type {LogEvent} from '../../src/log-event.js';
import {dropCanaryTwins, TwinFinder} from '../../src/merge/drop-canary-twins.js';
import {collect, event, executionSource, messages, pages} from '../support/events.js';

const canary = {source: {...executionSource, canary: true, rank: 0}};
const printed = async (...events: ReturnType<typeof event>[]) => collect(dropCanaryTwins(pages(events)));

describe('dropCanaryTwins', () => {
  it('keeps the first of two copies, one from each group', async () => {
    const kept = await printed(event(0, '(id) one', canary), event(0, '(id) one'), event(3, '(other) one'));
    assert.deepEqual(messages(kept), ['(id) one', '(other) one']);
    assert.equal(kept[0]?.source.canary, true);
  });

  it('keeps a line that stands twice in the request itself', async () => {
    const kept = await printed(
      event(0, '(id) same', canary),
      event(0, '(id) same', canary),
      event(0, '(id) same'),
      event(0, '(id) same'),
    );
    assert.equal(kept.length, 2);
  });

  it('takes a line for the copy of one other alone', async () => {
    const kept = await printed(event(0, '(id) one', canary), event(0, '(id) one'), event(1, '(id) one'));
    assert.equal(kept.length, 2);
  });

  it('keeps copies that are more than a second apart', async () => {
    assert.equal((await printed(event(0, '(id) one', canary), event(1_001, '(id) one'))).length, 2);
    assert.equal((await printed(event(0, '(id) one', canary), event(1_000, '(id) one'))).length, 1);
  });

  it('keeps equal lines that name no request', async () => {
    assert.equal(
      (
        await printed(
          event(0, 'Successfully completed execution', canary),
          event(0, 'Successfully completed execution'),
        )
      ).length,
      2,
    );
  });

  it('keeps of each line as many as the group that has more of them, whatever the order', async () => {
    const lines = fc.array(
      fc.record({at: fc.nat(400), copies: fc.tuple(fc.nat(3), fc.nat(3)), id: fc.nat(3)}),
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.nat(5), async (written, page) => {
        const events = written.flatMap(({at, copies: [own, canaries], id}) => [
          ...Array.from({length: own}, (_, n) => event(at + n, `(id${id}) line`)),
          ...Array.from({length: canaries}, (_, n) => event(at + n, `(id${id}) line`, canary)),
        ]);
        events.sort((a, b) => a.timestamp - b.timestamp);
        const batches = Array.from({length: Math.ceil(events.length / (page + 1))}, (_, n) =>
          events.slice(n * (page + 1), (n + 1) * (page + 1)),
        );
        const kept = await collect(dropCanaryTwins(pages(...batches)));
        for (const id of [0, 1, 2, 3]) {
          const isOf = ({message}: {message: string}) => message === `(id${id}) line`;
          const all = events.filter(isOf);
          const canaries = all.filter(({source}) => source.canary).length;
          assert.equal(kept.filter(isOf).length, Math.max(canaries, all.length - canaries));
        }
      }),
    );
  });

  it('remembers no more than the last second', async () => {
    const events = Array.from({length: 5_000}, (_, at) => event(at, `(id${at % 2}) same text`));
    assert.equal((await printed(...events)).length, 5_000);
  });

  it('pairs what a watch sees late, group by group, and the first of what has waited', () => {
    const twins = new TwinFinder(70_000);
    const isSecond = [
      event(5_000, '(id) one', canary),
      event(1_000, '(id) one', canary),
      event(2_500, '(id) one'),
      event(1_500, '(id) one'),
      event(4_500, '(id) one'),
      event(4_400, '(id) one'),
    ].map(one => twins.isSecondOfTwins(one));
    assert.deepEqual(isSecond, [false, false, false, true, true, false]);
  });

  const floods: Readonly<Record<string, (n: number) => LogEvent>> = {
    'of one group': n => event(Math.floor(n / 100), '(id) same'),
    'of both groups, more of one': n => event(Math.floor(n / 100), '(id) same', n % 3 ? {} : canary),
    'with every millisecond of a minute taken': n => event(10 * n, '(id) same', n < 1_000 ? canary : {}),
  };
  for (const [name, flood] of Object.entries(floods)) {
    it(`looks at no line again for those with the same text: ${name}`, () => {
      const lookedAt = (lines: number) => {
        let looks = 0;
        const counted = (whole: LogEvent): LogEvent => ({
          ...whole,
          get timestamp() {
            looks += 1;
            return whole.timestamp;
          },
        });
        const twins = new TwinFinder(70_000);
        for (let n = 0; n < lines; n += 1) twins.isSecondOfTwins(counted(flood(n)));
        return looks;
      };
      assert.ok(lookedAt(8_000) <= 8 * lookedAt(1_000));
    });
  }
});
