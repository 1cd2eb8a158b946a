/**
 * What staff choose for an asset on its way to the screens: how it is framed (on all canvases, and differently on some), which
 * part of a video plays, whether it is heard, which picture stands for it in lists. Each choice that changes what screens get
 * is part of a rendition's identity, as a short text: the recipe.
 */
import { z } from 'zod';
import { Canvas, canvasName } from './canvas.ts';
import { CropFrame, Fit, type Framing } from './framing.ts';
import { DurationMs } from './time.ts';

/** Shortest part of a video that may be left: nothing shorter may be an entry of a playlist. */
export const SHORTEST_PART_MS = 1_000;

const isWhole = ({ fit, crop }: { fit: Fit; crop: unknown }): boolean => (fit === 'crop') === (crop !== null);
const NO_FRAME = 'a crop frame goes with the fit “crop”, and with no other';

export const Treatment = z
  .object({
    fit: Fit,
    crop: CropFrame.nullable(),
    /** Canvases on which it is framed another way. */
    canvases: z
      .array(
        z
          .object({ canvas: Canvas, fit: Fit, crop: CropFrame.nullable() })
          .refine(isWhole, { message: NO_FRAME, path: ['crop'] }),
      )
      .max(64)
      .refine((list) => new Set(list.map(({ canvas }) => canvasName(canvas))).size === list.length, 'a canvas twice'),
    /** Of a video: what plays, in ms of the uploaded file; `untilMs` null = to its end. */
    trim: z
      .object({ fromMs: DurationMs, untilMs: DurationMs.nullable() })
      .refine(({ fromMs, untilMs }) => untilMs === null || untilMs - fromMs >= SHORTEST_PART_MS, {
        message: 'shorter than a second',
        path: ['untilMs'],
      }),
    /** Of a video: true = its sound is replaced by silence. */
    isMuted: z.boolean(),
    /** Of a picture that moves: true = its first frame stands still. */
    isStill: z.boolean().default(false),
    /** Of a video: the moment whose picture stands for it in lists, in ms of the uploaded file; null = chosen by us. */
    posterAtMs: DurationMs.nullable(),
  })
  .refine(isWhole, { message: NO_FRAME, path: ['crop'] })
  .meta({ id: 'Treatment', description: 'How an asset is framed, trimmed and heard' });
export type Treatment = z.infer<typeof Treatment>;

/** Nothing chosen: letterboxed, whole, heard. */
export const PLAIN_TREATMENT: Treatment = {
  fit: 'contain',
  crop: null,
  canvases: [],
  trim: { fromMs: 0, untilMs: null },
  isMuted: false,
  isStill: false,
  posterAtMs: null,
};

/** How it is framed on one canvas. */
export const framingOn = (treatment: Treatment, canvas: Canvas): Framing => {
  const name = canvasName(canvas);
  const { fit, crop } = treatment.canvases.find((own) => canvasName(own.canvas) === name) ?? treatment;
  return { fit, crop };
};

const framingText = ({ fit, crop }: Framing): string =>
  crop === null ? fit : `${fit}:${crop.x},${crop.y},${crop.width},${crop.height}`;
const partsText = ({ trim, isMuted, isStill }: Treatment): string[] => [
  ...(isStill ? ['still'] : []),
  ...(trim.fromMs > 0 ? [`from=${trim.fromMs}`] : []),
  ...(trim.untilMs === null ? [] : [`until=${trim.untilMs}`]),
  ...(isMuted ? ['mute'] : []),
];

/**
 * Everything that was chosen and can be seen or heard, as one short text: equal looks are equal showings. `contain`, `cover` or
 * `stretch` alone where nothing else was chosen. Approvals and publications are bound to it.
 */
export const lookOf = (treatment: Treatment): string =>
  [
    framingText(treatment),
    ...treatment.canvases
      .map((own) => `${canvasName(own.canvas)}=${framingText(own)}`)
      .sort((a, b) => (a < b ? -1 : 1)),
    ...partsText(treatment),
  ].join(';');

/** EBU R128: the loudness of European television, and what we bring sound to unless a ward wants another; LUFS. */
export const DEFAULT_LOUDNESS = -23;
export const LoudnessTarget = z.int().min(-31).max(-14);

/** What of an asset, besides its treatment, decides what comes out. */
export interface Heard {
  /** The source has sound. */
  hasSound: boolean;
  /** The loudness it is brought to, in LUFS. */
  loudness: number;
}

/** What makes the rendition for a canvas what it is, besides the source, the canvas and the version of our plan. */
export const recipeOf = (framing: Framing, treatment: Treatment, { hasSound, loudness }: Heard): string => {
  const parts = partsText(treatment).filter((part) => part !== 'mute');
  const sound = hasSound ? [treatment.isMuted ? 'mute' : `lufs=${loudness}`] : [];
  return [framingText(framing), ...parts, ...sound].join(';');
};

/** A recipe without its loudness: files that differ in nothing else look the same, so one stands in for the other meanwhile. */
export const seenIn = (recipe: string): string => recipe.replace(/;lufs=-?\d+$/, '');

/** The fit that a recipe begins with. */
export const fitOf = (recipe: string): Fit => Fit.parse(/^[a-z]+/.exec(recipe)?.[0]);

/** Length of what plays of a source of `durationMs`, in ms; null = it stands still. */
export const playedMs = (
  { trim, isStill }: Pick<Treatment, 'trim' | 'isStill'>,
  durationMs: number | null,
): number | null =>
  durationMs === null || isStill ? null : Math.max(1, Math.min(trim.untilMs ?? durationMs, durationMs) - trim.fromMs);
