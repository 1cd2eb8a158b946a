/**
 * What the workbench process does: reads one stranger's file and says what it is, or paints from it. Readers that only some jobs need are
 * loaded by those: to start is what a small picture costs most.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaFacts } from '../playlists/model/media.ts';
import { wrongArchive } from './archive.ts';
import { isForSecondProbe, isVideoType } from './containers.ts';
import { heldIn, isPdf, MOST_DOCUMENT_BYTES, OLD_CONTAINER, officeFormOf } from './document-types.ts';
import type { FactLimits, WorkbenchAnswer, WorkbenchJob } from './workbench-job.ts';

const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/apng']);
const MAY_MOVE = new Set(['image/webp', 'image/gif', 'image/apng']);
/** Animations shorter than this stand still: no showing is so short. */
const SHORTEST_ANIMATION_MS = 1_000;
const THUMBNAIL_BOX = { width: 480, height: 480 };

const readPictureFacts = async (path: string, mime: string, limits: FactLimits): Promise<WorkbenchAnswer> => {
  const { MAX_PICTURE_PIXELS, readPicture } = await import('./picture.ts');
  const { width, height, rotation } = await readPicture(path);
  if (width * height > MAX_PICTURE_PIXELS) return { kind: 'too-big', size: `${width}×${height}`, limit: '7680×4320' };
  const { MOST_FRAMES, readAnimation } = await import('./animation.ts');
  const animation = MAY_MOVE.has(mime) ? await readAnimation(path, mime) : null;
  const durationMs = animation?.delays.reduce((sum, delay) => sum + delay, 0) ?? 0;
  if (animation && durationMs >= SHORTEST_ANIMATION_MS) {
    const frames = animation.delays.length;
    if (Math.max(width, height) > limits.maxSide)
      return { kind: 'too-big', size: `${width}×${height}`, limit: `${limits.maxSide}×${limits.maxSide}` };
    if (durationMs > limits.maxDurationMs || frames > MOST_FRAMES)
      return { kind: 'too-long', technician: `${frames} frames, ${durationMs} ms` };
    if (mime === 'image/webp') return { kind: 'foreign', form: 'moving-webp', technician: `${frames} frames` };
    const moving = { durationMs, framesPerSecond: (frames * 1_000) / durationMs, audioCodec: null, isAnimation: true };
    return {
      kind: 'facts',
      facts: {
        kind: 'video',
        mime,
        width,
        height,
        rotation: 0,
        videoCodec: mime === 'image/gif' ? 'gif' : 'apng',
        ...moving,
      },
    };
  }
  const none = { durationMs: null, framesPerSecond: null, videoCodec: null, audioCodec: null };
  return { kind: 'facts', facts: { kind: 'image', mime, width, height, rotation, ...none } };
};

const readVideoFacts = async (path: string, mime: string, limits: FactLimits): Promise<WorkbenchAnswer> => {
  const { FilePathSource, Input, MATROSKA, MP4, QTFF, WEBM } = await import('mediabunny');
  const input = new Input({
    source: new FilePathSource(path, { maxCacheSize: 16 * 1024 * 1024, handleUnhandledError: () => undefined }),
    formats: [MP4, QTFF, MATROSKA, WEBM],
  });
  const tracks = await input.getTracks();
  if (tracks.length > limits.maxTracks) return { kind: 'broken', technician: `${tracks.length} tracks` };
  const video = await input.getPrimaryVideoTrack();
  if (!video) return { kind: 'unsupported', technician: `${mime} without a picture` };
  const audio = await input.getPrimaryAudioTrack();
  const [coded, codedHeight] = [await video.getCodedWidth(), await video.getCodedHeight()];
  const [width, height] = [await video.getDisplayWidth(), await video.getDisplayHeight()];
  if (Math.max(coded, codedHeight, width, height) > limits.maxSide)
    return { kind: 'too-big', size: `${width}×${height}`, limit: `${limits.maxSide}×${limits.maxSide}` };
  const claimed = (await input.getDurationFromMetadata()) ?? 0;
  if (claimed * 1000 > limits.maxDurationMs) return { kind: 'too-long', technician: `header says ${claimed} s` };
  const seconds = (await video.computeDuration()) - Math.max(0, await video.getFirstTimestamp());
  if (!(seconds > 0)) return { kind: 'broken', technician: `picture lasts ${seconds} s` };
  if (seconds * 1000 > limits.maxDurationMs) return { kind: 'too-long', technician: `picture lasts ${seconds} s` };
  const { averagePacketRate } = await video.computePacketStats(600);
  const colour = await video.getColorSpace().catch(() => null);
  return {
    kind: 'facts',
    facts: {
      kind: 'video',
      mime,
      width: Math.round(width),
      height: Math.round(height),
      durationMs: Math.round(seconds * 1000),
      framesPerSecond: averagePacketRate > 0 && averagePacketRate < 1000 ? averagePacketRate : null,
      videoCodec: await video.getCodec(),
      audioCodec: audio ? ((await audio.getCodec()) ?? 'unknown') : null,
      rotation: await video.getRotation(),
      colour: { matrix: colour?.matrix ?? null, transfer: colour?.transfer ?? null },
    },
  };
};

const readOldContainer = async (path: string): Promise<WorkbenchAnswer> => {
  const { size: bytes } = await stat(path);
  if (bytes > MOST_DOCUMENT_BYTES) return { kind: 'too-heavy', bytes, limit: MOST_DOCUMENT_BYTES };
  const held = heldIn(await readFile(path));
  switch (held) {
    case 'locked':
      return { kind: 'locked', technician: 'an office document that is encrypted' };
    case 'presentation':
    case 'text':
      return { kind: 'foreign', form: held, technician: `an office document of before 2007: ${held}` };
    case 'other':
      return { kind: 'unsupported', technician: `sniffed type: ${OLD_CONTAINER}` };
  }
};

const readFacts = async (path: string, limits: FactLimits): Promise<WorkbenchAnswer> => {
  const { fileTypeFromFile } = await import('file-type');
  const mime = (await fileTypeFromFile(path).catch(() => undefined))?.mime ?? 'unknown';
  if (mime === 'application/pdf')
    return (await import('./pages.ts'))
      .readPdfFacts(path)
      .catch((cause) => ({ kind: 'broken', technician: `${mime}: ${cause}` }));
  if (PICTURES.has(mime))
    return readPictureFacts(path, mime, limits).catch((cause) => ({ kind: 'broken', technician: `${mime}: ${cause}` }));
  if (mime === OLD_CONTAINER) return readOldContainer(path);
  const form = officeFormOf(mime);
  if (form) {
    const wrong = await wrongArchive(path);
    return wrong ? { kind: 'broken', technician: wrong } : { kind: 'foreign', form, technician: mime };
  }
  if (isForSecondProbe(mime)) return { kind: 'unreadable', mime, technician: `${mime} is read by ffprobe` };
  if (isVideoType(mime))
    return readVideoFacts(path, mime, limits).catch((cause) => ({
      kind: 'unreadable',
      mime,
      technician: `mediabunny: ${cause}`,
    }));
  return { kind: 'unsupported', technician: `sniffed type: ${mime}` };
};

/** Our own files one after another, so that a pass with many outputs starts one process and not many. */
const readMade = async ({
  input,
  names,
  limits,
}: Extract<WorkbenchJob, { kind: 'made' }>): Promise<WorkbenchAnswer> => {
  const files: (MediaFacts | string)[] = [];
  for (const name of names) {
    const answer = await readFacts(join(input, name), limits);
    files.push(answer.kind === 'facts' ? answer.facts : 'technician' in answer ? answer.technician : answer.kind);
  }
  return { kind: 'made', files };
};

/** Loads what jobs load, and touches no file: Node keeps what it compiled. */
const loadReaders = async (): Promise<WorkbenchAnswer> => {
  await Promise.all([
    import('file-type'),
    import('mediabunny'),
    import('./picture.ts'),
    import('./picture-look.ts'),
    import('./animation.ts'),
    import('./pages.ts'),
  ]);
  return { kind: 'loaded' };
};

/** Never throws on a bad file: it is `broken`. */
export const answerJob = async (job: WorkbenchJob): Promise<WorkbenchAnswer> => {
  if (job.kind === 'facts') return readFacts(job.input, job.limits);
  if (job.kind === 'made') return readMade(job);
  if (job.kind === 'load') return loadReaders();
  if (job.kind === 'look') {
    const [{ readRaw }, { findTextRows, meanLight }] = await Promise.all([
      import('./picture.ts'),
      import('./picture-look.ts'),
    ]);
    const raw = await readRaw(job.input);
    return { kind: 'look', look: { light: meanLight(raw), textRows: findTextRows(raw) } };
  }
  try {
    if (job.kind === 'sheet') return await (await import('./pages.ts')).paintPageSheet(job.input, job.output);
    if (job.kind === 'pages') return await (await import('./pages.ts')).takePages(job.input, job.output, job.numbers);
    if (job.kind === 'unfold') await (await import('./animation.ts')).unfoldAnimation(job.input, job.output);
    else if (await isPdf(job.input)) await paintOfPage(job);
    else await paintOfPicture(job);
    return { kind: 'painted' };
  } catch (cause) {
    return { kind: 'broken', technician: String(cause) };
  }
};

type Painting = Extract<WorkbenchJob, { kind: 'still' | 'thumbnail' }>;
const paintOfPage = async (job: Painting): Promise<void> => {
  const [{ writeStill, writeThumbnail }, { paintFirstPage, paintPage }] = await Promise.all([
    import('./picture.ts'),
    import('./pages.ts'),
  ]);
  if (job.kind === 'still') await writeStill(await paintPage(job.input, job.plan), job.output);
  else await writeThumbnail(await paintFirstPage(job.input, THUMBNAIL_BOX), job.output);
};
const paintOfPicture = async (job: Painting): Promise<void> => {
  const { paintStill, paintThumbnail } = await import('./picture.ts');
  if (job.kind === 'still') await paintStill(job.input, job.output, job.plan);
  else await paintThumbnail(job.input, job.output, THUMBNAIL_BOX);
};
