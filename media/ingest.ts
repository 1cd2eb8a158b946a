/**
 * From bytes to files in the store. `inspect` measures an upload; `prepare` makes all that is wanted of one source (renditions
 * with their fingerprints, storyboard, thumbnail) in one pass; `thumbnail` makes its small picture alone. Each is safe to run
 * twice, works in a folder of its own that is gone when it returns, and puts a file into the store only when it is whole and
 * was checked.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Canvas } from '../playlists/model/canvas.ts';
import type { Framing } from '../playlists/model/framing.ts';
import type { MediaFacts, PictureLook, Rendition } from '../playlists/model/media.ts';
import { accepted, assertNever, type Outcome, refused } from '../playlists/model/refusal.ts';
import { MOST_DOCUMENT_BYTES } from './document-types.ts';
import { makeFolder } from './durable-file.ts';
import { DEFAULT_LIMITS, measure, measureFacts } from './facts.ts';
import { takeFingerprint } from './fingerprint.ts';
import { measureLoudness } from './loudness.ts';
import { convertOffice } from './office.ts';
import { endOrphans } from './orphans.ts';
import type { Pause } from './pause.ts';
import {
  NO_WISH,
  outputsOf,
  type PassWish,
  planPoster,
  planStill,
  planVideo,
  posterMoment,
  type VideoPlan,
} from './rendition-plan.ts';
import type { MediaStore, StoredFile } from './store.ts';
import type { MediaTools } from './tools.ts';
import { transcode } from './transcoder.ts';
import { askWorkbench } from './workbench.ts';
import type { WorkbenchAnswer } from './workbench-job.ts';

export interface PreparedFile extends Pick<Rendition, 'canvas' | 'digest' | 'bytes' | 'type' | 'durationMs'> {
  /** Of a video: `writeFingerprint` of a frame of each second. */
  fingerprint: Uint8Array | null;
}

export interface Admitted {
  facts: MediaFacts;
  /** What an upload was converted into; null = it is taken as it is. */
  converted: StoredFile | null;
}

/** One page of a document, as a document of its own. */
export interface TakenPage extends StoredFile {
  /** From 1. */
  number: number;
  facts: MediaFacts;
}

/** A sheet of small pictures of a whole video or document, row by row. */
export interface StoryboardFile extends StoredFile {
  columns: number;
  tileWidth: number;
  tileHeight: number;
  tiles: number;
  /** Tile n shows the moment n × everyMs. */
  everyMs: number;
}

/** What to make. Of pictures only `outputs` and the poster mean something, of documents the poster and the storyboard: its pages. */
export interface PrepareOrder {
  /** Path of the source's bytes. */
  source: string;
  facts: MediaFacts;
  outputs: readonly { canvas: Canvas; framing: Framing }[];
  /** The part of a video that plays, in ms of the source. */
  trim: PassWish['trim'];
  /** The loudness to bring its sound to, in LUFS; null = muted. */
  loudness: number | null;
  /** The moment of a thumbnail, null = chosen by us; absent = none is wanted. */
  posterAtMs?: number | null;
  storyboard: boolean;
  signal?: AbortSignal;
  /** Holds the tools that take long: those of videos. */
  pause?: Pause;
  /** 0..1, never falling. */
  onProgress?: (progress: number) => void;
  /** The thumbnail is in the store, long before the rest. */
  onThumbnail?: (file: StoredFile) => void;
}

export interface Prepared {
  /** In the order of `outputs`. */
  files: PreparedFile[];
  storyboard: StoryboardFile | null;
}

export interface Ingest {
  tools: MediaTools;
  inspect(path: string, signal?: AbortSignal): Promise<Outcome<MediaFacts>>;
  /**
   * The same for an upload. One in a form that none of our tools reads is converted; what comes of it is put into `sources` and takes
   * the place of the upload.
   */
  admit(path: string, sources: MediaStore, signal?: AbortSignal): Promise<Outcome<Admitted>>;
  prepare(order: PrepareOrder): Promise<Outcome<Prepared>>;
  /** A WebP of at most 480 pixels a side; of a video at `atMs` (null = chosen by us). */
  thumbnail(source: string, facts: MediaFacts, atMs: number | null, signal?: AbortSignal): Promise<Outcome<StoredFile>>;
  /** Each of the pages (from 1) of a document as a source of its own, put into `sources`; all or none. */
  takePages(
    document: string,
    numbers: readonly number[],
    sources: MediaStore,
    signal?: AbortSignal,
  ): Promise<Outcome<TakenPage[]>>;
  /** How one of our own pictures looks on a wall. */
  look(path: string, signal?: AbortSignal): Promise<Outcome<PictureLook>>;
  /** Removes what a crash left in the work folder, and ends what it left running on files beside that folder. Only at start. */
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

/** What files of pages are called while they are made; their number follows. */
const PAGE = 'page-';

/** What a workbench says that did not do what was asked. */
const said = (answer: WorkbenchAnswer): string => ('technician' in answer ? answer.technician : answer.kind);

/** The typical picture is chosen of two seconds; a little more, and it is surely written. */
const POSTER_WITHIN_MS = 4_000;

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

  /** What ffmpeg wrote is measured like strangers' files: right size, right codec, whole length. Their lengths in ms. */
  const checkVideos = async (folder: string, plan: VideoPlan, signal?: AbortSignal): Promise<Outcome<number[]>> => {
    const names = plan.renditions.map(({ name }) => name);
    if (names.length === 0) return accepted([]);
    for (const name of names)
      if (!(await stat(join(folder, name)).catch(() => null)))
        return refused('media-tool-failed', `what ffmpeg made is gone: ${name}`);
    const ofOurs = { ...limits, maxSide: 8192, maxDurationMs: 366 * 86_400_000 };
    const job = { kind: 'made' as const, names, limits: ofOurs };
    const asked = await askWorkbench(tools, job, { input: folder, folder: null }, signal);
    if (!asked.ok) return asked;
    if (asked.value.kind !== 'made') return refused('media-broken', `no usable picture came out: ${said(asked.value)}`);
    const lengths: number[] = [];
    for (const [i, { canvas }] of plan.renditions.entries()) {
      const made = asked.value.files[i] ?? 'not measured';
      if (typeof made === 'string') return refused('media-broken', `no usable picture came out: ${made}`);
      if (made.width !== canvas.width || made.height !== canvas.height || made.videoCodec !== 'avc')
        return refused('media-tool-failed', `made ${made.videoCodec} ${made.width}×${made.height}`);
      const durationMs = made.durationMs ?? 0;
      if (isCutShort(plan.durationMs, durationMs))
        return refused('media-broken', `the file says ${plan.durationMs} ms but holds ${durationMs} ms`);
      lengths.push(durationMs);
    }
    return accepted(lengths);
  };

  /** One pass of ffmpeg, its outputs checked and kept. */
  const runPass = async (order: PrepareOrder, wish: PassWish): Promise<Outcome<Prepared>> => {
    const { source: input, facts, signal, pause, onProgress, onThumbnail } = order;
    const plan = planVideo(facts, wish);
    const room = await mayWrite(outputsOf(plan).reduce((sum, output) => sum + output.maxBytes, 0) / 2);
    if (!room.ok) return room;
    return inFolder<Prepared>(async (folder) => {
      // The poster is written within the first seconds of the film; people need not wait for the rest to see it.
      let early: Promise<Outcome<StoredFile> | null> | null = null;
      const poster = async (): Promise<Outcome<StoredFile> | null> => {
        const found = plan.poster && (await stat(join(folder, plan.poster.name)).catch(() => null));
        return found ? paint({ kind: 'thumbnail' }, join(folder, plan.poster?.name ?? ''), signal) : null;
      };
      const posterMs = Math.min(posterMoment(facts, wish.poster ?? null) + POSTER_WITHIN_MS, plan.durationMs);
      const ended = await transcode(tools, {
        input,
        folder,
        plan,
        signal,
        pause,
        onProgress: (progress) => {
          onProgress?.(progress);
          if (!plan.poster || early || progress * plan.durationMs < posterMs) return;
          early = poster();
          void early.then((made) => made?.ok && onThumbnail?.(made.value)).catch(() => undefined);
        },
      });
      const ofEarly = await (early as Promise<Outcome<StoredFile> | null> | null)?.catch(() => null);
      if (!ended.ok) return ended;
      const lengths = await checkVideos(folder, plan, signal);
      if (!lengths.ok) return lengths;
      if (plan.poster && !ofEarly?.ok) {
        const painted = (await poster()) ?? (await videoThumbnail(input, facts, null, signal));
        if (!painted.ok) return painted;
        onThumbnail?.(painted.value);
      }
      if (signal?.aborted) return refused('media-cancelled', 'cancelled before the files were kept');
      const made: PreparedFile[] = [];
      for (const [i, output] of plan.renditions.entries()) {
        const durationMs = lengths.value[i] ?? 0;
        const fingerprint = await takeFingerprint(join(folder, output.frames.name), Math.ceil(durationMs / 1000));
        const file = await files.adopt(join(folder, output.name));
        made.push({ ...file, canvas: output.canvas, type: 'video/mp4', durationMs, fingerprint });
      }
      if (!plan.storyboard) return accepted({ files: made, storyboard: null });
      const { name, columns, tileWidth, tileHeight, tiles, everyMs } = plan.storyboard;
      if (!(await stat(join(folder, name)).catch(() => null)))
        return refused('media-broken', 'no picture for the storyboard came out');
      const sheet = await files.adopt(join(folder, name));
      return accepted({ files: made, storyboard: { ...sheet, columns, tileWidth, tileHeight, tiles, everyMs } });
    });
  };

  const prepareVideo = async (order: PrepareOrder): Promise<Outcome<Prepared>> => {
    const { facts, trim, outputs, storyboard, signal, pause } = order;
    const sourceMs = facts.durationMs ?? 0;
    const ofWhole = { storyboard, ...(order.posterAtMs === undefined ? {} : { poster: order.posterAtMs }) };
    const isTrimmed = trim.fromMs > 0 || (trim.untilMs ?? sourceMs) < sourceMs;
    const durationMs = Math.min(trim.untilMs ?? sourceMs, sourceMs) - trim.fromMs;
    if (isTrimmed && durationMs < SHORTEST_VIDEO_MS - LENGTH_SLACK_MS)
      return refused('media-too-short', `the part that plays lasts ${durationMs} ms`);
    let sound: PassWish['sound'] = null;
    if (order.loudness !== null && facts.audioCodec !== null && outputs.length > 0) {
      const heard = { input: order.source, mime: facts.mime, fromMs: trim.fromMs, durationMs, signal, pause };
      const measured = await measureLoudness(tools, heard);
      if (!measured.ok) return measured;
      sound = { measured: measured.value, target: order.loudness };
    }
    if (!isTrimmed) return runPass(order, { outputs, trim, sound, ...ofWhole });
    // Poster and storyboard are of the whole film; its part alone is sought without decoding what lies before it.
    const whole = storyboard ? await runPass(order, { ...NO_WISH, ...ofWhole }) : null;
    if (whole && !whole.ok) return whole;
    if (!whole && order.posterAtMs !== undefined) {
      const painted = await videoThumbnail(order.source, facts, order.posterAtMs, signal);
      if (!painted.ok) return painted;
      order.onThumbnail?.(painted.value);
    }
    if (outputs.length === 0) return accepted({ files: [], storyboard: whole?.value.storyboard ?? null });
    const part = await runPass(order, { outputs, trim, sound, storyboard: false });
    return part.ok ? accepted({ ...part.value, storyboard: whole?.value.storyboard ?? null }) : part;
  };

  const paint = (
    job: Parameters<typeof askWorkbench>[1],
    input: string,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<StoredFile>> =>
    inFolder(async (folder) => {
      const asked = await askWorkbench(tools, job, { input, folder, name: 'painted' }, signal);
      if (!asked.ok) return asked;
      const answer = asked.value;
      if (answer.kind !== 'painted') return refused('media-broken', said(answer));
      return accepted(await files.adopt(join(folder, 'painted')));
    });

  /** What pictures and documents begin with: room on the disk, and their thumbnail where one is wanted. */
  const beginPicture = async (order: PrepareOrder): Promise<Outcome<void>> => {
    const room = await mayWrite(64_000_000);
    if (!room.ok || order.posterAtMs === undefined) return room;
    const painted = await paint({ kind: 'thumbnail' }, order.source, order.signal);
    if (!painted.ok) return painted;
    order.onThumbnail?.(painted.value);
    return accepted(undefined);
  };

  const prepareStills = async (order: PrepareOrder): Promise<Outcome<Prepared>> => {
    const begun = await beginPicture(order);
    if (!begun.ok) return begun;
    const made: PreparedFile[] = [];
    for (const { canvas, framing } of order.outputs) {
      const plan = planStill(order.facts, canvas, framing);
      const painted = await paint({ kind: 'still', plan }, order.source, order.signal);
      if (!painted.ok) return painted;
      made.push({ ...painted.value, canvas, type: 'image/webp', durationMs: null, fingerprint: null });
      order.onProgress?.(made.length / order.outputs.length);
    }
    return accepted({ files: made, storyboard: null });
  };

  const prepareDocument = async (order: PrepareOrder): Promise<Outcome<Prepared>> => {
    const begun = await beginPicture(order);
    if (!begun.ok) return begun;
    if (!order.storyboard) return accepted({ files: [], storyboard: null });
    return inFolder<Prepared>(async (folder) => {
      const room = { input: order.source, folder, name: 'sheet.jpg' };
      const asked = await askWorkbench(tools, { kind: 'sheet' }, room, order.signal);
      if (!asked.ok) return asked;
      const answer = asked.value;
      if (answer.kind !== 'sheet') return refused('media-broken', said(answer));
      const { kind: _, ...sheet } = answer;
      const file = await files.adopt(join(folder, 'sheet.jpg'));
      return accepted({ files: [], storyboard: { ...file, ...sheet, everyMs: 1 } });
    });
  };

  const takePages: Ingest['takePages'] = async (document, numbers, sources, signal) => {
    const found = await stat(document).catch(() => null);
    if (!found) return refused('media-source-lost', `the bytes of the document are gone: ${document}`);
    const room = await mayWrite(found.size * 2);
    if (!room.ok) return room;
    return inFolder<TakenPage[]>(async (folder) => {
      const job = { kind: 'pages' as const, numbers: [...numbers] };
      const asked = await askWorkbench(tools, job, { input: document, folder, name: PAGE }, signal);
      if (!asked.ok) return asked;
      const answer = asked.value;
      if (answer.kind !== 'pages') return refused('media-broken', said(answer));
      const taken: TakenPage[] = [];
      for (const page of answer.pages)
        taken.push({ ...page, ...(await sources.adopt(join(folder, `${PAGE}${page.number}`))) });
      return accepted(taken);
    });
  };

  const longEnough = (facts: MediaFacts): Outcome<MediaFacts> => {
    const durationMs = facts.durationMs ?? 0;
    if (facts.kind !== 'video' || durationMs >= SHORTEST_VIDEO_MS - LENGTH_SLACK_MS) return accepted(facts);
    return refused('media-too-short', `${durationMs} ms, at least ${SHORTEST_VIDEO_MS}`);
  };
  const inspect: Ingest['inspect'] = async (path, signal) => {
    const facts = await measureFacts(tools, path, limits, signal);
    return facts.ok ? longEnough(facts.value) : facts;
  };
  const unfold = async (input: string, folder: string, signal?: AbortSignal): Promise<Outcome<string>> => {
    const asked = await askWorkbench(tools, { kind: 'unfold' }, { input, folder, name: 'unfolded' }, signal);
    if (!asked.ok) return asked;
    return asked.value.kind === 'painted'
      ? accepted(join(folder, 'unfolded'))
      : refused('media-broken', said(asked.value));
  };

  const videoThumbnail = (
    source: string,
    facts: MediaFacts,
    atMs: number | null,
    signal?: AbortSignal,
  ): Promise<Outcome<StoredFile>> =>
    inFolder(async (folder) => {
      const plan = planPoster(facts, atMs);
      const ended = await transcode(tools, { input: source, folder, plan, signal });
      if (!ended.ok) return ended;
      return paint({ kind: 'thumbnail' }, join(folder, plan.poster?.name ?? ''), signal);
    });

  return {
    tools,
    inspect,
    admit: async (path, sources, signal) => {
      const measured = await measure(tools, path, limits, signal);
      if (!measured.ok) return measured;
      if (measured.value.kind === 'facts') {
        const facts = longEnough(measured.value.facts);
        return facts.ok ? accepted({ facts: facts.value, converted: null }) : facts;
      }
      const { form } = measured.value;
      const room = await mayWrite(MOST_DOCUMENT_BYTES);
      if (!room.ok) return room;
      return inFolder<Admitted>(async (folder) => {
        const made =
          form === 'moving-webp'
            ? await unfold(path, folder, signal)
            : await convertOffice(tools, { form, input: path, folder, signal });
        if (!made.ok) return made;
        const facts = await inspect(made.value, signal);
        if (!facts.ok) return facts;
        return accepted({ facts: facts.value, converted: await sources.adopt(made.value) });
      });
    },
    prepare: (order) => {
      switch (order.facts.kind) {
        case 'video':
          return prepareVideo(order);
        case 'image':
          return prepareStills(order);
        case 'document':
          return prepareDocument(order);
        default:
          return assertNever(order.facts.kind);
      }
    },
    takePages,
    thumbnail: async (source, facts, atMs, signal) => {
      const room = await mayWrite(24_000_000);
      if (!room.ok) return room;
      if (facts.kind === 'video') return videoThumbnail(source, facts, atMs, signal);
      return paint({ kind: 'thumbnail' }, source, signal);
    },
    look: async (path, signal) => {
      const asked = await askWorkbench(tools, { kind: 'look' }, { input: path, folder: null }, signal);
      if (!asked.ok) return asked;
      const answer = asked.value;
      if (answer.kind === 'look') return accepted(answer.look);
      return refused('media-broken', said(answer));
    },
    sweep: async () => {
      endOrphans(dirname(workFolder));
      for (const name of await readdir(workFolder)) await rm(join(workFolder, name), { recursive: true, force: true });
    },
  };
};
