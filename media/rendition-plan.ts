/**
 * Pure: what to make from a source, with ffmpeg's arguments as data. One pass decodes the source once and feeds everything that
 * is wanted of it: renditions for the canvases, their small grey frames for fingerprints, the storyboard, the poster. Every
 * rendition is H.264 High, yuv420p, limited-range BT.709 SDR, constant frame rate, closed GOPs of two seconds, a key frame first,
 * no B-frames, exactly the canvas, with AAC 48 kHz stereo; in fragments of one GOP behind one index, so that the one file
 * serves a plain video element as well as a MediaSource.
 */

import { SEEN_SIDE } from '../playlists/fingerprint/frame-hash.ts';
import { type Canvas, canvasName } from '../playlists/model/canvas.ts';
import type { Framing } from '../playlists/model/framing.ts';
import type { MediaFacts } from '../playlists/model/media.ts';
import { type DemuxerName, demuxerOf } from './containers.ts';
import type { Loudness } from './loudness.ts';
import { geometry } from './picture-filters.ts';
import type { HdrTransfer } from './tone-map.ts';

/** Raised whenever the same source would give other bytes; old renditions stay valid until the new ones are there. */
export const PLAN_VERSION = 3;

export const FRAME_RATES = [25, 30, 50, 60] as const;
/** Unknown frame rate (for example a variable one): what most phones record. */
const USUAL_RATE = 30;
const GOP_SECONDS = 2;
const POSTER_WIDTH = 480;
/** Threads of each decoder, filter and encoder: the share of one job, and the reason why bytes do not depend on the machine. */
const THREADS = '2';

/** Tiles of a storyboard: `COLUMNS` in a row, at most `MOST_TILES`, never closer than half a second. */
const STORYBOARD = { columns: 8, mostTiles: 48, width: 320, tallest: 320, leastMs: 500 };

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

/** PQ and HLG pictures look grey and flat unless tone-mapped; null for all others. */
export const hdrOf = (facts: MediaFacts): HdrTransfer | null => {
  const transfer = facts.colour?.transfer ?? '';
  if (transfer === 'pq' || transfer === 'smpte2084') return 'pq';
  return transfer === 'hlg' || transfer === 'arib-std-b67' ? 'hlg' : null;
};

/** What is wanted of a video in one pass. Nothing named = nothing made. */
export interface PassWish {
  outputs: readonly { canvas: Canvas; framing: Framing }[];
  /** The part that plays, in ms of the source; poster and storyboard are of the whole, so they go with a pass that has no trim. */
  trim: { fromMs: number; untilMs: number | null };
  /** What was measured of the sound that is to be heard; null = silence. */
  sound: { measured: Loudness; target: number } | null;
  /** The moment of the poster, in ms; `null` = a typical picture after the first tenth; absent = none. */
  poster?: number | null;
  storyboard: boolean;
}

/** A pass that makes nothing. */
export const NO_WISH = { outputs: [], trim: { fromMs: 0, untilMs: null }, sound: null, storyboard: false } as const;

export interface PassOutput {
  /** File name below the output folder. */
  name: string;
  /** Everything between the inputs and the output's name. */
  args: string[];
  /** More than the largest file that may come out. */
  maxBytes: number;
}

export interface StoryboardPlan extends PassOutput {
  columns: number;
  tileWidth: number;
  tileHeight: number;
  /** Time between two tiles, ms. */
  everyMs: number;
  tiles: number;
}

export interface VideoPlan {
  /** Demuxer that is forced on ffmpeg; chosen by the sniffed type, so a playlist in disguise is never opened as one. */
  demuxer: DemuxerName;
  inputArgs: string[];
  /** The filter graph; `FOLDER` in it is the folder of the job. */
  graph: string;
  /** Curve of the cube that the graph reads from the job's folder; null = none. */
  cube: HdrTransfer | null;
  renditions: (PassOutput & { canvas: Canvas; frames: PassOutput })[];
  storyboard: StoryboardPlan | null;
  poster: PassOutput | null;
  /** Length of what is made, ms. */
  durationMs: number;
  /** Pixels of a source frame and of all outputs: what a second of it costs. */
  pixels: number;
}

/** Stands in a graph for the folder of the job, which only the sandbox can name. */
export const FOLDER = '@folder@';
export const CUBE_NAME = 'hdr.cube';

/**
 * Writes the film time of each picture to standard output, as `pts_time:12`. ffmpeg's own `-progress` is silent until every
 * output has begun, and a storyboard begins when the film is over. A picture without any metadata would not be written.
 */
const TELL_TIME = ',metadata=mode=add:key=told:value=1,metadata=mode=print:file=-:direct=1';

export const outputsOf = (plan: VideoPlan): PassOutput[] => [
  ...plan.renditions.flatMap((rendition) => [rendition, rendition.frames]),
  ...(plan.storyboard ? [plan.storyboard] : []),
  ...(plan.poster ? [plan.poster] : []),
];

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** Smallest level of H.264 that carries this canvas at 60 frames a second, so that one canvas has one codec configuration. */
const levelOf = ({ width, height }: Canvas): string => {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  // Level, macroblocks of a frame, macroblocks a second (H.264 table A-1).
  const levels = [
    ['3.1', 3_600, 108_000],
    ['3.2', 5_120, 216_000],
    ['4.0', 8_192, 245_760],
    ['4.2', 8_704, 522_240],
    ['5.0', 22_080, 589_824],
    ['5.1', 36_864, 983_040],
    ['5.2', 36_864, 2_073_600],
    ['6.0', 139_264, 4_177_920],
  ] as const;
  return (levels.find(([, frame, rate]) => blocks <= frame && blocks * 60 <= rate) ?? levels[7])[0];
};

const encoding = (canvas: Canvas, rate: number, kilobits: number): string[] => {
  const gop = String(rate * GOP_SECONDS);
  return [
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'],
    ...['-c:v', 'libx264', '-profile:v', 'high', '-level:v', levelOf(canvas), '-preset', 'veryfast', '-crf', '19'],
    ...['-threads', THREADS, '-pix_fmt', 'yuv420p', '-maxrate', `${kilobits}k`, '-bufsize', `${kilobits * 2}k`],
    ...['-r', String(rate), '-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-bf', '0'],
    ...['-flags:v', '+cgop+bitexact'],
    ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
    ...['-c:a', 'aac', '-b:a', '160k', '-ar', '48000', '-ac', '2', '-flags:a', '+bitexact', '-shortest'],
    ...['-movflags', '+frag_keyframe+empty_moov+delay_moov+default_base_moof+global_sidx'],
    ...['-video_track_timescale', String(rate * 512)],
  ];
};

/** Brings measured sound to the target; peaks that would pass −1.5 dBFS are held down instead of clipped. */
const soundFilters = (sound: PassWish['sound'], durationMs: number): string => {
  const shape = 'aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo';
  if (!sound) return `anullsrc=r=48000:cl=stereo:d=${seconds(durationMs + 1_000)},${shape}`;
  const gain = sound.measured.integrated === null ? 0 : sound.target - sound.measured.integrated;
  const decibels = Math.min(Math.max(gain, -40), 20);
  const isPeaking = (sound.measured.peak ?? 0) + decibels > -1.5;
  return [
    '[0:a:0]aresample=async=1:first_pts=0:osr=48000',
    shape,
    `volume=${decibels.toFixed(2)}dB`,
    ...(isPeaking ? ['alimiter=limit=0.8414:attack=5:release=80:level=disabled'] : []),
    // Never shorter than the picture: one SourceBuffer ends where its shortest track does.
    'apad',
  ].join(',');
};

/** The moment of the poster, in ms; when nobody chose one, titles and fades are over after a tenth. */
export const posterMoment = (facts: MediaFacts, atMs: number | null): number => {
  const durationMs = facts.durationMs ?? 0;
  return atMs === null ? Math.min(durationMs * 0.1, 10_000) : Math.min(atMs, Math.max(0, durationMs - 200));
};

const posterFilters = (facts: MediaFacts, atMs: number | null): string => {
  const start = `trim=start=${seconds(posterMoment(facts, atMs))}`;
  const scale = `scale=w=${POSTER_WIDTH}:h='max(2,trunc(${POSTER_WIDTH}/dar/2)*2)':flags=bicubic`;
  return atMs === null ? `${start}:duration=2,${scale},setsar=1,thumbnail=n=60` : `${start},${scale},setsar=1`;
};

const planStoryboard = (facts: MediaFacts): StoryboardPlan => {
  const durationMs = facts.durationMs ?? 1;
  const everyMs = Math.max(STORYBOARD.leastMs, Math.ceil(durationMs / STORYBOARD.mostTiles));
  const tiles = Math.max(1, Math.ceil(durationMs / everyMs));
  const scale = Math.min(STORYBOARD.width / facts.width, STORYBOARD.tallest / facts.height);
  const even = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2);
  return {
    name: 'storyboard.jpg',
    args: [
      '-map',
      '[story]',
      '-an',
      '-map_metadata',
      '-1',
      '-frames:v',
      '1',
      '-c:v',
      'mjpeg',
      '-q:v',
      '4',
      '-update',
      '1',
    ],
    maxBytes: 20_000_000,
    columns: Math.min(STORYBOARD.columns, tiles),
    tileWidth: even(facts.width),
    tileHeight: even(facts.height),
    everyMs,
    tiles,
  };
};

/** One pass over the source for all that is wished. `facts` must be those of a video with a known length. */
export const planVideo = (facts: MediaFacts, wish: PassWish): VideoPlan => {
  const rate = chooseFrameRate(facts.framesPerSecond);
  const sourceMs = Math.max(1, facts.durationMs ?? 0);
  const untilMs = Math.min(wish.trim.untilMs ?? sourceMs, sourceMs);
  const isTrimmed = wish.trim.fromMs > 0 || untilMs < sourceMs;
  const durationMs = Math.max(1, untilMs - wish.trim.fromMs);
  const cube = hdrOf(facts);
  const storyboard = wish.storyboard ? planStoryboard(facts) : null;
  const toneMap = cube === null ? null : `lut3d=file=${FOLDER}/${CUBE_NAME}:interp=tetrahedral`;

  const branches: string[] = [];
  const ends: string[] = [];
  const renditions = wish.outputs.map(({ canvas, framing }, i) => {
    const kilobits = Math.max(1_000, Math.round((canvas.width * canvas.height * rate * 0.15) / 1000));
    const maxBytes = Math.ceil((((kilobits + 200) * 1000) / 8) * (durationMs / 1000 + 4) * 1.5) + 8_000_000;
    branches.push(`s${i}`);
    ends.push(
      `[s${i}]${geometry({ facts, framing, canvas, toneMap })},split=2[v${i}][f${i}]`,
      `[f${i}]select='not(mod(n,${rate}))',fps=1:start_time=0,scale=${SEEN_SIDE}:${SEEN_SIDE}:flags=area,format=gray` +
        `${i === 0 ? TELL_TIME : ''}[g${i}]`,
    );
    return {
      canvas,
      name: `${i}-${canvasName(canvas)}.mp4`,
      args: ['-map', `[v${i}]`, '-map', `[a${i}]`, '-t', seconds(durationMs), ...encoding(canvas, rate, kilobits)],
      maxBytes,
      frames: {
        name: `${i}-${canvasName(canvas)}.gray`,
        args: ['-map', `[g${i}]`, '-an', '-c:v', 'rawvideo', '-f', 'rawvideo'],
        maxBytes: (durationMs / 1000 + 4) * SEEN_SIDE * SEEN_SIDE + 1_000_000,
      },
    };
  });
  if (renditions.length > 0) {
    const split = renditions.length > 1 ? `asplit=${renditions.length}` : 'anull';
    ends.push(`${soundFilters(wish.sound, durationMs)},${split}${renditions.map((_, i) => `[a${i}]`).join('')}`);
  }
  if (storyboard) {
    const { columns, tiles, tileWidth, tileHeight, everyMs } = storyboard;
    const small = { width: tileWidth, height: tileHeight };
    const stretch = { fit: 'stretch' as const, crop: null };
    branches.push('board');
    ends.push(
      `[board]fps=fps=1000/${everyMs}:start_time=0:round=near,${geometry({ facts, framing: stretch, canvas: small, toneMap })},` +
        `tile=${columns}x${Math.ceil(tiles / columns)},scale=out_range=pc,format=yuvj420p[story]`,
    );
  }
  if (wish.poster !== undefined) {
    branches.push('still');
    ends.push(
      `[still]${posterFilters(facts, wish.poster)}${toneMap ? `,format=gbrp16le,${toneMap}` : ''},format=rgb24[poster]`,
    );
  }
  // Frames of an animation stand for as long as they say, the last one too, and what can be seen through is black.
  const still = `tpad=stop_mode=clone:stop_duration=${seconds(durationMs)},trim=duration=${seconds(durationMs)}`;
  const trunk = facts.isAnimation
    ? `[0:V:0]format=gbrap,premultiply=inplace=1,format=gbrp,fps=fps=${rate}:start_time=0,${still}`
    : `[0:V:0]bwdif=mode=send_frame:deint=interlaced,fps=fps=${rate}:start_time=0`;
  const fork = branches.length > 1 ? `,split=${branches.length}` : '';
  return {
    demuxer: demuxerOf(facts.mime),
    inputArgs: [
      ...['-threads', THREADS],
      ...(isTrimmed ? ['-ss', seconds(wish.trim.fromMs), '-t', seconds(durationMs + 1_000)] : []),
    ],
    graph: [`${trunk}${fork}${branches.map((name) => `[${name}]`).join('')}`, ...ends].join(';'),
    cube,
    renditions,
    storyboard,
    poster:
      wish.poster === undefined
        ? null
        : {
            name: 'poster.png',
            args: ['-map', '[poster]', '-an', '-map_metadata', '-1', '-frames:v', '1', '-c:v', 'png', '-update', '1'],
            maxBytes: 20_000_000,
          },
    durationMs,
    pixels: wish.outputs.reduce((sum, { canvas }) => sum + canvas.width * canvas.height, facts.width * facts.height),
  };
};

/** The poster alone, without decoding what lies before it. */
export const planPoster = (facts: MediaFacts, atMs: number | null): VideoPlan => {
  const from = posterMoment(facts, atMs);
  // Seen from the place that is sought, the wish is for the first picture, or for a typical one of the next two seconds.
  const rest = { ...facts, durationMs: atMs === null ? 0 : 1_000 };
  const plan = planVideo(rest, { ...NO_WISH, poster: atMs === null ? null : 0 });
  return { ...plan, inputArgs: [...plan.inputArgs, ...(from > 0 ? ['-ss', seconds(from)] : [])], durationMs: 2_000 };
};

export interface StillPlan {
  canvas: Canvas;
  framing: Framing;
  /** Drawings and slides (PNG) keep every pixel; photographs are compressed at quality 92. */
  lossless: boolean;
}

export const planStill = (facts: MediaFacts, canvas: Canvas, framing: Framing): StillPlan => ({
  canvas,
  framing,
  lossless: facts.mime !== 'image/jpeg',
});
