/** What counts as an edit that somebody has to publish, and what does not. */
import { describe, expect, it } from 'vitest';
import { intentDigest } from '../../../server/publishing/intent.ts';
import { aPlaylist, aSchedule, aScreen, aStill } from '../../support/builders.ts';

const schedule = aSchedule({
  screens: [aScreen({ id: 'scr_a', defaultPlaylistId: 'pls_a' })],
  assets: [aStill({ id: 'ast_a' }), aStill({ id: 'ast_b' })],
  playlists: [aPlaylist({ id: 'pls_a' }, ['ast_a', 'ast_b'])],
});

describe('the intent of a schedule', () => {
  it('holds the days of calendars, not their names', () => {
    const calendar = {
      id: 'cal_a',
      name: 'Lễ',
      base: 'none',
      added: [],
      removed: [],
      version: 1,
      updatedAt: 0,
    } as never;
    const named = { ...aSchedule(), calendars: [calendar] };
    const renamed = { ...named, calendars: [{ ...(calendar as object), name: 'Nghỉ', version: 2 } as never] };
    const moved = { ...named, calendars: [{ ...(calendar as object), removed: ['2026-03-02'] } as never] };
    expect(intentDigest(renamed)).toBe(intentDigest(named));
    expect(intentDigest(moved)).not.toBe(intentDigest(named));
  });

  it('changes with the way a picture is laid on the canvas, which airs only when somebody publishes', () => {
    const [first, ...others] = schedule.assets;
    if (!first) throw new Error('no asset');
    expect(intentDigest({ ...schedule, assets: [{ ...first, fit: 'cover' }, ...others] })).not.toBe(
      intentDigest(schedule),
    );
  });

  it('stays when renditions become ready, and whatever the order of the lists', () => {
    const waiting = { ...schedule, assets: schedule.assets.map((asset) => ({ ...asset, renditions: [] })) };
    expect(intentDigest(waiting)).toBe(intentDigest(schedule));
    expect(intentDigest({ ...schedule, assets: schedule.assets.toReversed() })).toBe(intentDigest(schedule));
  });
});
