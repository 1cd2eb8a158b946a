/** Which cue belongs to an instant, and what it needs on the glass. */
import { describe, expect, it } from 'vitest';
import { cueAfter, cueAt, pictureOf } from '../../../player/screen/cue-plan.ts';
import type { StageCue } from '../../../playlists/wire/stage.ts';

const cue = (id: string, from: number, until: number, parts: Partial<StageCue> = {}): StageCue => ({
  id,
  kind: 'still',
  url: '/media/x',
  from,
  until,
  offsetMs: 0,
  muted: true,
  assetId: null,
  digest: null,
  slotId: null,
  playlistId: null,
  ...parts,
});

describe('cue plan', () => {
  const cues = [cue('a', 100, 200), cue('b', 200, 300), cue('c', 350, 400)];
  it.each([
    [99, null, 'a'],
    [100, 'a', 'b'],
    [199.9, 'a', 'b'],
    [200, 'b', 'c'],
    [320, null, 'c'],
    [350, 'c', null],
    [400, null, null],
  ])('at %s: %s on the glass, %s next', (instant, now, next) => {
    expect(cueAt(cues, instant)?.id ?? null).toBe(now);
    expect(cueAfter(cues, instant)?.id ?? null).toBe(next);
  });

  it('the card stands in wherever a picture has no file', () => {
    expect(pictureOf(cue('a', 0, 1, { kind: 'video', url: null })).kind).toBe('card');
    expect(pictureOf(cue('a', 0, 1, { kind: 'safe', url: null })).kind).toBe('card');
    expect(pictureOf(cue('a', 0, 1, { kind: 'safe' })).kind).toBe('image');
    expect(pictureOf(cue('a', 0, 1, { kind: 'blank', url: null })).kind).toBe('blank');
  });
});
