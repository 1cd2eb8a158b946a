/** Slides in manifests: carried whole, by version of their text; findings about what can be read and what dazzles. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../playlists/model/finding.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { readFromM, rowsNeeded } from '../../../playlists/slides/legibility.ts';
import { compileScreen, horizonOf } from '../../../playlists/timeline/compile.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { compareSchedules } from '../../../playlists/timeline/differences.ts';
import { playheadAt } from '../../../playlists/timeline/playhead.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import {
  aPlaylist,
  aRendition,
  aSchedule,
  aScreen,
  aSlide,
  aSlot,
  aStill,
  at,
  P5_WALL,
} from '../../support/builders.ts';

const now = at('2026-03-02 09:00');
const horizon = horizonOf(now, 'Asia/Ho_Chi_Minh');
const bodyOf = (schedule: Schedule, screenId = schedule.screens[0]?.id ?? ('scr_gate' as never)) =>
  compileScreen(schedule, screenId, horizon).body;
const showing = (
  assets: Schedule['assets'],
  parts: Parameters<typeof aSchedule>[0] = {},
  ids = assets.map(({ id }) => id),
) => aSchedule({ assets, playlists: [aPlaylist({}, ids)], ...parts });
const poster = (picture: string | null) =>
  aSlide({ id: 'ast_event' }, { template: 'event', title: 'Ngày hội', when: '8:00', where: '', picture });

describe('slides in a manifest', () => {
  it('a slide is in the body itself: no file, its own digest, 10 s unless the entry says otherwise', () => {
    const slide = aSlide();
    const body = bodyOf(showing([slide]));
    expect(body).toMatchObject({ format: 2, files: [], slides: [{ ...slide.slide, picture: null }] });
    expect(body.loops[0]?.cues).toEqual([{ at: 0, durationMs: 10_000, kind: 'slide', slide: 0, assetId: slide.id }]);
    expect(ManifestBody.parse(JSON.parse(JSON.stringify(body)))).toEqual(body);
    expect(playheadAt(body, now)).toMatchObject({ kind: 'cue', slide: { digest: slide.slide?.digest }, file: null });
  });

  it('a body without slides is what it was before there were any', () => {
    const body = bodyOf(aSchedule());
    expect(body.format).toBe(1);
    expect('slides' in body).toBe(false);
    expect('urgent' in body).toBe(false);
  });

  it('a slide that is in many cues, and in several playlists, is in the body once', () => {
    const playlists = [
      aPlaylist({}, ['ast_words', 'ast_slide', 'ast_words']),
      aPlaylist({ id: 'pls_two', name: 'Hai' }, ['ast_words']),
    ];
    const slots = [aSlot({ until: '12:00' }), aSlot({ id: 'slt_two', playlistId: 'pls_two', from: '12:00' })];
    expect(bodyOf(aSchedule({ assets: [aSlide(), aStill()], playlists, slots })).slides).toHaveLength(1);
  });

  it('the picture of an event is a file of the body; while it is not ready the words are shown alone', () => {
    const [picture, slide] = [aStill(), poster('ast_slide')];
    const body = bodyOf(showing([slide, picture], {}, [slide.id]));
    expect(body.files[body.slides?.[0]?.picture ?? -1]?.digest).toBe(picture.renditions[0]?.digest);
    const early = showing([slide, aStill({}, [])], {}, [slide.id]);
    expect(bodyOf(early)).toMatchObject({ files: [], slides: [{ picture: null }] });
    expect(findProblems(early, now).map(({ code }) => code)).toContain('content-not-ready');
    expect(findProblems(showing([slide]), now)).toContainEqual(
      expect.objectContaining({ code: 'content-missing', blocks: true }),
    );
  });

  it('TL21 a slide stands in for a video that cannot end in time', () => {
    const schedule = aSchedule({
      assets: [aSlide(), ...aSchedule().assets.filter(({ kind }) => kind === 'video')],
      playlists: [aPlaylist({}, ['ast_clip', 'ast_words'])],
      slots: [aSlot({ from: '08:00:00', until: '08:00:35', boundary: 'fit' })],
    });
    expect(playheadAt(bodyOf(schedule), at('2026-03-02 08:00:30'))).toMatchObject({ cue: { kind: 'slide' } });
  });

  it('an urgent slot of slides alone makes the body urgent; one that needs a file does not', () => {
    const urgent = { slots: [aSlot({ priority: 'urgent' })] };
    expect(bodyOf(showing([aSlide()], urgent)).urgent).toBe(true);
    expect(bodyOf(showing([aSlide()])).urgent).toBeUndefined();
    expect(bodyOf(showing([aSlide(), aStill()], urgent)).urgent).toBeUndefined();
  });

  it('DF1 other words are another picture', () => {
    const before = showing([aSlide()]);
    const after = showing([aSlide({}, { template: 'title', title: 'Bình dân học vụ số', subtitle: '' })]);
    expect(compareSchedules(before, before, now).differences).toEqual([]);
    expect(compareSchedules(before, after, now).differences).not.toEqual([]);
  });
});

describe('what can be read', () => {
  it.each([
    [10, 10, 7],
    [10, 30, 9],
    [5, 20, 12],
    [4, 50, 35],
    [2.5, 10, 12],
  ])('P%s from %s m: %s rows of a capital', (pitchMm, viewedFromM, rows) => {
    expect(rowsNeeded({ pitchMm, viewedFromM })).toEqual({ rows, isKnown: true });
    expect(readFromM(rows, { pitchMm })).toBeGreaterThanOrEqual(viewedFromM);
  });

  const codes = (schedule: Schedule): Finding['code'][] =>
    findProblems(schedule, now)
      .map(({ code }) => code)
      .filter((code) => /^(slide-text|picture-text|bright)/.test(code));
  const long = (length: number) =>
    aSlide(
      {},
      { template: 'notice', heading: 'Thông báo', text: 'Di chuyển ngay. '.repeat(length).trim(), footer: '' },
    );
  const small = { width: 192, height: 96 };
  const wall = (parts: object = {}) => ({ screens: [aScreen({ canvas: small, ...parts })] });

  it('FD22 text that is too small for the distance, with the distance from which it is read', () => {
    const near = { pitchMm: 5, viewedFromM: 5 };
    const far = { pitchMm: 5, viewedFromM: 60 };
    expect(codes(showing([aSlide()], { screens: [aScreen(near)] }))).toEqual([]);
    const schedule = showing([long(14)], { screens: [aScreen(far)] });
    const [finding] = findProblems(schedule, now).filter(({ code }) => code === 'slide-text-small');
    expect(finding?.blocks).toBe(false);
    expect(finding?.staff.vi).toMatch(/đọc được từ khoảng \d+ m, người xem đứng cách 60 m/);
  });

  it('FD22 where pitch or distance is not known, 9 rows are asked for', () => {
    expect(codes(showing([aSlide()], wall()))).toEqual([]);
    expect(codes(showing([long(7)], wall()))).toEqual(['slide-text-small']);
  });

  it('FD23 text that has no room stops a publish', () => {
    const findings = findProblems(showing([long(20)], wall()), now);
    expect(findings[0]).toMatchObject({ code: 'slide-text-cut', blocks: true, assetId: 'ast_words' });
  });

  const picture = (look: object) =>
    aStill({ renditions: [aRendition({ canvas: P5_WALL, look: { light: 0.2, textRows: null, ...look } })] });
  it('FD24 a picture whose text seems too small is advice; one in which none was found says nothing', () => {
    expect(codes(showing([picture({ textRows: 6 })]))).toEqual(['picture-text-small']);
    expect(codes(showing([picture({ textRows: 20 })]))).toEqual([]);
    expect(codes(showing([picture({})]))).toEqual([]);
    expect(findProblems(showing([picture({ textRows: 6 })]), now).some(({ blocks }) => blocks)).toBe(false);
  });

  const bright = aSlide({}, { template: 'title', look: 'light', title: 'Tin', subtitle: '' });
  it.each([
    ['by day', [aSlot()], []],
    ['in the evening', [aSlot({ from: '17:00', until: '19:00' })], ['bright-at-night']],
    ['before dawn', [aSlot({ from: '04:00', until: '07:00' })], ['bright-at-night']],
  ])('FD25 a light ground %s', (_, slots, expected) => {
    expect(codes(showing([bright], { slots }))).toEqual(expected);
  });
  it('FD25 counts for default playlists and pictures as well', () => {
    const screens = [aScreen({ defaultPlaylistId: 'pls_main' })];
    expect(codes(showing([bright], { slots: [], screens }))).toEqual(['bright-at-night']);
    expect(codes(showing([picture({ light: 0.8 })], { slots: [], screens }))).toEqual(['bright-at-night']);
  });
});
