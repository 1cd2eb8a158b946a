/** Prints what each screen plays now and next and every newly proven play, and judges whether the slot boundary was proven. */
import { setTimeout } from 'node:timers/promises';
import type { ScreenId } from '../../playlists/model/ids.ts';
import { playheadAt } from '../../playlists/timeline/playhead.ts';
import { tickerAt } from '../../playlists/timeline/ticker-playhead.ts';
import type { ManifestBody } from '../../playlists/wire/manifest.ts';
import type { ProvenPlay } from '../../playlists/wire/play.ts';
import type { Staff } from './staff.ts';
import { type DemoScreen, wallTime } from './world.ts';

export interface Verdict {
  /** Proven plays that were really painted. */
  plays: number;
  /** Plays of the headless cores, which paint nothing: shown, never counted as proof. */
  headlessPlays: number;
  boundaryCrossed: boolean;
  playsAfterBoundary: number;
  /** First painted frame after the change against its due time; null when it was not proven. */
  boundaryErrorMs: number | null;
  screensAcked: number;
  screens: number;
}

const LOOK_EVERY_MS = 500;

/** One line per screen: what it shows and what follows. */
const describeScreen = (
  screen: DemoScreen,
  body: ManifestBody,
  titles: ReadonlyMap<string, string>,
  at: number,
): string => {
  const name = (instant: number) => {
    const head = playheadAt(body, instant);
    return { head, text: head.kind === 'cue' ? (titles.get(head.cue.assetId) ?? head.cue.assetId) : head.kind };
  };
  const now = name(at);
  const next = name(now.head.until);
  const running = tickerAt(body, at)?.ticker.messages[0]?.text;
  const words = running === undefined ? '' : ` · chữ chạy “${running}”`;
  return `  ${screen.name}: đang phát “${now.text}” → ${wallTime(now.head.until)} “${next.text}”${words}`;
};

const OUTCOMES = {
  completed: 'trọn lượt / complete',
  partial: 'một phần / partial',
  failed: 'hỏng / failed',
} as const satisfies Record<ProvenPlay['outcome'], string>;
/** A play that begins so late was not late: the player came to it while it ran. */
const JOINED_AFTER_MS = 1_000;

/** One line of proof: where, what, when, how long, how exactly. */
const describePlay = (play: ProvenPlay, screen: string, isPainted: boolean): string => {
  const error = play.startedAt - play.dueAt;
  const joined = error > JOINED_AFTER_MS;
  const exactness = joined ? 'vào giữa lượt / joined midway' : `lệch ${error} ms`;
  return [
    `  ✓ ${screen}: “${play.title ?? play.kind}” ${wallTime(play.dueAt)}`,
    `${(play.durationMs / 1000).toFixed(1)} s`,
    ...(joined ? [] : [OUTCOMES[play.outcome]]),
    isPainted ? exactness : 'lõi không màn hình / headless core',
  ].join(', ');
};

/** What the clock is heading for, for the line above the screens. */
const describeSlots = (at: number, startAt: number, changeAt: number): string => {
  if (at < startAt) return ` danh sách mặc định; khung giờ 1 bắt đầu lúc ${wallTime(startAt)} / default until then`;
  if (at < changeAt) return ` khung giờ 1; đổi sang khung giờ 2 lúc ${wallTime(changeAt)} / slot changes then`;
  return ' khung giờ 2 / second slot';
};

/** Watches until `until` (null = for ever) or until the signal. */
export const watchPlays = async (watch: {
  staff: Staff;
  screens: readonly DemoScreen[];
  /** The first slot begins. */
  startAt: number;
  /** The second slot takes over. */
  changeAt: number;
  /** The screen whose player paints for real. */
  paintedScreen: ScreenId | null;
  print: (line?: string) => void;
  until: number | null;
  signal: AbortSignal;
}): Promise<Verdict> => {
  const { staff, screens, startAt, changeAt, print } = watch;
  const seen = new Map<string, ProvenPlay>();
  const titles = new Map(
    (await staff.call('listAssets', { query: { limit: 200 } })).items.map((asset) => [asset.id as string, asset.title]),
  );
  const bodies = new Map<string, ManifestBody>();
  for (const screen of screens)
    bodies.set(screen.id, (await staff.call('getScreenManifest', { params: { screenId: screen.id } })).body);
  const names = new Map(screens.map((screen) => [screen.id as string, screen.name]));
  let acked = -1;
  let told = '';

  while (!watch.signal.aborted && (watch.until === null || Date.now() < watch.until)) {
    const live = await staff.call('listScreens');
    const ready = live.filter(
      ({ live: state }) => state.active && state.wanted && state.active.version === state.wanted.version,
    ).length;
    if (ready !== acked) {
      acked = ready;
      print(`• ${acked}/${screens.length} màn hình đã nhận chương trình phát / screens have the timetable`);
    }
    const plan = screens.flatMap((screen) => {
      const body = bodies.get(screen.id);
      return body ? [describeScreen(screen, body, titles, Date.now())] : [];
    });
    if (plan.join('\n') !== told) {
      told = plan.join('\n');
      print(`[${wallTime(Date.now())}]${describeSlots(Date.now(), startAt, changeAt)}`);
      for (const line of plan) print(line);
    }
    const { items } = await staff.call('listPlays', { query: { limit: 200 } });
    for (const play of items.toReversed()) {
      const key = `${play.bootId}/${play.seq}`;
      if (seen.has(key)) continue;
      seen.set(key, play);
      print(describePlay(play, names.get(play.screenId) ?? play.screenId, play.screenId === watch.paintedScreen));
    }
    await setTimeout(LOOK_EVERY_MS, undefined, { signal: watch.signal }).catch(() => undefined);
  }

  const all = [...seen.values()];
  const painted = all.filter(
    (play) => play.screenId === watch.paintedScreen && play.outcome !== 'failed' && play.kind !== 'safe',
  );
  const after = painted.filter((play) => play.dueAt >= changeAt);
  const first = after.find((play) => play.dueAt === changeAt);
  return {
    plays: painted.length,
    headlessPlays: all.length - all.filter((play) => play.screenId === watch.paintedScreen).length,
    boundaryCrossed: Date.now() > changeAt && painted.some((play) => play.dueAt < changeAt),
    playsAfterBoundary: after.length,
    boundaryErrorMs: first ? first.startedAt - first.dueAt : null,
    screensAcked: Math.max(acked, 0),
    screens: screens.length,
  };
};
