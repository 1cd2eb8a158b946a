/** Which cue of a sheet belongs to an instant, and which is next. Pure; sheets are sorted and contiguous. */
import type { StageCue } from '../../playlists/wire/stage.ts';

/** The cue with `from` ≤ instant < `until`; null in a gap or past the end. */
export const cueAt = (cues: readonly StageCue[], instant: number): StageCue | null =>
  cues.find((cue) => cue.from <= instant && instant < cue.until) ?? null;

/** The first cue that begins after the instant; null = the sheet ends. */
export const cueAfter = (cues: readonly StageCue[], instant: number): StageCue | null =>
  cues.find((cue) => cue.from > instant) ?? null;

/** What a cue needs on the glass. */
export type Picture =
  /** `isLive`: it has no end and no place to stand at but the newest. */
  | { kind: 'video'; url: string; muted: boolean; isLive?: true }
  | { kind: 'image'; url: string }
  | { kind: 'slide'; url: string | null; slide: NonNullable<StageCue['slide']> }
  | { kind: 'card' }
  | { kind: 'blank' };

/** The built-in card stands in wherever a picture has no file. */
export const pictureOf = (cue: Pick<StageCue, 'kind' | 'url' | 'muted' | 'slide'>): Picture => {
  if (cue.kind === 'blank') return { kind: 'blank' };
  if (cue.kind === 'slide' && cue.slide) return { kind: 'slide', url: cue.url, slide: cue.slide };
  if (cue.kind === 'card' || !cue.url) return { kind: 'card' };
  if (cue.kind === 'relay') return { kind: 'video', url: cue.url, muted: cue.muted, isLive: true };
  return cue.kind === 'video' ? { kind: 'video', url: cue.url, muted: cue.muted } : { kind: 'image', url: cue.url };
};
