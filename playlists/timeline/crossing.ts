/**
 * How one picture takes the place of the one before it (PL6): when both are seen, and how they move. The player moves its surfaces by
 * this, the console its previews, so both show the same. Pure data; whoever paints gives it to the browser.
 */
import type { Crossing } from '../model/playlist.ts';
import { assertNever } from '../model/refusal.ts';
import type { Instant } from '../model/time.ts';
import type { ManifestBody } from '../wire/manifest.ts';
import { type Playhead, playheadAt } from './playhead.ts';

/**
 * Opacity of a picture of which nothing is to be seen, but which must be drawn: a compositor leaves out what is wholly transparent, and
 * a video's first frame in front was black.
 */
export const UNSEEN = '0.001';

/** Where a picture begins and ends, as CSS values; a property that is absent does not change. */
export interface Keyframes {
  opacity?: [from: string, to: string];
  transform?: [from: string, to: string];
}

export interface Motion {
  /** The new picture, drawn above. */
  front: Keyframes;
  /** The one before it, which stands still in itself; null = it is only covered. */
  behind: Keyframes | null;
  /** CSS easing over the whole length. */
  easing: 'linear' | 'ease-in-out';
}

export const motionOf = (kind: Crossing['kind']): Motion => {
  switch (kind) {
    case 'fade':
      return { front: { opacity: [UNSEEN, '1'] }, behind: null, easing: 'linear' };
    case 'push':
      return {
        front: { transform: ['translateX(100%)', 'none'] },
        behind: { transform: ['none', 'translateX(-100%)'] },
        easing: 'ease-in-out',
      };
    default:
      return assertNever(kind);
  }
};

/** A change that is going on. */
export interface Crossed {
  crossing: Crossing;
  /** What was shown before, as it stood at the end; it does not move on. */
  before: Playhead;
  /** The change lasts `[from, until)`. */
  from: Instant;
  until: Instant;
}

/** The change that is going on at `at`; null = one picture is seen. As the player does, an item that is joined in its middle is cut to. */
export const crossingAt = (body: ManifestBody, at: Instant): Crossed | null => {
  const head = playheadAt(body, at);
  if (head.kind !== 'cue' || !head.cue.enter || head.entryMs > 0 || head.from <= body.from) return null;
  const until = Math.min(head.from + head.cue.enter.ms, head.until);
  if (at >= until) return null;
  const last = playheadAt(body, head.from - 1);
  const before = last.kind === 'cue' ? { ...last, offsetMs: last.offsetMs + 1 } : last;
  return { crossing: head.cue.enter, before, from: head.from, until };
};
