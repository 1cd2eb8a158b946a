/** What counts as an edit that somebody has to publish, and what does not. */
import { describe, expect, it } from 'vitest';
import { intentDigest, reviveSchedule } from '../../../server/publishing/intent.ts';
import { thawSchedule } from '../../../server/publishing/thaw.ts';
import { aDayPart, aPlaylist, aSchedule, aScreen, aSlot, aStill } from '../../support/builders.ts';

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

  it('DY3 holds the ranges of day-parts, neither their names nor the times that a slot with one keeps', () => {
    const slots = [aSlot({ dayPartId: 'dpt_rush' })];
    const named = aSchedule({ slots, dayParts: [aDayPart()] });
    const renamed = { ...named, dayParts: [aDayPart({ name: 'Cao điểm', version: 2 })] };
    const later = { ...named, dayParts: [aDayPart({ ranges: [{ from: '07:00', until: '08:00', season: null }] })] };
    expect(intentDigest(renamed)).toBe(intentDigest(named));
    expect(intentDigest({ ...named, slots: [aSlot({ dayPartId: 'dpt_rush', from: '01:00' })] })).toBe(
      intentDigest(named),
    );
    expect(intentDigest(later)).not.toBe(intentDigest(named));
    expect(intentDigest({ ...named, slots: [aSlot()] })).not.toBe(intentDigest(named));
  });

  it('of a schedule from before there were day-parts has kept its digest', () => {
    const old = aSchedule({ slots: [aSlot()] });
    expect(intentDigest(old)).toBe('8590ee03d72d2b74a92fad3208ab55bd71b97a3ce771d74d4fb73a49de8a4c5f');
  });

  it('DY3 an earlier schedule, and one that was frozen, keep the day-parts they had', () => {
    const earlier = aSchedule({ slots: [aSlot({ dayPartId: 'dpt_rush' })], dayParts: [aDayPart()] });
    const today = aSchedule({ dayParts: [aDayPart({ ranges: [{ from: '01:00', until: '02:00', season: null }] })] });
    expect(reviveSchedule(earlier, today)).toMatchObject({ slots: earlier.slots, dayParts: earlier.dayParts });
    expect(thawSchedule(earlier, today)).toMatchObject({ slots: earlier.slots, dayParts: earlier.dayParts });
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

  it('SY1 PL7 changes with steps and days of content, and is what it was where there are none; approvals are no part of it', () => {
    const [screen] = schedule.screens;
    const [first, ...others] = schedule.assets;
    if (!screen || !first) throw new Error('no screen or asset');
    const withAsset = (parts: object) => intentDigest({ ...schedule, assets: [{ ...first, ...parts }, ...others] });
    const before = intentDigest(schedule);
    expect(intentDigest({ ...schedule, screens: [{ ...screen, offsetMs: 2_000 }] })).not.toBe(before);
    expect(withAsset({ usableUntil: '2026-12-31' })).not.toBe(before);
    expect(withAsset({ approval: null })).toBe(before);
    expect(intentDigest({ ...schedule, approvalRequired: true })).toBe(before);
    // As it was counted before any of them existed.
    expect(before).toBe('b6605bf1645ef10c9d74e583ac50f5e9461e76704c71f93ddb3aa86b2111b001');
  });
});
