/**
 * The one door to ffmpeg. fluent-ffmpeg writes the command; we run it ourselves inside the sandbox, because fluent's own
 * `run()` would probe the stranger's file outside of it, cannot kill a process group, and throws where nobody catches when a
 * spawn fails. Protocol and format whitelists stand before the input; time, processor, memory, pixels and file size are
 * bounded; progress is 0..1; cancel is an AbortSignal; every end is a value.
 */
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ffmpeg from 'fluent-ffmpeg';
import { accepted, type Outcome, refused } from '../playlists/model/refusal.ts';
import { type Run, runContained } from './contained-run.ts';
import { DEMUXERS } from './containers.ts';
import type { Pause } from './pause.ts';
import { CUBE_NAME, FOLDER, outputsOf, type VideoPlan } from './rendition-plan.ts';
import type { Limits, Room } from './sandbox.ts';
import { cubeText } from './tone-map.ts';
import type { MediaTools } from './tools.ts';

/** Largest side of a video's frame. */
export const MAX_VIDEO_SIDE = 4096;

export interface TranscodeJob {
  /** The stranger's file. */
  input: string;
  /** An existing, empty folder of this job; the outputs appear in it under the names of the plan. */
  folder: string;
  plan: VideoPlan;
  signal?: AbortSignal | undefined;
  pause?: Pause | undefined;
  /** 0..1, never falling. */
  onProgress?: (progress: number) => void;
}

/** Time that a job may take: generous for slow machines, bounded for endless files. */
export const limitsOf = (plan: VideoPlan): Limits => {
  const perSecond = 20 + plan.pixels / 50_000;
  const wallMs = Math.min(12 * 3_600_000, 120_000 + plan.durationMs * perSecond);
  return {
    wallMs,
    cpuSeconds: (wallMs / 1000) * 4,
    fileBytes: Math.max(...outputsOf(plan).map((output) => output.maxBytes)),
    addressBytes: 4 * 1024 ** 3,
    pace: 'long',
  };
};

/** A path as a value within a filter graph: escaped for the option, then for the graph. */
const inGraph = (path: string): string => path.replace(/[\\':]/g, '\\$&').replace(/[\\'[\],;]/g, '\\$&');

/** The whole command line, with the paths as the sandbox shows them. */
export const commandLine = (plan: VideoPlan, input: string, folder: string): string[] => {
  const command = ffmpeg();
  command
    .input(`file:${input}`)
    .inputOptions(
      ...['-nostdin', '-hide_banner', '-y', '-loglevel', 'warning', '-nostats', '-xerror'],
      ...['-protocol_whitelist', 'file', '-format_whitelist', DEMUXERS[plan.demuxer], '-f', plan.demuxer],
      ...['-max_pixels', String(MAX_VIDEO_SIDE * MAX_VIDEO_SIDE), ...plan.inputArgs],
    );
  const graph = ['-filter_complex_threads', '2', '-filter_complex', plan.graph.replaceAll(FOLDER, inGraph(folder))];
  for (const [i, output] of outputsOf(plan).entries())
    command.output(`file:${folder}/${output.name}`).outputOptions(...(i === 0 ? graph : []), ...output.args);
  // Not in the typings: the only part of fluent-ffmpeg that builds a command without starting a process.
  return (command as unknown as { _getArguments(): string[] })._getArguments();
};

/** Words of a broken machine: full disk, no memory, a tool or a sandbox that does not work. All else is about the file. */
const OURS =
  /No space left|Cannot allocate memory|Unknown encoder|No such filter|Option not found|Unrecognized option|Permission denied|Read-only file|Too many open files|temporarily unavailable|shared librar|^(bwrap|prlimit|setpriv|nice): /im;
/** A path that we chose ourselves is gone: its folder was swept or its disk went away while ffmpeg ran. */
const PATH_GONE =
  /^file:[^\n]*: No such file|Unable to re-open file:|Error (?:writing|opening|closing)[^\n]*: No such file/im;
const TOO_HARD = /received signal 24|File size limit|File too large/i;
/** As a shell counts signals: 137 = killed from outside (out of memory); 126 and 127 = could not be run. */
const NOT_THE_FILE = new Set<number | string>([126, 127, 137, 'SIGKILL', 'SIGTERM']);

/** What an unhappy end of ffmpeg means: a fault of the file is refused for good, a fault of ours is tried again. */
export const judgeRun = (run: Run): Outcome<void> => {
  const { end } = run;
  const said = run.stderr.trim().slice(-1_500);
  switch (end.kind) {
    case 'cancelled':
      return refused('media-cancelled', 'cancelled while ffmpeg ran');
    case 'timed-out':
      return refused('media-took-too-long', `ffmpeg stopped at its time limit; ${said}`);
    case 'not-started':
      return refused('media-tool-failed', `ffmpeg could not be started: ${end.cause}`);
    case 'killed':
    case 'exited': {
      const code = end.kind === 'exited' ? end.code : end.signal;
      if (code === 0) return accepted(undefined);
      const detail = `ffmpeg ended with ${code}: ${said}`;
      if (OURS.test(said) || PATH_GONE.test(said)) return refused('media-tool-failed', detail);
      // 152 and 153: processor time and file size of prlimit, seen through the shell convention of bubblewrap.
      if (code === 152 || code === 153 || code === 'SIGXCPU' || code === 'SIGXFSZ' || TOO_HARD.test(said))
        return refused('media-took-too-long', detail);
      if (NOT_THE_FILE.has(code)) return refused('media-tool-failed', detail);
      // A crash of the decoder counts, too: whatever provokes it is not content.
      return refused('media-broken', detail);
    }
  }
};

/** Runs one job. On success every output of the plan exists in the folder; otherwise the folder's content is worthless. */
export const transcode = async (tools: MediaTools, job: TranscodeJob): Promise<Outcome<void>> => {
  if (tools.ffmpeg.kind === 'missing') return refused('media-tool-missing', tools.ffmpeg.technician);
  mkdirSync(job.folder, { recursive: true });
  if (job.plan.cube) await writeFile(join(job.folder, CUBE_NAME), cubeText(job.plan.cube));
  const room: Room = { input: job.input, output: job.folder };
  const inside = tools.sandbox.inside(room);
  const limits = limitsOf(job.plan);
  const args = commandLine(job.plan, inside.input, inside.output);
  const { plan } = job;
  let reached = 0;
  const tell = (progress: number): void => {
    if (progress <= reached) return;
    reached = progress;
    job.onProgress?.(progress);
  };
  const run = await runContained(tools.sandbox.wrap(tools.ffmpeg.path, args, room, limits), {
    wallMs: limits.wallMs,
    signal: job.signal,
    pause: job.pause,
    onLine: (line) => {
      // Told by the graph; a pass that makes no rendition is too short for progress.
      const atSeconds = /pts_time:([\d.]+)/.exec(line)?.[1];
      if (atSeconds !== undefined) tell(Math.min(1, (Number(atSeconds) * 1000) / plan.durationMs));
    },
  });
  const judged = judgeRun(run);
  if (judged.ok) tell(1);
  return judged;
};
