/** What may be asked of the workbench process, and what it answers: data, parsed on both sides. */
import { z } from 'zod';
import { Canvas } from '../playlists/model/canvas.ts';
import { CropFrame, Fit } from '../playlists/model/framing.ts';
import { MediaFacts, PictureLook } from '../playlists/model/media.ts';

export const FactLimits = z.object({
  /** Longest video that is taken. */
  maxDurationMs: z.int().positive(),
  maxSide: z.int().positive(),
  maxTracks: z.int().positive(),
});
export type FactLimits = z.infer<typeof FactLimits>;

/** Forms that are converted before anything else is done: office documents into PDF, animated WebP into animated PNG. */
export const ForeignForm = z.enum(['presentation', 'text', 'moving-webp']);
export type ForeignForm = z.infer<typeof ForeignForm>;

export const WorkbenchJob = z.discriminatedUnion('kind', [
  /** `input` is a folder of ours; `names` are the files in it. */
  z.object({ kind: z.literal('made'), input: z.string(), names: z.array(z.string()), limits: FactLimits }),
  /** Only loads what the others need. */
  z.object({ kind: z.literal('load') }),
  z.object({ kind: z.literal('facts'), input: z.string(), limits: FactLimits }),
  z.object({
    kind: z.literal('still'),
    input: z.string(),
    output: z.string(),
    plan: z.object({
      canvas: Canvas,
      framing: z.object({ fit: Fit, crop: CropFrame.nullable() }),
      lossless: z.boolean(),
    }),
  }),
  z.object({ kind: z.literal('thumbnail'), input: z.string(), output: z.string() }),
  z.object({ kind: z.literal('look'), input: z.string() }),
  z.object({ kind: z.literal('sheet'), input: z.string(), output: z.string() }),
  z.object({ kind: z.literal('unfold'), input: z.string(), output: z.string() }),
  /** `output` is what the names of the files begin with; the number of the page follows. */
  z.object({ kind: z.literal('pages'), input: z.string(), output: z.string(), numbers: z.array(z.int().positive()) }),
]);
export type WorkbenchJob = z.infer<typeof WorkbenchJob>;

/** `unreadable` = our first reader gave up; another one may still be asked. */
export const WorkbenchAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('facts'), facts: MediaFacts }),
  /** In the order of the names: what each is, or why it is nothing. */
  z.object({ kind: z.literal('made'), files: z.array(z.union([MediaFacts, z.string()])) }),
  z.object({ kind: z.literal('loaded') }),
  z.object({ kind: z.literal('painted') }),
  z.object({ kind: z.literal('look'), look: PictureLook }),
  z.object({
    kind: z.literal('sheet'),
    columns: z.int().positive(),
    tileWidth: z.int().positive(),
    tileHeight: z.int().positive(),
    tiles: z.int().positive(),
  }),
  z.object({ kind: z.literal('pages'), pages: z.array(z.object({ number: z.int().positive(), facts: MediaFacts })) }),
  /** Good, but first to be brought into a form that our tools read. */
  z.object({ kind: z.literal('foreign'), form: ForeignForm, technician: z.string() }),
  z.object({ kind: z.literal('unsupported'), technician: z.string() }),
  z.object({ kind: z.literal('unreadable'), mime: z.string(), technician: z.string() }),
  z.object({ kind: z.literal('broken'), technician: z.string() }),
  z.object({ kind: z.literal('too-big'), size: z.string(), limit: z.string() }),
  z.object({ kind: z.literal('too-long'), technician: z.string() }),
  z.object({ kind: z.literal('too-heavy'), bytes: z.int(), limit: z.int() }),
  z.object({ kind: z.literal('too-many-pages'), pages: z.int(), limit: z.int() }),
  z.object({ kind: z.literal('locked'), technician: z.string() }),
]);
export type WorkbenchAnswer = z.infer<typeof WorkbenchAnswer>;
