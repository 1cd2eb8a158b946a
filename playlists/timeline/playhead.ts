/**
 * The one function that decides what is on a screen. The player plays by it, the console previews by it, reports compare
 * with it. Total: every instant has an answer and no parsed body makes it throw; O(log n). Implements TL14, TL16, TL17.
 */
import type { PlaylistId, SlotId } from '../model/ids.ts';
import type { Instant } from '../model/time.ts';
import type { Cue, ManifestBody, ManifestFile, ManifestSlide, Span } from '../wire/manifest.ts';
import { RULE, type Rule } from './rules.ts';

/** The last instant that the product can write down. */
const END_OF_TIME: Instant = 9_000_000_000_000;

/** What a cue shows: a file, or a slide with its picture if it has one. */
type Content =
  | { cue: Exclude<Cue, { kind: 'slide' }>; slide: null; file: ManifestFile }
  | { cue: Extract<Cue, { kind: 'slide' }>; slide: ManifestSlide; file: ManifestFile | null };

/** What is shown at an instant. `[from, until)` is this showing of it, cut to its span. */
export type Playhead =
  | ({
      kind: 'cue';
      from: Instant;
      until: Instant;
      /** Where in the file the picture stands at the instant asked about. */
      offsetMs: number;
      /** Where in the file it stands at `from`: 0, unless the span begins in the middle of the cue. */
      entryMs: number;
      span: Extract<Span, { kind: 'loop' }>;
      /** Null = the default playlist. */
      slotId: SlotId | null;
      playlistId: PlaylistId;
      rule: string;
    } & Content)
  | {
      kind: 'safe';
      from: Instant;
      until: Instant;
      /** Null outside the body's time. */
      span: Span | null;
      /** The safe image; null = the player's own card. */
      file: ManifestFile | null;
      rule: string;
    }
  | { kind: 'blank'; from: Instant; until: Instant; span: Extract<Span, { kind: 'blank' }>; rule: string };

/** Index of the last of `count` items whose start is not after `at`; −1 when all start later. */
export const lastStarted = (count: number, startOf: (index: number) => number, at: number): number => {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startOf(middle) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

const safeHead = (
  body: ManifestBody,
  from: Instant,
  until: Instant,
  span: Span | null,
  rule: Rule | string,
): Playhead => ({
  kind: 'safe',
  from,
  until,
  span,
  file: body.fallback === null ? null : (body.files[body.fallback] ?? null),
  rule,
});

const contentOf = (body: ManifestBody, cue: Cue | undefined): Content | null => {
  if (!cue) return null;
  if (cue.kind !== 'slide') {
    const file = body.files[cue.file];
    return file ? { cue, slide: null, file } : null;
  }
  const slide = body.slides?.[cue.slide];
  if (!slide) return null;
  return { cue, slide, file: slide.picture === null ? null : (body.files[slide.picture] ?? null) };
};

const loopHead = (body: ManifestBody, span: Extract<Span, { kind: 'loop' }>, at: Instant): Playhead => {
  const loop = body.loops[span.loop];
  if (!loop) return safeHead(body, span.from, span.until, span, RULE.unreadable);
  /** Every edge is a whole ms, so looking the whole ms up is exact and spares all rounding. */
  const whole = Math.floor(at);
  const turn = span.anchor + Math.floor((whole - span.anchor) / loop.lengthMs) * loop.lengthMs;
  const phase = whole - turn;
  const index = lastStarted(loop.cues.length, (i) => (loop.cues[i] as Cue).at, phase);
  const cue = loop.cues[index];
  const content = contentOf(body, cue);
  const nextMs = loop.cues[index + 1]?.at ?? loop.lengthMs;
  const begun = turn + (cue?.at ?? 0);
  const from = Math.max(begun, span.from);
  const until = Math.min(turn + (nextMs > phase ? nextMs : loop.lengthMs), span.until);
  if (!cue || !content || nextMs <= phase) return safeHead(body, from, until, span, RULE.unreadable);
  const { slotId, playlistId } = cue.by ?? { slotId: span.slotId, playlistId: loop.playlistId };
  const [offsetMs, entryMs] = [at - begun, from - begun];
  return { kind: 'cue', from, until, offsetMs, entryMs, span, ...content, slotId, playlistId, rule: span.rule };
};

/** What a screen with this body shows at `at` (an instant of server time; fractions of a ms are welcome). */
export const playheadAt = (body: ManifestBody, at: Instant): Playhead => {
  if (!(at >= body.from)) return safeHead(body, 0, body.from, null, RULE.leaseEnd);
  if (at >= body.until) return safeHead(body, body.until, END_OF_TIME, null, RULE.leaseEnd);
  const index = lastStarted(body.spans.length, (i) => (body.spans[i] as Span).from, at);
  const span = body.spans[index];
  if (!span || at >= span.until) {
    const next = body.spans[index + 1]?.from ?? body.until;
    return safeHead(body, span?.until ?? body.from, next, null, RULE.unreadable);
  }
  switch (span.kind) {
    case 'loop':
      return loopHead(body, span, at);
    case 'safe':
      return safeHead(body, span.from, span.until, span, span.rule);
    case 'blank':
      return { kind: 'blank', from: span.from, until: span.until, span, rule: span.rule };
  }
};

/**
 * The showings that follow one another from the one at `from` until `until` or until there are `limit` of them. Each begins
 * where the one before ended; the first may have begun before `from`.
 */
export const cuesBetween = (body: ManifestBody, from: Instant, until: Instant, limit: number): Playhead[] => {
  const heads: Playhead[] = [];
  for (let at = from; at < until && heads.length < limit; ) {
    const head = playheadAt(body, at);
    heads.push(head);
    at = Math.max(head.until, at + 1);
  }
  return heads;
};
