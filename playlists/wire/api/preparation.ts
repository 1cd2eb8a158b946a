/** How content is framed, trimmed and heard, and the work that makes it playable. */
import { z } from 'zod';
import { Canvas } from '../../model/canvas.ts';
import { AssetId, Digest } from '../../model/ids.ts';
import { MediaKind } from '../../model/media.ts';
import { Refusal } from '../../model/refusal.ts';
import { DurationMs, Instant } from '../../model/time.ts';
import { Treatment } from '../../model/treatment.ts';
import { contract, Nothing } from './contract.ts';

const AtAsset = z.object({ assetId: AssetId });

/** A sheet of small pictures of the whole of a video, row by row; picture n shows the moment n × everyMs. Of a document: its page n + 1. */
export const Storyboard = z
  .object({
    digest: Digest,
    columns: z.int().positive(),
    tileWidth: z.int().positive(),
    tileHeight: z.int().positive(),
    tiles: z.int().positive(),
    everyMs: z.int().positive(),
  })
  .meta({ id: 'Storyboard' });
export type Storyboard = z.infer<typeof Storyboard>;

export const TreatedAsset = z
  .object({
    treatment: Treatment,
    /** What the treatment comes to as text; an edit names the look it was made on. */
    look: z.string(),
    /** Of a video, or the pages of a document; null for pictures, and until it is made. */
    storyboard: Storyboard.nullable(),
    /** Canvases of all screens, and whether what is wanted is there. */
    canvases: z.array(z.object({ canvas: Canvas, isMade: z.boolean() })),
  })
  .meta({ id: 'TreatedAsset' });
export type TreatedAsset = z.infer<typeof TreatedAsset>;

export const Job = z
  .object({
    assetId: AssetId,
    /** The asset whose file it is to replace. */
    replaces: AssetId.nullable(),
    title: z.string(),
    kind: MediaKind.nullable(),
    thumbnail: Digest.nullable(),
    state: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('running'),
        step: z.enum(['checking', 'preparing']),
        canvases: z.array(Canvas),
        progress: z.number().min(0).max(1),
        /** Film time made in each second of work; null = not known yet. */
        speed: z.number().positive().nullable(),
        /** Work that is left if it goes on like this; null = not known yet. */
        leftMs: DurationMs.nullable(),
      }),
      /** Stopped where it is while something that comes before it is made; then it goes on. */
      z.object({
        kind: z.literal('paused'),
        canvases: z.array(Canvas),
        progress: z.number().min(0).max(1),
        ahead: z.object({ assetId: AssetId, title: z.string() }),
      }),
      /**
       * `isPlanned` = some slot or default playlist shows it, so it comes before what nobody has planned. `isHurried` = people want it
       * before all else.
       */
      z.object({ kind: z.literal('waiting'), isPlanned: z.boolean(), isHurried: z.boolean() }),
      /** Stopped by people (`retryAt` null) or by a fault of ours (tried again then). */
      z.object({ kind: z.literal('failed'), refusal: Refusal, retryAt: Instant.nullable() }),
    ]),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

export const preparationContracts = {
  getTreatment: contract({
    method: 'GET',
    path: '/assets/{assetId}/treatment',
    access: 'staff',
    summary: 'How an asset is framed, trimmed and heard; its storyboard',
    params: AtAsset,
    reply: TreatedAsset,
  }),
  changeTreatment: contract({
    method: 'PUT',
    path: '/assets/{assetId}/treatment',
    access: 'staff',
    summary: 'Frame, trim or mute an asset another way; voids its approval and has it prepared anew',
    params: AtAsset,
    body: z.object({ treatment: Treatment, basedOn: z.string().max(10_000) }),
    reply: TreatedAsset,
  }),
  listJobs: contract({
    method: 'GET',
    path: '/jobs',
    access: 'staff',
    summary: 'Content that is being prepared, waits for its turn, or failed; in the order in which it is done',
    reply: z.array(Job),
  }),
  prepareNow: contract({
    method: 'POST',
    path: '/assets/{assetId}/prepare-now',
    access: 'staff',
    summary: 'Prepare an asset before all else; what runs is paused for it and goes on afterwards',
    params: AtAsset,
    reply: Nothing,
  }),
};
