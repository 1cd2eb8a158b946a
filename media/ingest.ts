/**
 * From bytes to files in the store. `inspect` measures an upload; `prepare` makes the renditions of one source for several
 * canvases in one pass; `thumbnail` makes its small picture. Each is safe to run twice, works in a folder of its own that is
 * gone when it returns, and puts a file into the store only when it is whole and was checked.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Canvas } from '../playlists/model/canvas.ts';
import type { Fit, MediaFacts, PictureLook, Rendition } from '../playlists/model/media.ts';
import { accepted, type Outcome, refused } from '../playlists/model/refusal.ts';
import { makeFolder } from './durable-file.ts';
import { DEFAULT_LIMITS, measureFacts } from './facts.ts';
import { planStill, planThumbnail, planVideo, type VideoPlan } from './rendition-plan.ts';
import type { MediaStore, StoredFile } from './store.ts';
import type { MediaTools } from './tools.ts';
import { transcode } from './transcoder.ts';
import { askWorkbench } from './workbench.ts';

export type PreparedFile = Pick<Rendition, 'canvas' | 'fit' | 'digest' | 'bytes' | 'type' | 'durationMs'>;

export interface PrepareOrder {
  /** Path of the source's bytes. */
  source: string;
  facts: MediaFacts;
  canvases: Canvas[];
  fit: Fit;
  signal?: AbortSignal;
  onProgress?: (progress: number) => void;
}

export interface Ingest {
  tools: MediaTools;
  inspect(path: string, signal?: AbortSignal): Promise<Outcome<MediaFacts>>;
  prepare(order: PrepareOrder): Promise<Outcome<PreparedFile[]>>;
  /** A WebP of at most 480 pixels a side. */
  thumbnail(source: string, facts: MediaFacts, signal?: AbortSignal): Promise<Outcome<StoredFile>>;
  /** How one of our own pictures looks on a wall. */
  look(path: string, signal?: AbortSignal): Promise<Outcome<PictureLook>>;
  /** Removes what a crash left in the work folder. Only at start. */
  sweep(): Promise<void>;
}

export interface IngestSettings {
  /** Folder for jobs, on the same file system as the store. */
  workFolder: string;
  files: MediaStore;
  tools: MediaTools;
  /** Longest video that is taken; 4 h unless said. */
  maxDurationMs?: number;
  /** Bytes of the disk that no job may use up; 1 GiB unless said. */
  reserveBytes?: number;
}

/** Shorter than any entry of a playlist may be; looped, it would be a proof of play at every turn. */
const SHORTEST_VIDEO_MS = 1_000;
/** Half a frame of the slowest usual rate: containers round their lengths. */
const LENGTH_SLACK_MS = 20;

/** Slack for a video that ends early: one second or 3 %, since lengths in headers are not exact. */
const isCutShort = (wantedMs: number, gotMs: number): boolean => wantedMs - gotMs > Math.max(1_000, wantedMs * 0.03);

export const openIngest = async (settings: IngestSettings): Promise<Ingest> => {
  const { tools, files } = settings;
  const workFolder = resolve(settings.workFolder);
  const limits = { ...DEFAULT_LIMITS, ...(settings.maxDurationMs ? { maxDurationMs: settings.maxDurationMs } : {}) };
  const reserve = settings.reserveBytes ?? 1024 ** 3;
  await makeFolder(workFolder);

  const inFolder = async <Value>(work: (folder: string) => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
    const folder = join(workFolder, randomBytes(12).toString('hex'));
    await mkdir(folder);
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  const mayWrite = async (bytes: number): Promise<Outcome<void>> => {
    const free = await files.freeBytes();
    if (free - bytes >= reserve) return accepted(undefined);
    return refused('upload-storage-full', `${free} bytes free, ${bytes} needed, ${reserve} kept in reserve`);
  };

  /** What ffmpeg wrote is measured like a stranger's file: right size, right codec, whole length. */
  const checkVideo = async (path: string, canvas: Canvas, plan: VideoPlan): Promise<Outcome<number>> => {
    if (!(await stat(path).catch(() => null))) return refused('media-tool-failed', `what ffmpeg made is gone: ${path}`);
    const measured = await measureFacts(tools, path, { ...limits, maxSide: 8192, maxDurationMs: 366 * 86_400_000 });
    if (!measured.ok) {
      if (measured.refusal.code === 'media-cancelled') return measured;
      return refused('media-broken', `no usable picture came out: ${measured.refusal.technician}`);
    }
    const made = measured.value;
    if (made.width !== canvas.width || made.height !== canvas.height || made.videoCodec !== 'avc')
      return refused('media-tool-failed', `made ${made.videoCodec} ${made.width}×${made.height}`);
    const durationMs = made.durationMs ?? 0;
    if (isCutShort(plan.durationMs, durationMs))
      return refused('media-broken', `the file says ${plan.durationMs} ms but holds ${durationMs} ms`);
    return accepted(durationMs);
  };

  const prepareVideo = async (order: PrepareOrder): Promise<Outcome<PreparedFile[]>> => {
    const canToneMap = tools.ffmpeg.kind === 'found' && tools.ffmpeg.canToneMap;
    const plan = planVideo(order.facts, order.canvases, order.fit, canToneMap);
    const room = await mayWrite(plan.outputs.reduce((sum, output) => sum + output.maxBytes, 0) / 2);
    if (!room.ok) return room;
    return inFolder(async (folder) => {
      const { source: input, signal, onProgress } = order;
      const ended = await transcode(tools, {
        input,
        folder,
        plan,
        ...(signal ? { signal } : {}),
        ...(onProgress ? { onProgress } : {}),
      });
      if (!ended.ok) return ended;
      const lengths: number[] = [];
      for (const output of plan.outputs) {
        const checked = await checkVideo(join(folder, output.name), output.canvas, plan);
        if (!checked.ok) return checked;
        lengths.push(checked.value);
      }
      if (signal?.aborted) return refused('media-cancelled', 'cancelled before the files were kept');
      const made: PreparedFile[] = [];
      for (const [i, output] of plan.outputs.entries()) {
        const file = await files.adopt(join(folder, output.name));
        made.push({ ...file, canvas: output.canvas, fit: order.fit, type: 'video/mp4', durationMs: lengths[i] ?? 0 });
      }
      return accepted(made);
    });
  };

  const paint = (
    job: Parameters<typeof askWorkbench>[1],
    input: string,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<StoredFile>> =>
    inFolder(async (folder) => {
      const asked = await askWorkbench(tools.sandbox, job, { input, folder, name: 'painted' }, signal);
      if (!asked.ok) return asked;
      const answer = asked.value;
      if (answer.kind !== 'painted')
        return refused('media-broken', 'technician' in answer ? answer.technician : answer.kind);
      return accepted(await files.adopt(join(folder, 'painted')));
    });

  const prepareStills = async (order: PrepareOrder): Promise<Outcome<PreparedFile[]>> => {
    const room = await mayWrite(64_000_000);
    if (!room.ok) return room;
    const made: PreparedFile[] = [];
    for (const canvas of order.canvases) {
      const plan = planStill(order.facts, canvas, order.fit);
      const painted = await paint({ kind: 'still', plan }, order.source, order.signal);
      if (!painted.ok) return painted;
      made.push({ ...painted.value, canvas, fit: order.fit, type: 'image/webp', durationMs: null });
      order.onProgress?.(made.length / order.canvases.length);
    }
    return accepted(made);
  };

  const videoThumbnail = (source: string, facts: MediaFacts, signal?: AbortSignal): Promise<Outcome<StoredFile>> =>
    inFolder(async (folder) => {
      const plan = planThumbnail(facts);
      const ended = await transcode(tools, { input: source, folder, plan, ...(signal ? { signal } : {}) });
      if (!ended.ok) return ended;
      const frame = join(folder, 'frame.png');
      return paint({ kind: 'thumbnail' }, frame, signal);
    });

  return {
    tools,
    inspect: async (path, signal) => {
      const facts = await measureFacts(tools, path, limits, signal);
      if (!facts.ok || facts.value.kind !== 'video') return facts;
      const durationMs = facts.value.durationMs ?? 0;
      if (durationMs >= SHORTEST_VIDEO_MS - LENGTH_SLACK_MS) return facts;
      return refused('media-too-short', `${durationMs} ms, at least ${SHORTEST_VIDEO_MS}`);
    },
    prepare: (order) => (order.facts.kind === 'video' ? prepareVideo(order) : prepareStills(order)),
    thumbnail: async (source, facts, signal) => {
      const room = await mayWrite(24_000_000);
      if (!room.ok) return room;
      if (facts.kind === 'video') return videoThumbnail(source, facts, signal);
      return paint({ kind: 'thumbnail' }, source, signal);
    },
    look: async (path, signal) => {
      const asked = await askWorkbench(tools.sandbox, { kind: 'look' }, { input: path, folder: null }, signal);
      if (!asked.ok) return asked;
      const answer = asked.value;
      if (answer.kind === 'look') return accepted(answer.look);
      return refused('media-broken', 'technician' in answer ? answer.technician : answer.kind);
    },
    sweep: async () => {
      for (const name of await readdir(workFolder)) await rm(join(workFolder, name), { recursive: true, force: true });
    },
  };
};
