/**
 * What a slot asks for and cannot be given: a video longer than the slot that may not be cut (FD19), lit hours on a screen that is
 * dark whenever the slot runs (FD20), screens of a group in step whose loops are of different lengths (FD13).
 */
import { canvasName } from '../model/canvas.ts';
import type { Finding } from '../model/finding.ts';
import type { AssetId, GroupId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import type { Slot } from '../model/slot.ts';
import type { Running } from './asset-findings.ts';
import { type Runs, seeTaken } from './coverage-findings.ts';
import type { LooseLoop } from './loops.ts';
import type { Stretch } from './occurrences.ts';
import type { WonStretch } from './overlaps.ts';
import { describeSlot, listNames, nameScreens, nameSlots } from './sentences.ts';
import type { Ward } from './ward.ts';

const MOST_SAID = 50;

const sayLength = (ms: number): Said => {
  const seconds = Math.round(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  const parts = (min: string, sec: string) =>
    [...(minutes > 0 ? [`${minutes} ${min}`] : []), ...(rest > 0 || minutes === 0 ? [`${rest} ${sec}`] : [])].join(' ');
  return { vi: parts('phút', 'giây'), en: parts('min', 's') };
};

/** FD19: `fit` begins no video that cannot end (TL21), so one that is longer than every occurrence is never begun. */
export const tooLong = (ward: Ward, running: readonly Running[]): Finding[] => {
  const findings: Finding[] = [];
  for (const { slot, runs } of running) {
    if (slot.boundary !== 'fit' || slot.share.kind !== 'exclusive') continue;
    const longestMs = Math.max(
      ...runs.flatMap(({ occurrences }) => occurrences.map(({ from, until }) => until - from)),
    );
    const videos = new Map<AssetId, number>();
    for (const [, alike] of Map.groupBy(runs, ({ screen }) => canvasName(screen.canvas)))
      for (const cue of ward.loopOf(slot.playlistId, (alike[0] as Runs).screen.canvas)?.loop?.cues ?? [])
        if (cue.kind === 'video' && cue.durationMs > longestMs) videos.set(cue.assetId, cue.durationMs);
    if (videos.size === 0) continue;
    if (findings.length >= MOST_SAID) break;
    const named = describeSlot(slot);
    const titles = listNames(
      [...videos].map(([id, durationMs]): Said => {
        const [title, length] = [ward.assets.get(id)?.title ?? '', sayLength(durationMs)];
        return { vi: `“${title}” (${length.vi})`, en: `“${title}” (${length.en})` };
      }),
      { vi: 'video', en: 'videos' },
    );
    const longest = sayLength(longestMs);
    findings.push({
      code: 'content-too-long',
      blocks: false,
      staff: {
        vi: `Khung giờ ${named.vi} kết thúc “Vừa đủ” và dài ${longest.vi}, nên video ${titles.vi} không bao giờ được phát. Hãy kéo dài khung giờ, rút ngắn video hoặc đổi cách kết thúc.`,
        en: `The slot ${named.en} ends by “Fit” and lasts ${longest.en}, so ${titles.en} is never shown. Make the slot longer, the video shorter, or change how it ends.`,
      },
      slotId: slot.id,
      ...(videos.size === 1 && { assetId: [...videos.keys()][0] }),
    });
  }
  return findings;
};

const isAlwaysDark = (occurrences: readonly Stretch[], won: readonly WonStretch[]): boolean => {
  let isDark = true;
  seeTaken(occurrences, won, (_occurrence, { claim }) => {
    if (claim.kind !== 'blank') isDark = false;
  });
  return isDark;
};

/** FD20: screens on which a slot runs in blank hours alone; where that is so on all of its screens FD3 has said it. */
export const inBlankHours = (running: readonly Running[]): Finding[] => {
  const findings: Finding[] = [];
  for (const { slot, runs } of running) {
    const dark: Screen[] = [];
    /** Screens with equal rules share one timeline; looking at it once is enough. */
    const known = new Map<readonly WonStretch[], boolean>();
    for (const { screen, occurrences, won } of runs) {
      if (screen.blankHours.length === 0) continue;
      const isDark = known.get(won) ?? isAlwaysDark(occurrences, won);
      known.set(won, isDark);
      if (isDark) dark.push(screen);
    }
    if (dark.length === 0) continue;
    if (findings.length >= MOST_SAID) break;
    const [named, on] = [describeSlot(slot), nameScreens(dark)];
    findings.push({
      code: 'slot-in-blank-hours',
      blocks: false,
      staff: {
        vi: `Khung giờ ${named.vi} chỉ chạy trong giờ tắt của màn hình ${on.vi} nên không được phát ở đó. Hãy sửa khung giờ hoặc giờ tắt màn hình.`,
        en: `The slot ${named.en} runs on ${on.en} in blank hours alone, so it is not shown there. Change the slot or the blank hours.`,
      },
      slotId: slot.id,
      ...(dark.length === 1 && { screenId: dark[0]?.id }),
    });
  }
  return findings;
};

/** What matters for keeping step: what comes when. */
const beatOf = (loop: LooseLoop | null | undefined): string =>
  loop ? loop.cues.map(({ assetId, at }) => `${assetId}@${at}`).join() + loop.lengthMs : '';

/** Why two loops of one playlist differ: content that only one of them has, or that has two lengths. */
const differenceOf = (
  ward: Ward,
  a: LooseLoop | null,
  b: LooseLoop | null,
): { assetId: AssetId; said: Said } | null => {
  const lengths = (loop: LooseLoop | null) =>
    new Map(loop?.cues.map(({ assetId, durationMs }) => [assetId, durationMs]));
  const [one, other] = [lengths(a), lengths(b)];
  for (const assetId of new Set([...one.keys(), ...other.keys()])) {
    const [first, second] = [one.get(assetId), other.get(assetId)];
    if (first === second) continue;
    const title = ward.assets.get(assetId)?.title ?? '';
    return first === undefined || second === undefined
      ? {
          assetId,
          said: {
            vi: `“${title}” chưa sẵn sàng cho mọi cỡ màn hình`,
            en: `“${title}” is not ready for every size of screen`,
          },
        }
      : {
          assetId,
          said: {
            vi: `“${title}” có độ dài khác nhau tùy cỡ màn hình`,
            en: `“${title}” is of different length by size of screen`,
          },
        };
  }
  return null;
};

/** FD13: screens of one group that show one playlist in loops of their own, and so drift apart. Said once for each playlist. */
export const outOfStep = (ward: Ward, running: readonly Running[]): Finding[] => {
  const canvases = new Map<GroupId, Set<string>>();
  for (const { groupIds, canvas } of ward.schedule.screens)
    for (const id of groupIds) canvases.set(id, (canvases.get(id) ?? new Set()).add(canvasName(canvas)));
  const mixed = new Set([...canvases].filter(([, sizes]) => sizes.size > 1).map(([id]) => id));
  if (mixed.size === 0) return [];
  const matters = new Map<
    string,
    { slots: Slot[]; screens: Map<string, Screen>; why: ReturnType<typeof differenceOf> }
  >();
  for (const { slot, runs } of running) {
    for (const groupId of mixed) {
      const members = runs.map(({ screen }) => screen).filter(({ groupIds }) => groupIds.includes(groupId));
      const bySize = [...Map.groupBy(members, ({ canvas }) => canvasName(canvas)).values()].map((alike) => {
        const { canvas } = alike[0] as Screen;
        const loop = ward.loopOf(slot.playlistId, canvas)?.loop ?? null;
        const beat = ward.shared(`beat ${slot.playlistId} ${canvasName(canvas)}`, () => beatOf(loop));
        return { alike, loop, beat };
      });
      const [first] = bySize;
      const other = bySize.find(({ beat }) => beat !== first?.beat);
      if (!first || !other) continue;
      const key = `${slot.playlistId} ${members.map(({ id }) => id).join()}`;
      const known = matters.get(key);
      if (known) {
        if (!known.slots.includes(slot)) known.slots.push(slot);
      } else {
        const screens = new Map(members.map((screen) => [screen.id as string, screen]));
        matters.set(key, { slots: [slot], screens, why: differenceOf(ward, first.loop, other.loop) });
      }
    }
  }
  return [...matters.values()].slice(0, MOST_SAID).map(({ slots, screens, why }): Finding => {
    const [on, named] = [nameScreens([...screens.values()]), nameSlots(slots)];
    const because = why?.said ?? { vi: 'vòng lặp của chúng khác nhau', en: 'their loops differ' };
    return {
      code: 'group-out-of-step',
      blocks: false,
      staff: {
        vi: `Màn hình ${on.vi} cùng nhóm nhưng sẽ phát lệch nhau trong khung giờ ${named.vi}, vì ${because.vi}.`,
        en: `${on.en} are of one group but drift apart in the slot ${named.en}: ${because.en}.`,
      },
      ...(slots.length === 1 && { slotId: slots[0]?.id }),
      ...(why && { assetId: why.assetId }),
    };
  });
};
