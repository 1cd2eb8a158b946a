/**
 * What it costs to take in one video: renditions for two canvases, their fingerprints, storyboard, poster and loudness in one
 * pass, held against the same outputs by a run of ffmpeg each, with the same encoder. Processor time of all processes together.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ingest, openIngest } from '../../media/ingest.ts';
import { measureLoudness } from '../../media/loudness.ts';
import { NO_WISH, type PassWish, planPoster, planVideo, type VideoPlan } from '../../media/rendition-plan.ts';
import { openSandbox } from '../../media/sandbox.ts';
import { openDiskStore } from '../../media/store.ts';
import { transcode } from '../../media/transcoder.ts';
import type { Canvas } from '../../playlists/model/canvas.ts';
import type { MediaFacts } from '../../playlists/model/media.ts';
import { openSamples, type Samples } from '../support/media-samples.ts';
import { type BenchLine, lineOf } from './bench-line.ts';
import { costOf } from './processor-time.ts';

const CANVASES: Canvas[] = [
  { width: 1920, height: 1080 },
  { width: 960, height: 540 },
];
const SECONDS = 8;
const CONTAIN = { fit: 'contain', crop: null } as const;
const outputs = CANVASES.map((canvas) => ({ canvas, framing: CONTAIN }));
/** One pass → only the encoded picture and sound, or only the grey frames, as somebody would write it by hand. */
const encodedOnly = (plan: VideoPlan): VideoPlan => ({
  ...plan,
  graph: plan.graph.replace(',split=2[v0][f0]', '[v0]').replace(/;\[f0\][^;]*/, ''),
  renditions: plan.renditions.map((one) => ({ ...one, frames: { ...one, name: 'none', args: [] } })),
});
const framesOnly = (plan: VideoPlan): VideoPlan => ({
  ...plan,
  graph: plan.graph.replace(',split=2[v0][f0]', '[f0]').replace(/(;\[f0\][^;]*).*$/, '$1'),
  renditions: [],
  poster: plan.renditions[0]?.frames ?? null,
});

const separately = async (samples: Samples, source: string, facts: MediaFacts): Promise<void> => {
  const { tools } = samples;
  const heard = await measureLoudness(tools, {
    input: source,
    mime: facts.mime,
    fromMs: 0,
    durationMs: SECONDS * 1000,
  });
  const sound: PassWish['sound'] = heard.ok ? { measured: heard.value, target: -23 } : null;
  const plans = [
    ...outputs
      .map((output) => planVideo(facts, { ...NO_WISH, outputs: [output], sound }))
      .flatMap((plan) => {
        const { frames: _frames, ...file } = plan.renditions[0] as VideoPlan['renditions'][number];
        // The poster's place takes the one output of a plan that has no other.
        return [{ ...encodedOnly(plan), renditions: [], poster: file }, framesOnly(plan)];
      }),
    planVideo(facts, { ...NO_WISH, storyboard: true }),
    planPoster(facts, null),
  ];
  for (const plan of plans) {
    const folder = join(samples.folder, 'apart');
    const ended = await transcode(tools, { input: source, folder, plan });
    if (!ended.ok) throw new Error(ended.refusal.technician);
    await rm(folder, { recursive: true });
  }
};

const together = async (ingest: Ingest, source: string, facts: MediaFacts): Promise<void> => {
  const trim = { fromMs: 0, untilMs: null };
  const made = await ingest.prepare({
    source,
    facts,
    outputs,
    trim,
    loudness: -23,
    posterAtMs: null,
    storyboard: true,
  });
  if (!made.ok) throw new Error(made.refusal.technician);
};

/** Figures of taking in. */
export const benchIngest = async (): Promise<BenchLine[]> => {
  // A sandbox reaps what ran in it, so its processor time would be lost to us; it costs both alike.
  const opened = await openSamples();
  const samples: Samples = { ...opened, tools: { ...opened.tools, sandbox: await openSandbox('none') } };
  try {
    const files = await openDiskStore(join(samples.folder, 'files'));
    const ingest = await openIngest({
      workFolder: join(samples.folder, 'work'),
      files,
      tools: samples.tools,
      reserveBytes: 0,
    });
    const wish = { width: 1920, height: 1080, seconds: SECONDS, sound: true, name: 'film.mp4' };
    // As a phone writes it: High profile, CABAC, B-frames, some grain.
    const camera = ['-c:v', 'libx264', '-preset', 'medium', '-crf', '20'];
    const source = await samples.clip({ ...wish, filters: 'noise=alls=4:allf=t', args: camera });
    const facts = await ingest.inspect(source);
    if (!facts.ok) throw new Error(facts.refusal.technician);
    const apart = await costOf(() => separately(samples, source, facts.value));
    const ours = await costOf(() => together(ingest, source, facts.value));
    return [
      lineOf({
        figure: `processor time to take in ${SECONDS} s of 1080p: two renditions, fingerprints, storyboard, poster, loudness`,
        value: ours,
        unit: 's',
        yardstick: 'the same outputs by a run of ffmpeg each',
        yardstickValue: apart,
        goal: '≤ 0.75×',
      }),
    ];
  } finally {
    await samples.drop();
  }
};
