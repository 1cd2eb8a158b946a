/**
 * Pure: what to make from a source for the canvases in use, with ffmpeg's arguments as data. Every rendition is H.264 High,
 * yuv420p, limited-range BT.709 SDR, constant frame rate, closed GOPs of two seconds, a key frame first, no B-frames (so
 * time starts at 0 without an edit list and every decoder agrees on the first frame), exactly the canvas, `moov` in front.
 * Sound becomes AAC 48 kHz stereo; a source without sound gets none (silence would only cost bytes).
 */
import { createHash } from 'node:crypto';
import { type Canvas, canvasName } from '../playlists/model/canvas.ts';
import type { Fit, MediaFacts } from '../playlists/model/media.ts';

/** Raised whenever the same source would give other bytes; old renditions stay valid until the new ones are there. */
export const PLAN_VERSION = 1;

export const FRAME_RATES = [25, 30, 50, 60] as const;
/** Unknown frame rate (for example a variable one): what most phones record. */
const USUAL_RATE = 30;
const THUMBNAIL_WIDTH = 480;

/** Identity of a rendition: same key, same bytes wanted, nothing to do. */
export const renditionKey = (sourceDigest: string, canvas: Canvas, fit: Fit): string =>
  createHash('sha256')
    .update(`${PLAN_VERSION}/${sourceDigest}/${canvasName(canvas)}/${fit}`)
    .digest('hex');

/**
 * The rate to play at: one of 25, 30, 50, 60 frames a second. The first that shows each source frame equally often (the
 * same number of times, to 1.5 %), else the first that loses no frame, else 60.
 */
export const chooseFrameRate = (source: number | null): number => {
  if (source === null || !Number.isFinite(source) || source <= 0) return USUAL_RATE;
  const even = FRAME_RATES.find((rate) => {
    const times = Math.round(rate / source);
    return times >= 1 && times <= (rate <= 30 ? 3 : 2) && Math.abs(rate / (source * times) - 1) <= 0.015;
  });
  return even ?? FRAME_RATES.find((rate) => rate >= source) ?? 60;
};

/** True for PQ and HLG pictures, which look grey and flat unless tone-mapped. */
export const isHighDynamicRange = (facts: MediaFacts): boolean =>
  ['pq', 'hlg', 'smpte2084', 'arib-std-b67'].includes(facts.colour?.transfer ?? '');

export interface VideoOutput {
  canvas: Canvas;
  /** File name below the output folder. */
  name: string;
  /** Everything between the input and the output's name. */
  args: string[];
  /** More than the largest file that the bit-rate cap lets through. */
  maxBytes: number;
}

export interface VideoPlan {
  /** Demuxer that is forced on ffmpeg; chosen by the sniffed type, so a playlist in disguise is never opened as one. */
  demuxer: 'mov' | 'matroska';
  inputArgs: string[];
  outputs: VideoOutput[];
  framesPerSecond: number;
  durationMs: number;
}

export const demuxerOf = (mime: string): 'mov' | 'matroska' => (/matroska|webm/.test(mime) ? 'matroska' : 'mov');

/** Square pixels are made in the same step: `dar` and `sar` are what the decoder says, after autorotation. */
const geometry = (canvas: Canvas, fit: Fit, matrix: string): string[] => {
  const { width: w, height: h } = canvas;
  const colours = `flags=lanczos+accurate_rnd:in_color_matrix=${matrix}:out_color_matrix=bt709:out_range=tv`;
  const shape = w / h;
  switch (fit) {
    case 'contain': {
      const width = `max(2,trunc(min(${w},${h}*dar)/2+0.5)*2)`;
      const height = `max(2,trunc(min(${h},${w}/dar)/2+0.5)*2)`;
      return [`scale=w='${width}':h='${height}':${colours}`, `pad=${w}:${h}:-1:-1:black`];
    }
    case 'cover': {
      const width = `max(2,min(iw,ih*${shape}/if(gt(sar,0),sar,1)))`;
      const height = `max(2,min(ih,iw*if(gt(sar,0),sar,1)/${shape}))`;
      return [`crop=w='${width}':h='${height}'`, `scale=${w}:${h}:${colours}`];
    }
    case 'stretch':
      return [`scale=${w}:${h}:${colours}`];
  }
};

const TONE_MAP = [
  'zscale=t=linear:npl=100',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=hable:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
  'format=yuv420p',
];

/** HD that does not say its matrix is BT.709 by custom (as browsers read it); ffmpeg alone would take it for BT.601. */
const matrixOf = (facts: MediaFacts): string =>
  facts.colour?.matrix == null && Math.min(facts.width, facts.height) >= 720 ? 'bt709' : 'auto';

/** The filter chain of one output. `canToneMap` = this ffmpeg carries zscale. */
export const videoFilters = (facts: MediaFacts, canvas: Canvas, fit: Fit, canToneMap: boolean): string => {
  const toneMapped = isHighDynamicRange(facts) && canToneMap;
  return [
    'bwdif=mode=send_frame:deint=interlaced',
    `fps=fps=${chooseFrameRate(facts.framesPerSecond)}:start_time=0`,
    ...(toneMapped ? TONE_MAP : []),
    ...geometry(canvas, fit, toneMapped ? 'bt709' : matrixOf(facts)),
    'setsar=1',
    'format=yuv420p',
  ].join(',');
};

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** One pass over the source for all `canvases`. `facts` must be those of a video with a known length. */
export const planVideo = (facts: MediaFacts, canvases: Canvas[], fit: Fit, canToneMap: boolean): VideoPlan => {
  const rate = chooseFrameRate(facts.framesPerSecond);
  const durationMs = Math.max(1, facts.durationMs ?? 0);
  const gop = String(rate * 2);
  const outputs = canvases.map((canvas): VideoOutput => {
    const kilobits = Math.max(1_000, Math.round((canvas.width * canvas.height * rate * 0.15) / 1000));
    return {
      canvas,
      name: `${canvasName(canvas)}.mp4`,
      args: [
        ...['-map', '0:V:0', ...(facts.audioCodec ? ['-map', '0:a:0'] : []), '-sn', '-dn'],
        ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-t', seconds(durationMs)],
        ...['-vf', videoFilters(facts, canvas, fit, canToneMap)],
        ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'fast', '-crf', '20', '-pix_fmt', 'yuv420p'],
        ...['-maxrate', `${kilobits}k`, '-bufsize', `${kilobits * 2}k`, '-r', String(rate)],
        ...['-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-bf', '0', '-flags:v', '+cgop+bitexact'],
        ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
        ...(facts.audioCodec
          ? ['-c:a', 'aac', '-b:a', '160k', '-ar', '48000', '-ac', '2', '-af', 'aresample=async=1:first_pts=0']
          : ['-an']),
        ...['-movflags', '+faststart', '-video_track_timescale', String(rate * 512)],
      ],
      maxBytes: Math.ceil((((kilobits + 200) * 1000) / 8) * (durationMs / 1000 + 4) * 1.5) + 8_000_000,
    };
  });
  return { demuxer: demuxerOf(facts.mime), inputArgs: [], outputs, framesPerSecond: rate, durationMs };
};

/** One good frame of a video: the most typical one after the first tenth (titles and fades are over), as PNG. */
export const planThumbnail = (facts: MediaFacts): VideoPlan => {
  const durationMs = facts.durationMs ?? 0;
  const from = Math.min(durationMs * 0.1, 10_000);
  const scale = `scale=w=${THUMBNAIL_WIDTH}:h='max(2,trunc(${THUMBNAIL_WIDTH}/dar/2)*2)':flags=bicubic`;
  return {
    demuxer: demuxerOf(facts.mime),
    inputArgs: from >= 500 ? ['-ss', seconds(from)] : [],
    framesPerSecond: 1,
    durationMs: Math.min(durationMs, 5_000),
    outputs: [
      {
        canvas: { width: THUMBNAIL_WIDTH, height: THUMBNAIL_WIDTH },
        name: 'frame.png',
        args: [
          ...['-map', '0:V:0', '-an', '-sn', '-dn', '-map_metadata', '-1'],
          ...['-vf', `${scale},setsar=1,thumbnail=n=60,format=rgb24`, '-frames:v', '1', '-c:v', 'png', '-update', '1'],
        ],
        maxBytes: 20_000_000,
      },
    ],
  };
};

export interface StillPlan {
  canvas: Canvas;
  fit: Fit;
  /** Drawings and slides (PNG) keep every pixel; photographs are compressed at quality 92. */
  lossless: boolean;
}

export const planStill = (facts: MediaFacts, canvas: Canvas, fit: Fit): StillPlan => ({
  canvas,
  fit,
  lossless: facts.mime !== 'image/jpeg',
});
