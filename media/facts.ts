/**
 * What an uploaded file is, measured in its bytes; its name is never asked. Pictures by sharp's header, videos by mediabunny,
 * ffprobe second; all in the sandboxed workbench. A file that is empty, of another kind, broken, too big or too long is
 * refused in both voices.
 */
import { stat } from 'node:fs/promises';
import type { MediaFacts } from '../playlists/model/media.ts';
import { accepted, assertNever, type Outcome, refused } from '../playlists/model/refusal.ts';
import { probeAgain } from './second-probe.ts';
import type { MediaTools } from './tools.ts';
import { MAX_VIDEO_SIDE } from './transcoder.ts';
import { askWorkbench } from './workbench.ts';
import type { FactLimits, ForeignForm } from './workbench-job.ts';

export const DEFAULT_LIMITS: FactLimits = { maxDurationMs: 4 * 3_600_000, maxSide: MAX_VIDEO_SIDE, maxTracks: 100 };

const speakLength = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
};

/** Codecs that phones film HDR with. */
const MAY_BE_HDR = new Set(['hevc', 'vp9', 'av1']);

export type Measured = { kind: 'facts'; facts: MediaFacts } | { kind: 'foreign'; form: ForeignForm };

/** Facts of the file at `path`, or why it is not taken; one in a form that none of our tools reads is not taken. */
export const measureFacts = async (...asked: Parameters<typeof measure>): Promise<Outcome<MediaFacts>> => {
  const measured = await measure(...asked);
  if (!measured.ok) return measured;
  if (measured.value.kind === 'facts') return accepted(measured.value.facts);
  return refused('media-unsupported', `to be converted first: ${measured.value.form}`);
};

/** The same, and of a file that must first be converted the form that it has. */
export const measure = async (
  tools: MediaTools,
  path: string,
  limits: FactLimits = DEFAULT_LIMITS,
  signal?: AbortSignal,
): Promise<Outcome<Measured>> => {
  const known = (facts: MediaFacts): Outcome<Measured> => accepted({ kind: 'facts', facts });
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return refused('media-broken', 'the bytes are not here');
  if (found.size === 0) return refused('upload-empty', '0 bytes');
  const asked = await askWorkbench(tools, { kind: 'facts', limits }, { input: path, folder: null }, signal);
  if (!asked.ok) return asked;
  const answer = asked.value;
  /** Some files say their colours in the stream alone, which only a decoder reads; unsaid, HDR would come out grey and flat. */
  const withColour = async (facts: MediaFacts): Promise<MediaFacts> => {
    if (facts.colour?.transfer != null || !MAY_BE_HDR.has(facts.videoCodec ?? '')) return facts;
    const colour = (await probeAgain(tools, path, facts.mime))?.colour;
    return colour ? { ...facts, colour } : facts;
  };
  switch (answer.kind) {
    case 'facts':
      return known(await withColour(answer.facts));
    case 'foreign':
      return accepted({ kind: 'foreign', form: answer.form });
    case 'unsupported':
      return refused('media-unsupported', answer.technician);
    case 'too-big':
      return refused('media-too-big-picture', `${answer.size} over ${answer.limit}`, {
        size: answer.size,
        limit: answer.limit,
      });
    case 'too-long':
      return refused('media-too-long', answer.technician, { limit: speakLength(limits.maxDurationMs) });
    case 'broken':
      return refused('media-broken', answer.technician);
    case 'unreadable': {
      const facts = await probeAgain(tools, path, answer.mime);
      if (!facts) return refused('media-broken', answer.technician);
      if (Math.max(facts.width, facts.height) > limits.maxSide)
        return refused('media-too-big-picture', 'by ffprobe', {
          size: `${facts.width}×${facts.height}`,
          limit: `${limits.maxSide}×${limits.maxSide}`,
        });
      if ((facts.durationMs ?? 0) > limits.maxDurationMs)
        return refused('media-too-long', 'by ffprobe', { limit: speakLength(limits.maxDurationMs) });
      return known(facts);
    }
    case 'locked':
      return refused('document-locked', answer.technician);
    case 'too-heavy':
      return refused('upload-too-large', `${answer.bytes} bytes`, { limit: `${answer.limit / 1024 ** 2} MB` });
    case 'too-many-pages':
      return refused('document-too-many-pages', `${answer.pages} pages`, { pages: answer.pages, limit: answer.limit });
    case 'made':
    case 'loaded':
    case 'painted':
    case 'look':
    case 'sheet':
    case 'pages':
      throw new Error('the workbench painted when asked for facts');
    default:
      return assertNever(answer);
  }
};
