/** The pure parts of the console: what people type, how things are written, password rules, receipts, loops, deletions. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ScreenId } from '../../../playlists/model/ids.ts';
import { Password } from '../../../playlists/model/role.ts';
import type { ScreenLive } from '../../../playlists/wire/console-feed.ts';
import {
  agoOf,
  bytesOf,
  clockTime,
  fold,
  lengthOf,
  localDateOf,
  momentOf,
  spellOf,
} from '../../../server/console/src/i18n/format.ts';
import { isLeftover } from '../../../server/console/src/media/dropped-files.ts';
import {
  createDeletions,
  type DeletionPorts,
  UNDO_MS,
  type Unanswered,
} from '../../../server/console/src/parts/deletions.ts';
import { tokenOf } from '../../../server/console/src/parts/link-token.ts';
import { passwordRules } from '../../../server/console/src/parts/password-rules.ts';
import { moved, placeAt } from '../../../server/console/src/parts/reorder.ts';
import { readDate, readTime, runsOvernight } from '../../../server/console/src/parts/time-text.ts';
import { countReceipts, receiptOf } from '../../../server/console/src/publish/receipts.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
/** 24 November 2026, 05:09:07 in Vietnam. */
const AT = Date.UTC(2026, 10, 23, 22, 9, 7);

describe('readTime', () => {
  it.each([
    ['7', '07:00'],
    ['7:5', '07:05'],
    ['0730', '07:30'],
    ['073005', '07:30:05'],
    ['7h30', '07:30'],
    ['7h', '07:00'],
    ['7 giờ'.slice(0, 3), '07:00'],
    [' 23:59:59 ', '23:59:59'],
    ['07:30:00', '07:30'],
  ])('%s → %s', (typed, time) => expect(readTime(typed)).toBe(time));
  it.each(['', 'abc', '25:00', '12:60', '24:00', '-1', '7:30:61', '123456789'])('refuses %s', (typed) => {
    expect(readTime(typed)).toBeNull();
  });
  it('knows 24:00 as an end only', () => expect(readTime('24:00', true)).toBe('24:00'));
  it('TL3 an end at or before the start runs overnight', () => {
    expect([runsOvernight('22:00', '06:00'), runsOvernight('08:00', '08:00'), runsOvernight('20:00', '24:00')]).toEqual(
      [true, true, false],
    );
  });
});

describe('readDate', () => {
  it.each([
    ['1/2/2026', '2026-02-01'],
    ['01-02-2026', '2026-02-01'],
    ['2026-02-01', '2026-02-01'],
  ])('%s → %s', (typed, date) => expect(readDate(typed)).toBe(date));
  it.each(['30/2/2026', '1/13/2026', 'mai', '1/2/26'])('refuses %s', (typed) => expect(readDate(typed)).toBeNull());
});

describe('format', () => {
  it('writes moments in the zone of the ward, 24 hours', () => {
    expect(clockTime(AT, ZONE, 'vi', true)).toBe('05:09:07');
    expect(localDateOf(AT, ZONE)).toBe('2026-11-24');
    expect(momentOf(AT, ZONE, 'vi')).toBe('05:09 24/11/2026');
    expect(momentOf(AT, ZONE, 'vi', AT + 60_000)).toBe('05:09');
  });
  it.each([
    [0, '0:00'],
    [65_000, '1:05'],
    [3_725_000, '1:02:05'],
  ])('length %i → %s', (ms, text) => expect(lengthOf(ms)).toBe(text));
  it.each([
    [381_000_000, '4 ngày 9 giờ', '4 days 9 hours'],
    [3_600_000, '1 giờ', '1 hour'],
    [86_460_000, '1 ngày', '1 day'],
    [59_000, '0 phút', '0 minutes'],
  ] as const)('running for %i → %s', (ms, vi, en) => expect([spellOf(ms, 'vi'), spellOf(ms, 'en')]).toEqual([vi, en]));

  it('writes bytes with the comma of the language', () => {
    expect([bytesOf(999, 'vi'), bytesOf(1_440_000, 'vi'), bytesOf(1_440_000, 'en')]).toEqual([
      '999 B',
      '1,4 MB',
      '1.4 MB',
    ]);
  });
  it('never speaks of the future', () => expect(agoOf(AT + 5_000, AT, 'vi')).toBe('bây giờ'));
  it('folds accents and đ', () => expect(fold('Đường Nghị QUYẾT')).toBe('duong nghi quyet'));
});

describe('passwordRules', () => {
  it('D4 all met exactly when the model accepts the password', () => {
    const letters = fc.constantFrom('a', 'Ễ', 'ộ', 'Z', '7', '-', ' ', 'đ', '😀');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        expect(passwordRules(text).every(({ met }) => met)).toBe(Password.safeParse(text).success);
      }),
    );
  });
});

describe('tokenOf', () => {
  it.each([
    ['', '#token=abc', 'abc'],
    ['?token=abc', '', 'abc'],
    ['', '', ''],
  ])('%s %s', (search, hash, token) => expect(tokenOf({ search, hash })).toBe(token));
});

describe('receipts', () => {
  const screenId = 'scr_1' as ScreenId;
  const live = (parts: Partial<ScreenLive>): ScreenLive => ({
    screenId,
    deviceId: null,
    connection: 'online',
    seenAt: null,
    wanted: null,
    active: null,
    delivery: { kind: 'waiting' },
    heartbeat: null,
    ...parts,
  });
  const to = { screenId, epoch: 1, version: 3 };
  const active = (epoch: number, version: number) => ({ epoch, version, bodyDigest: 'a'.repeat(64) as never });

  it.each([
    ['the same version', live({ active: active(1, 3) }), 'received'],
    ['a newer one', live({ active: active(1, 4) }), 'received'],
    ['a newer epoch', live({ active: active(2, 1) }), 'received'],
    ['an older one', live({ active: active(1, 2) }), 'waiting'],
    ['an older one, offline', live({ active: active(1, 2), connection: 'offline' }), 'offline'],
    ['the newest, offline', live({ active: active(1, 3), connection: 'offline' }), 'received'],
    ['fetching', live({ delivery: { kind: 'fetching', files: 4, filesReady: 1 } }), 'fetching'],
    ['no player', live({ connection: 'unpaired' }), 'unpaired'],
    ['nobody knows', undefined, 'unpaired'],
  ] as const)('%s', (_, state, kind) => expect(receiptOf(to, state).kind).toBe(kind));

  it('counts screens with players only', () => {
    const receipts = [
      receiptOf(to, live({ active: active(1, 3) })),
      receiptOf(to, live({ connection: 'unpaired' })),
      receiptOf(to, live({ connection: 'offline' })),
    ];
    expect(countReceipts(receipts)).toEqual({ all: 2, done: 1, offline: 1, refused: 0, unpaired: 1 });
  });
});

describe('deletions', () => {
  const gone = async () => ({ ok: true as const, value: undefined });
  const refused = {
    ok: false as const,
    trouble: { code: 'asset-in-use' as const, staff: { vi: '', en: '' }, technician: '', status: 409 },
  };
  const film = { kind: 'asset', id: 'ast_a', name: 'Phim' } as const;
  const list = { kind: 'playlist', id: 'pls_b', name: 'Danh sách' } as const;
  const openMemory = () => {
    let kept: readonly Unanswered[] = [];
    return {
      read: () => [...kept],
      write: (all: readonly Unanswered[]) => {
        kept = all;
      },
    };
  };
  const ports = (send: DeletionPorts['send'] = gone, now = () => 0) => ({ send, memory: openMemory(), now });

  it('hides at once, sends when the time to undo is over', async () => {
    vi.useFakeTimers();
    try {
      const send = vi.fn(gone);
      const deletions = createDeletions(ports(send));
      deletions.begin(film, () => undefined);
      expect(deletions.hidden().has(film.id)).toBe(true);
      await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
      expect(send).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(send.mock.calls).toEqual([[film, false]]);
    } finally {
      vi.useRealTimers();
    }
  });
  it('sends nothing when undone, and remembers nothing', async () => {
    const send = vi.fn(gone);
    const desk = ports(send);
    const deletions = createDeletions(desk);
    deletions.begin(film, () => undefined);
    deletions.undo(film.id);
    await deletions.flush();
    expect(send).not.toHaveBeenCalled();
    expect(deletions.hidden().size).toBe(0);
    expect(desk.memory.read()).toEqual([]);
  });
  it('sends all before a publish, and shows again what was refused', async () => {
    const deletions = createDeletions(ports(async (thing) => (thing === list ? refused : gone())));
    const said: unknown[] = [];
    deletions.begin(film, () => said.push('a'));
    deletions.begin(list, (called) => said.push(called));
    await deletions.flush();
    expect([...deletions.hidden()]).toEqual([film.id]);
    expect(said).toEqual([refused]);
  });
  it('outlives the page: sends all when it is left, and forgets each with its answer', async () => {
    const send = vi.fn(gone);
    const desk = ports(send);
    const deletions = createDeletions(desk);
    deletions.begin(film, () => undefined);
    deletions.begin(list, () => undefined);
    deletions.leave();
    // Synchronously: a page that is being left gets no second turn.
    expect(send.mock.calls).toEqual([
      [film, true],
      [list, true],
    ]);
    expect(desk.memory.read()).toHaveLength(2);
    await vi.waitFor(() => expect(desk.memory.read()).toEqual([]));
  });
  it('hands what was left without an answer to the next page, once', () => {
    const desk = ports(() => new Promise(() => undefined));
    const left = createDeletions(desk);
    left.begin(film, () => undefined);
    const other = createDeletions(desk);
    expect(other.takeUnanswered()).toEqual([]);
    left.leave();
    expect(other.takeUnanswered()).toEqual([film]);
    expect(other.takeUnanswered()).toEqual([]);
  });
  it('takes up the deletions of a page that was killed, not those of one that still runs', () => {
    let now = 0;
    const desk = ports(gone, () => now);
    createDeletions(desk).begin(film, () => undefined);
    now = UNDO_MS + 1_000;
    expect(createDeletions(desk).takeUnanswered()).toEqual([]);
    now = 60_000;
    expect(createDeletions(desk).takeUnanswered()).toEqual([film]);
  });
});

it('skips the files that file managers leave behind', () => {
  expect(['.DS_Store', 'Thumbs.db', 'phim.mp4'].map(isLeftover)).toEqual([true, true, false]);
});

describe('reordering', () => {
  const rows = [0, 50, 100].map((top) => ({ top, bottom: top + 40 }));
  it.each([
    [0, 20, 0],
    [0, 69, 0],
    [0, 71, 1],
    [0, 500, 2],
    [2, 71, 2],
    [2, 69, 1],
    [2, -5, 0],
    [1, 70, 1],
  ])('row %i at %i goes to %i', (from, y, to) => expect(placeAt(rows, from, y)).toBe(to));
  it('keeps every item', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  });
});
