/** A large ward on a real server: one slot of all screens, and as many of each screen's own; all of them somebody's draft. */
import type { Staff } from '../../server/demo/staff.ts';
import { aDraft, buildTimelineWard } from '../support/timeline-ward.ts';

/** What one request takes. */
export const MOST_EDITS = 500;

const two = (number: number): string => String(number).padStart(2, '0');

/** `screens` × `slotsEach` slots, less the ward's own on all but the first; gives the administrator, signed in. */
export const fillWard = async (url: string, screenCount: number, slotsEach: number): Promise<Staff> => {
  const { staff, screens, playlistId } = await buildTimelineWard(url, screenCount);
  const own = screens.flatMap(({ id }, i) =>
    Array.from({ length: slotsEach - 1 }, (_, n) => {
      const at = (i * 7 + n * 37) % 1_080;
      const ends = at + 20 + ((n * 13) % 60);
      return aDraft({
        name: `Bảng ${i + 1}, khung giờ ${n + 1}`,
        playlistId,
        from: `${two(5 + Math.floor(at / 60))}:${two(at % 60)}`,
        until: `${two((5 + Math.floor(ends / 60)) % 24)}:${two(ends % 60)}`,
        targets: [{ kind: 'screen', screenId: id }],
        recurrence: n % 3 === 0 ? 'FREQ=WEEKLY;BYDAY=MO,WE,FR' : 'FREQ=DAILY',
        priority: n % 9 === 0 ? 'priority' : 'normal',
      });
    }),
  );
  const common = aDraft({ name: 'Toàn phường', playlistId, from: '08:00', until: '11:00', priority: 'urgent' });
  const all = [common, ...own];
  for (let from = 0; from < all.length; from += MOST_EDITS)
    await staff.call('editSlots', { body: { add: all.slice(from, from + MOST_EDITS) } });
  return staff;
};
