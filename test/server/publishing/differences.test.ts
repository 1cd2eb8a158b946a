/** What publishing would change, asked of the server; and worked out elsewhere for a large ward. */
import { afterEach, expect, it } from 'vitest';
import { compare } from '../../../server/publishing/comparison.ts';
import { createPressRoom } from '../../../server/publishing/press-room.ts';
import { type Air, openAir } from '../../support/air.ts';
import { aSchedule, aScreen, aSlot, at } from '../../support/builders.ts';

let air: Air | null = null;
afterEach(async () => {
  await air?.stop();
  air = null;
});

it('compares the working schedule with the newest publication', async () => {
  const now = at('2026-03-02 10:00');
  const running = await openAir(aSchedule(), { now: () => now });
  air = running;
  const ask = async () => (await running.call('GET', '/publications/differences')).body;
  expect((await ask()).differences).toMatchObject([{ kind: 'first', screenIds: ['scr_gate'] }]);
  await running.call('POST', '/publications', { note: '' });
  expect(await ask()).toEqual({ differences: [], more: 0, days: 7, later: { slots: [], more: 0 } });
  running.schedule = { ...running.schedule, slots: [aSlot({ until: '16:00' })] };
  expect(await ask()).toMatchObject({
    differences: [
      {
        kind: 'shown',
        vi: 'Hằng ngày 16:00–17:00, “Cổng chào” không còn phát “Tuyên truyền Nghị quyết 57”, chỉ hiện hình an toàn.',
        en: 'Daily 16:00–17:00, “Cổng chào” will no longer show “Tuyên truyền Nghị quyết 57”, only the safe image.',
      },
    ],
    more: 0,
  });
});

it('gives the same in a worker thread as on the loop, between two orders of the press', async () => {
  const screens = Array.from({ length: 40 }, (_, n) => aScreen({ id: `scr_${n}`, name: `Màn hình ${n}` }));
  const slots = screens.map(({ id }, n) =>
    aSlot({ id: `slt_${n}`, targets: [{ kind: 'screen', screenId: id }], until: `1${n % 9}:30` }),
  );
  const comparison = {
    onAir: JSON.stringify(aSchedule({ screens })),
    schedule: aSchedule({ screens, slots }),
    now: at('2026-03-02 10:00'),
  };
  const order = {
    publicationId: 'pub_test' as never,
    schedule: comparison.schedule,
    now: comparison.now,
    keyId: '0'.repeat(16),
    newest: [],
    renew: false,
    skip: [],
  };
  const room = createPressRoom({ largestOnLoop: 0 });
  try {
    const [first, differences, second] = await Promise.all([
      room.press(order),
      room.compare(comparison),
      room.press(order),
    ]);
    expect(differences).toEqual(compare(comparison));
    expect(differences.differences.length).toBeGreaterThan(3);
    expect(first).toEqual(second);
    await expect(room.compare({ ...comparison, onAir: '{}' })).rejects.toThrow();
    expect(await room.compare(comparison)).toEqual(differences);
  } finally {
    await room.stop();
  }
});
