/** What a span shows, put so that two of them can be compared, and the words for what is another. */
import type { Difference } from '../model/difference.ts';
import type { AssetId } from '../model/ids.ts';
import type { Said } from '../model/said.ts';
import type { Cue, Loop, ManifestBody, Span } from '../wire/manifest.ts';
import type { Stretch } from './occurrences.ts';
import { RULE } from './rules.ts';
import { listNames } from './sentences.ts';
import type { Ward } from './ward.ts';

/** What a loop comes to for the eye; whose it is and by which index its files are known play no part. */
export interface SeenLoop {
  /** Equal for loops that look the same, item by item and file by file. */
  look: number;
  /** Equal for loops that show the same content for the same times, from whatever files. */
  items: number;
  cues: readonly Cue[];
  /** The file of a cue. */
  fileOf: (cue: Cue) => string;
  titleOf: (assetId: AssetId) => string;
  lengthMs: number;
}

/** One stretch and what is seen in it. */
export interface Seen extends Stretch {
  /** Of a relay, with which stream it is. */
  kind: Span['kind'] | `relay ${string}`;
  /** The words for it. */
  name: Said;
  /** Of the safe image: which one. */
  picture: string;
  loop: SeenLoop | null;
  /** Where in its loop the stretch's time counts from. */
  phaseMs: number;
}

const quote = (name: string): Said => ({ vi: `“${name}”`, en: `“${name}”` });
const SAFE: Said = { vi: 'hình an toàn', en: 'the safe image' };
const BLANK: Said = { vi: 'tắt màn hình', en: 'darkness' };

/** One still looks the same at any moment and for any length. */
const isOneStill = ({ cues }: Loop): boolean => cues.length === 1 && cues[0]?.kind !== 'video';

/**
 * Reads the spans of bodies of one ward. `interned` is shared by those whose spans are to be compared. A body is read once.
 */
export const createReader = (ward: Ward, interned: Map<string, number>): ((body: ManifestBody) => readonly Seen[]) => {
  const intern = (text: string): number => {
    const known = interned.get(text) ?? interned.size;
    interned.set(text, known);
    return known;
  };
  const titleOf = (assetId: AssetId): string => ward.assets.get(assetId)?.title ?? assetId;

  const readLoop = (body: ManifestBody, loop: Loop): SeenLoop => {
    const fileOf = (cue: Cue): string =>
      (cue.kind === 'slide' ? body.slides?.[cue.slide]?.digest : body.files[cue.file]?.digest) ?? '';
    const still = isOneStill(loop);
    const told = loop.cues.map(({ kind, assetId, enter, durationMs }) => ({
      kind,
      assetId,
      ...(enter && { enter }),
      ...(!still && { durationMs }),
    }));
    return {
      look: intern(`look ${JSON.stringify([told, loop.cues.map(fileOf)])}`),
      items: intern(`items ${JSON.stringify(told)}`),
      cues: loop.cues,
      fileOf,
      titleOf,
      lengthMs: still ? 1 : loop.lengthMs,
    };
  };

  const playlistName = (id: Loop['playlistId']): Said => quote(ward.playlists.get(id)?.name ?? id);
  /** The playlists that take turns in a loop, in the order in which they come. */
  const nameLoop = (loop: Loop): Said => {
    const ids = new Set(loop.cues.map(({ by }) => by?.playlistId ?? loop.playlistId));
    const names = [...ids].map(playlistName);
    if (names.length === 1) return names[0] as Said;
    const { vi, en } = listNames(names, { vi: 'danh sách phát', en: 'playlists' });
    return { vi: `luân phiên ${vi}`, en: `${en} in turn` };
  };

  const read = (body: ManifestBody): Seen[] => {
    const loops = body.loops.map((loop) => ({ seen: readLoop(body, loop), name: nameLoop(loop), loop }));
    const fallback = body.fallback === null ? undefined : body.files[body.fallback]?.digest;
    return body.spans.map((span): Seen => {
      const { from, until, kind } = span;
      const plain = { from, until, kind, picture: '', loop: null, phaseMs: 0 };
      if (kind === 'blank') return { ...plain, name: BLANK };
      const relay = span.relay && body.relays?.[span.relay.source];
      if (relay) {
        const behind = span.kind === 'loop' ? (loops[span.loop]?.seen.look ?? '') : '';
        const { vi, en } = quote(titleOf(relay.assetId));
        const name = { vi: `tiếp sóng ${vi}`, en: `the relay ${en}` };
        return { ...plain, kind: `relay ${relay.assetId} ${relay.digest}`, name, picture: `behind ${behind}` };
      }
      const known = kind === 'loop' ? loops[span.loop] : undefined;
      if (kind === 'safe' || !known) return { ...plain, kind: 'safe', name: SAFE, picture: fallback ?? body.wardName };
      const { seen, loop } = known;
      const phaseMs = ((span.anchor % seen.lengthMs) + seen.lengthMs) % seen.lengthMs;
      const [first] = loop.cues;
      // A still that stands where no video could end in time is named for itself.
      const held = span.rule === RULE.fit && first;
      const name = held
        ? { vi: `ảnh ${quote(titleOf(held.assetId)).vi}`, en: `the picture ${quote(titleOf(held.assetId)).en}` }
        : known.name;
      return { ...plain, name, loop: seen, phaseMs };
    });
  };

  const readBefore = new Map<ManifestBody, readonly Seen[]>();
  return (body) => {
    const known = readBefore.get(body) ?? read(body);
    readBefore.set(body, known);
    return known;
  };
};

const isSameName = (a: Said, b: Said): boolean => a.vi === b.vi && a.en === b.en;

const sayShown = (before: Seen, after: Seen): Said => {
  const [old, fresh] = [before.name, after.name];
  if (after.kind === 'blank')
    return before.kind === 'safe'
      ? { vi: 'tắt màn hình thay vì hiện hình an toàn', en: 'will be dark instead of showing the safe image' }
      : { vi: `tắt màn hình, không còn phát ${old.vi}`, en: `will be dark and no longer show ${old.en}` };
  const verb = after.kind === 'safe' ? 'hiện' : 'phát';
  if (before.kind === 'blank')
    return { vi: `${verb} ${fresh.vi} thay vì tắt màn hình`, en: `will show ${fresh.en} instead of being dark` };
  if (after.kind === 'safe')
    return before.kind === 'safe'
      ? { vi: 'hiện hình an toàn mới', en: 'will show the new safe image' }
      : {
          vi: `không còn phát ${old.vi}, chỉ hiện hình an toàn`,
          en: `will no longer show ${old.en}, only the safe image`,
        };
  return { vi: `phát ${fresh.vi} thay cho ${old.vi}`, en: `will show ${fresh.en} instead of ${old.en}` };
};

const seconds = (ms: number): Said => {
  const value = Math.round(ms / 100) / 10;
  return { vi: `${String(value).replace('.', ',')} giây`, en: `${value} s` };
};

interface ItemFacts {
  times: number;
  /** Lengths in which it is shown, in order. */
  lengths: string;
  shortestMs: number;
  files: string;
}
const factsOf = ({ cues, fileOf }: SeenLoop): Map<AssetId, ItemFacts> => {
  const gathered = new Map<AssetId, { lengths: Set<number>; files: Set<string>; times: number }>();
  for (const cue of cues) {
    const item = gathered.get(cue.assetId) ?? { lengths: new Set(), files: new Set(), times: 0 };
    gathered.set(cue.assetId, item);
    item.times += 1;
    item.lengths.add(cue.durationMs);
    item.files.add(fileOf(cue));
  }
  return new Map(
    [...gathered].map(([assetId, { lengths, files, times }]) => [
      assetId,
      {
        times,
        lengths: [...lengths].sort((a, b) => a - b).join(),
        shortestMs: Math.min(...lengths),
        files: [...files].sort().join(),
      },
    ]),
  );
};

const ITEMS: Said = { vi: 'nội dung', en: 'items' };

/** What is another within a playlist that stays: items, lengths, files, how often, in which order. */
const sayItems = (before: SeenLoop, after: SeenLoop, comparesFiles: boolean): Said[] => {
  const [old, fresh] = [factsOf(before), factsOf(after)];
  const title = (loop: SeenLoop, assetId: AssetId): Said => quote(loop.titleOf(assetId));
  const parts: Said[] = [];
  const say = (names: Said[], vi: string, en: string): void => {
    if (names.length === 0) return;
    const listed = listNames(names, ITEMS);
    parts.push({ vi: `${vi} ${listed.vi}`, en: `${en} ${listed.en}` });
  };
  const added = [...fresh.keys()].filter((id) => !old.has(id));
  const removed = [...old.keys()].filter((id) => !fresh.has(id));
  const kept = [...fresh].flatMap(([assetId, now]) => {
    const was = old.get(assetId);
    return was ? [{ assetId, was, now }] : [];
  });
  say(
    added.map((id) => title(after, id)),
    'thêm',
    'adding',
  );
  say(
    removed.map((id) => title(before, id)),
    'bỏ',
    'leaving out',
  );
  say(
    kept
      .filter(({ was, now }) => was.lengths !== now.lengths)
      .map(({ assetId, was, now }) => {
        const { vi, en } = title(after, assetId);
        const [length, before_] = [seconds(now.shortestMs), seconds(was.shortestMs)];
        if (was.shortestMs === now.shortestMs)
          return { vi: `${vi} với thời lượng khác`, en: `${en} for another length` };
        return {
          vi: `${vi} ${length.vi} thay vì ${before_.vi}`,
          en: `${en} for ${length.en} instead of ${before_.en}`,
        };
      }),
    'đổi thời lượng',
    'showing',
  );
  if (comparesFiles)
    say(
      kept.filter(({ was, now }) => was.files !== now.files).map(({ assetId }) => title(after, assetId)),
      'hiển thị cách khác',
      'laying out anew',
    );
  if (parts.length > 0) return parts;
  if (kept.some(({ was, now }) => was.times !== now.times))
    return [{ vi: 'đổi số lần phát của từng nội dung', en: 'showing items more or less often' }];
  const order = (loop: SeenLoop): string => loop.cues.map(({ assetId, durationMs }) => [assetId, durationMs]).join();
  if (order(before) !== order(after)) return [{ vi: 'đổi thứ tự', en: 'in another order' }];
  return [{ vi: 'đổi cách chuyển giữa các nội dung', en: 'with other transitions between items' }];
};

/** What one sees another in two stretches of the same time; null when nothing. */
export const sayChange = (
  before: Seen,
  after: Seen,
  comparesFiles: boolean,
): { kind: Difference['kind']; what: Said } | null => {
  if (!before.loop || !after.loop) {
    const isSame = before.picture === after.picture;
    if (before.kind === after.kind && after.kind.startsWith('relay')) {
      const { vi, en } = after.name;
      const what = {
        vi: `vẫn phát ${vi}, nội dung dự phòng thay đổi`,
        en: `will still show ${en}, with other content behind it`,
      };
      return isSame ? null : { kind: 'content', what };
    }
    if (before.kind === after.kind && (isSame || !comparesFiles)) return null;
    return { kind: 'shown', what: sayShown(before, after) };
  }
  const isSame = comparesFiles ? before.loop.look === after.loop.look : before.loop.items === after.loop.items;
  const { vi, en } = after.name;
  if (isSame) {
    if (before.phaseMs === after.phaseMs) return null;
    const what = {
      vi: `vẫn phát ${vi}, chỉ thời điểm của từng nội dung thay đổi`,
      en: `will still show ${en}, only with its items at other moments`,
    };
    return { kind: 'moment', what };
  }
  if (!isSameName(before.name, after.name)) return { kind: 'shown', what: sayShown(before, after) };
  const parts = sayItems(before.loop, after.loop, comparesFiles);
  const join = (side: keyof Said, mark: string): string => parts.map((part) => part[side]).join(mark);
  return {
    kind: 'content',
    what: { vi: `phát ${vi}: ${join('vi', '; ')}`, en: `will show ${en}: ${join('en', '; ')}` },
  };
};
