/** What becomes of a treatment when another file takes the place of the one it was chosen for. */
import { describe, expect, it } from 'vitest';
import { MediaFacts } from '../../../playlists/model/media.ts';
import { PLAIN_TREATMENT, Treatment } from '../../../playlists/model/treatment.ts';
import { fitted } from '../../../server/library/recipes.ts';

const film = (durationMs: number): MediaFacts =>
  MediaFacts.parse({
    kind: 'video',
    mime: 'video/mp4',
    width: 640,
    height: 360,
    durationMs,
    framesPerSecond: 25,
    videoCodec: 'h264',
    audioCodec: 'aac',
    rotation: 0,
  });
const picture: MediaFacts = { ...film(0), kind: 'image', mime: 'image/png', durationMs: null, audioCodec: null };
const chosen = Treatment.parse({
  ...PLAIN_TREATMENT,
  fit: 'cover',
  canvases: [{ canvas: { width: 96, height: 192 }, fit: 'stretch', crop: null }],
  trim: { fromMs: 4_000, untilMs: 9_000 },
  isMuted: true,
  posterAtMs: 6_000,
});

describe('a treatment on another file', () => {
  it('stays as it was chosen where the file is long enough', () => {
    expect(fitted(chosen, film(20_000))).toEqual(chosen);
  });

  it('ends where the file ends, without a poster that lies beyond', () => {
    expect(fitted(chosen, film(5_500))).toEqual({
      ...chosen,
      trim: { fromMs: 4_000, untilMs: null },
      posterAtMs: null,
    });
  });

  it('plays the whole file where less than a second of the part would be left', () => {
    expect(fitted(chosen, film(4_999)).trim).toEqual(PLAIN_TREATMENT.trim);
    expect(fitted(chosen, film(5_000)).trim).toEqual({ fromMs: 4_000, untilMs: null });
  });

  it('keeps the framing alone on a picture', () => {
    const { fit, canvases } = chosen;
    expect(fitted(chosen, picture)).toEqual({ ...PLAIN_TREATMENT, fit, canvases });
  });
});
