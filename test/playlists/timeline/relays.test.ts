/** RL1–RL3: what a relay in a playlist comes to. */
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { ScheduledAsset } from '../../../playlists/model/schedule.ts';
import type { Screen } from '../../../playlists/model/screen.ts';
import { compileScreen } from '../../../playlists/timeline/compile.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { compareSchedules } from '../../../playlists/timeline/differences.ts';
import { playheadAt } from '../../../playlists/timeline/playhead.ts';
import { relayWindows } from '../../../playlists/timeline/relays.ts';
import { aDigest, aPlaylist, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../../support/builders.ts';
import { compileParsed } from './timeline-text.ts';

const DAY = { from: at('2026-03-02 00:00'), until: at('2026-03-04 00:00') };

const aRelay = (parts: { id?: string; isAllowed?: boolean; url?: string } = {}): ScheduledAsset => {
  const { id = 'ast_live', isAllowed = true, url = 'https://live.example/main.m3u8' } = parts;
  return ScheduledAsset.parse({
    id,
    title: 'Truyền hình Hải Phòng',
    kind: 'relay',
    durationMs: null,
    topic: '1.2',
    renditions: [],
    relay: { url, digest: aDigest(url), isAllowed },
  });
};

/** A relay from 18:00 to 19:00 every day, with what else is in its playlist, on a screen with a default playlist. */
const aWard = (parts: {
  behind?: string[];
  relay?: ScheduledAsset;
  slot?: Parameters<typeof aSlot>[0];
  screen?: Parameters<typeof aScreen>[0];
}): Schedule =>
  aSchedule({
    screens: [aScreen({ defaultPlaylistId: 'pls_rest', ...parts.screen })],
    playlists: [
      aPlaylist({ id: 'pls_live', name: 'Tiếp sóng' }, ['ast_live', ...(parts.behind ?? [])]),
      aPlaylist({ id: 'pls_rest', name: 'Mặc định' }, ['ast_slide']),
    ],
    slots: [aSlot({ id: 'slt_live', playlistId: 'pls_live', from: '18:00', until: '19:00', ...parts.slot })],
    assets: [aVideo(), aStill(), parts.relay ?? aRelay()],
  });

const bodyOf = (schedule: Schedule) => compileParsed(schedule, (schedule.screens[0] as Screen).id, DAY);
const relayAt = (schedule: Schedule, time: string) => {
  const body = bodyOf(schedule);
  return relayWindows(body, at(`2026-03-02 ${time}`), at(`2026-03-02 ${time}`) + 1)[0] ?? null;
};
const shownAt = (schedule: Schedule, time: string): string => {
  const head = playheadAt(bodyOf(schedule), at(`2026-03-02 ${time}`));
  return head.kind === 'cue' ? `${head.cue.assetId} ${head.slotId ?? 'default'}` : head.kind;
};
const codesOf = (schedule: Schedule): string[] =>
  findProblems(schedule, at('2026-03-02 08:00')).flatMap(({ code }) => (code.startsWith('relay') ? [code] : []));

describe('a relay in a timeline', () => {
  it('RL1 is shown for the whole of its slot, and only then', () => {
    const ward = aWard({ behind: ['ast_clip'] });
    expect(relayAt(ward, '17:59:59')).toBeNull();
    expect(relayAt(ward, '18:00')).toEqual({
      from: at('2026-03-02 18:00'),
      until: at('2026-03-02 19:00'),
      source: { assetId: 'ast_live', digest: aDigest('https://live.example/main.m3u8') },
      slotId: 'slt_live',
      playlistId: 'pls_live',
    });
    expect(relayAt(ward, '18:59:59')).not.toBeNull();
    expect(relayAt(ward, '19:00')).toBeNull();
  });

  it('RL1 what else its playlist has is behind it', () => {
    expect(shownAt(aWard({ behind: ['ast_clip'] }), '18:30')).toBe('ast_clip slt_live');
  });

  it('RL1 the default playlist is behind a relay alone, day by day as it would be without', () => {
    const ward = aWard({ slot: { from: '22:00', until: '02:00' } });
    expect(shownAt(ward, '22:30')).toBe('ast_slide default');
    const body = bodyOf(ward);
    const window = relayWindows(body, at('2026-03-03 01:00'), at('2026-03-03 01:01'))[0];
    expect(window).toMatchObject({ from: at('2026-03-02 22:00'), until: at('2026-03-03 02:00') });
    // The default playlist begins anew with each day, behind a relay too.
    const midnight = at('2026-03-03 00:00');
    expect(body.spans.find(({ from }) => from === midnight)).toMatchObject({ anchor: midnight, relay: { source: 0 } });
  });

  it('RL1 the safe image is behind a relay where there is nothing else', () => {
    const ward = aWard({ screen: { defaultPlaylistId: null } });
    expect(shownAt(ward, '18:30')).toBe('safe');
    expect(relayAt(ward, '18:30')).not.toBeNull();
    expect(codesOf(ward)).toEqual(['relay-without-fallback']);
  });

  it('RL1 a stronger slot takes the screen from it, and it goes on after that', () => {
    const plain = aWard({ behind: ['ast_clip'] });
    const ward = {
      ...plain,
      slots: [
        ...plain.slots,
        aSlot({ id: 'slt_urgent', playlistId: 'pls_rest', from: '18:20', until: '18:30', priority: 'urgent' }),
      ],
    };
    expect(relayAt(ward, '18:25')).toBeNull();
    expect(relayAt(ward, '18:35')).toMatchObject({ from: at('2026-03-02 18:30'), until: at('2026-03-02 19:00') });
  });

  it('RL1 topics and tags bring no relay', () => {
    const plain = aWard({});
    const list = aPlaylist({
      id: 'pls_live',
      entries: [{ id: 'ent_topic', kind: 'topic', topic: '1.2', durationMs: null }],
    });
    const ward = { ...plain, playlists: [list, ...plain.playlists.slice(1)] };
    expect(relayAt(ward, '18:30')).toBeNull();
  });

  it('RL2 shows none in a default playlist or in a slot that shares its screen, and says so', () => {
    const shared = aWard({ behind: ['ast_clip'], slot: { share: { kind: 'interleave', weight: 1 } } });
    expect(relayAt(shared, '18:30')).toBeNull();
    expect(shownAt(shared, '18:30')).toBe('ast_clip slt_live');
    expect(codesOf(shared)).toEqual(['relay-not-shown']);
    const byDefault = aWard({
      behind: ['ast_clip'],
      slot: { enabled: false },
      screen: { defaultPlaylistId: 'pls_live' },
    });
    expect(relayAt(byDefault, '18:30')).toBeNull();
    expect(codesOf(byDefault)).toEqual(['relay-not-shown']);
  });

  it('RL2 a relay alone in a slot that shares its screen makes no claim', () => {
    expect(shownAt(aWard({ slot: { share: { kind: 'interleave', weight: 1 } } }), '18:30')).toBe('ast_slide default');
  });

  it('RL2 guests are behind a relay as well', () => {
    const plain = aWard({ behind: ['ast_clip'] });
    const guest = aSlot({
      id: 'slt_guest',
      playlistId: 'pls_rest',
      from: '18:00',
      until: '19:00',
      share: { kind: 'percent', percent: 50 },
    });
    const ward = { ...plain, slots: [...plain.slots, guest] };
    expect(relayAt(ward, '18:30')).toMatchObject({ slotId: 'slt_live' });
    const alone = { ...aWard({}), slots: [...aWard({}).slots, guest] };
    expect(relayAt(alone, '18:30')).toMatchObject({ slotId: 'slt_live' });
    expect(shownAt(alone, '18:30')).toBe('ast_slide slt_guest');
  });

  it('RL3 shows none whose host is not allowed, and says so', () => {
    const ward = aWard({ behind: ['ast_clip'], relay: aRelay({ isAllowed: false }) });
    expect(relayAt(ward, '18:30')).toBeNull();
    expect(shownAt(ward, '18:30')).toBe('ast_clip slt_live');
    expect(codesOf(ward)).toEqual(['relay-host-not-allowed']);
  });

  it('FD36 tells of sound where a screen has it', () => {
    expect(codesOf(aWard({ behind: ['ast_clip'], screen: { sound: true } }))).toEqual(['relay-sound']);
    expect(codesOf(aWard({ behind: ['ast_clip'] }))).toEqual([]);
  });

  it('a body without relays has no trace of them, and one with them keeps its format', () => {
    const without = compileScreen(aSchedule(), (aSchedule().screens[0] as Screen).id, DAY).body;
    expect(JSON.stringify(without)).not.toContain('relay');
    expect(bodyOf(aWard({}))).toMatchObject({ format: 1, relays: [{ assetId: 'ast_live' }] });
  });

  it('another stream is told before it is published', () => {
    const before = aWard({ behind: ['ast_clip'] });
    const now = at('2026-03-02 08:00');
    const after = { ...before, assets: [...before.assets.slice(0, 2), aRelay({ url: 'https://live.example/b.m3u8' })] };
    expect(compareSchedules(before, before, now).differences).toEqual([]);
    expect(JSON.stringify(compareSchedules(before, after, now))).toContain('tiếp sóng “Truyền hình Hải Phòng”');
    const without = { ...before, slots: [] };
    expect(JSON.stringify(compareSchedules(before, without, now))).toContain('thay cho tiếp sóng');
  });
});
