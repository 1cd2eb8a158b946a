/** Tickers in manifests (TK1, TK3, TK4): which runs when, and from where it is counted. Bodies without any are what they were. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../playlists/model/finding.ts';
import type { Schedule } from '../../../playlists/model/schedule.ts';
import { compileScreen, compileWardIn, horizonOf } from '../../../playlists/timeline/compile.ts';
import { findProblems } from '../../../playlists/timeline/conflicts.ts';
import { compareSchedules } from '../../../playlists/timeline/differences.ts';
import { explain } from '../../../playlists/timeline/explain.ts';
import { tickerAt, tickersBetween } from '../../../playlists/timeline/ticker-playhead.ts';
import { prepareWard } from '../../../playlists/timeline/ward.ts';
import { canonicalJson } from '../../../playlists/wire/canonical-json.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { aPlaylist, aSchedule, aScreen, aSlide, aSlot, aTicker, at } from '../../support/builders.ts';

const now = at('2026-03-02 09:00');
const horizon = horizonOf(now, 'Asia/Ho_Chi_Minh');
const bodyOf = (schedule: Schedule, screenId = schedule.screens[0]?.id ?? ('scr_gate' as never), within = horizon) =>
  compileScreen(schedule, screenId, within).body;
const standing = aScreen({ tickerId: 'tck_news' });
const named = (body: ManifestBody, text: string) => tickerAt(body, at(text))?.ticker.tickerId ?? null;
const EVENT = { kind: 'ticker', tickerId: 'tck_event' } as const;
const both = [aTicker(), aTicker({ id: 'tck_event', name: 'Ngày hội' }, ['Mời bà con'])];

describe('a body', () => {
  it('without a ticker is to the byte what it was before there were any', () => {
    const schedule = aSchedule({ tickers: both });
    const { tickers: _tickers, ...before } = schedule;
    expect(canonicalJson(bodyOf(schedule))).toBe(canonicalJson(bodyOf(before)));
    expect(bodyOf(schedule)).toMatchObject({ format: 1 });
    expect('tickers' in bodyOf(schedule) || 'tickerSpans' in bodyOf(schedule)).toBe(false);
    const slides = aSchedule({ assets: [aSlide()], playlists: [aPlaylist({}, ['ast_words'])], tickers: both });
    expect(bodyOf(slides).format).toBe(2);
  });
  it('with one is of format 3, and holds what it runs by as data', () => {
    const body = bodyOf(aSchedule({ screens: [standing], tickers: [aTicker()] }));
    expect(body.format).toBe(3);
    expect(body.tickers).toEqual([
      {
        tickerId: 'tck_news',
        messages: [{ text: 'Đăng ký VNeID', priority: 'normal' }],
        edge: 'bottom',
        heightPercent: 14,
        syllablesPerMinute: 150,
        separator: '•',
        palette: { ground: '#000000', ink: '#ffffff', accent: '#ffcf4a' },
      },
    ]);
    expect(ManifestBody.parse(JSON.parse(JSON.stringify(body)))).toEqual(body);
  });
  it('screens that differ by their ticker alone have bodies of their own; a ticker that is gone runs nowhere', () => {
    const screens = [
      standing,
      aScreen({ id: 'scr_two', name: 'Hai' }),
      aScreen({ id: 'scr_three', name: 'Ba', tickerId: 'tck_gone' }),
    ];
    const ward = prepareWard(aSchedule({ screens, tickers: [aTicker()] }));
    const bodies = compileWardIn(ward, now);
    const [one, two, three] = screens.map(({ id }) => bodies.get(id)?.body as ManifestBody);
    expect(one?.format).toBe(3);
    expect(two?.format).toBe(1);
    expect(canonicalJson(three)).toBe(canonicalJson(two));
  });
  it('of a ward that follows an edit of the ticker has the new words', () => {
    const schedule = aSchedule({ screens: [standing], tickers: [aTicker()] });
    const ward = prepareWard(schedule);
    compileWardIn(ward, now);
    const after = ward.follow({ ...schedule, tickers: [aTicker({}, ['Lời mới'])] });
    expect(compileWardIn(after, now).get(standing.id)?.body.tickers?.[0]?.messages[0]?.text).toBe('Lời mới');
  });
});

describe('TK1 which ticker runs', () => {
  it('the one of the screen over everything but blank hours, also where nothing is scheduled', () => {
    const screen = { ...standing, blankHours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '22:00', until: '05:00' }] };
    const body = bodyOf(aSchedule({ screens: [screen], tickers: [aTicker()] }));
    expect(named(body, '2026-03-02 12:00')).toBe('tck_news');
    expect(named(body, '2026-03-02 21:59:59')).toBe('tck_news');
    expect(named(body, '2026-03-02 22:00')).toBe(null);
    expect(named(body, '2026-03-03 04:59:59')).toBe(null);
    expect(named(body, '2026-03-03 05:00')).toBe('tck_news');
  });
  it('a slot may bring its own, or none, for as long as it is shown', () => {
    const slots = [
      aSlot({ id: 'slt_event', ticker: EVENT }),
      aSlot({ id: 'slt_quiet', from: '10:00', until: '11:00', ticker: { kind: 'none' } }),
    ];
    const body = bodyOf(aSchedule({ screens: [standing], slots, tickers: both }));
    expect(
      ['07:59:59', '08:00', '09:59:59', '10:00', '10:59:59', '11:00', '17:00'].map((time) =>
        named(body, `2026-03-02 ${time}`),
      ),
    ).toEqual(['tck_news', 'tck_event', 'tck_event', null, null, 'tck_event', 'tck_news']);
  });
  it('gives way to khẩn cấp, unless that brings a ticker of its own', () => {
    const urgent = { id: 'slt_alarm', from: '10:00', until: '11:00', priority: 'urgent' } as const;
    const bodyWith = (slot: Parameters<typeof aSlot>[0]) =>
      bodyOf(aSchedule({ screens: [standing], slots: [aSlot(), aSlot(slot)], tickers: both }));
    expect(named(bodyWith(urgent), '2026-03-02 10:30')).toBe(null);
    expect(named(bodyWith(urgent), '2026-03-02 11:00')).toBe('tck_news');
    expect(named(bodyWith({ ...urgent, ticker: EVENT }), '2026-03-02 10:30')).toBe('tck_event');
  });
});

describe('TK4 from where it is counted', () => {
  it('the ticker of a slot from the start of its run, also after an interruption; that of a screen from each midnight', () => {
    const slots = [
      aSlot({ id: 'slt_event', ticker: EVENT }),
      aSlot({ id: 'slt_quiet', from: '10:00', until: '11:00', ticker: { kind: 'none' } }),
    ];
    const body = bodyOf(aSchedule({ screens: [standing], slots, tickers: both }));
    expect(tickerAt(body, at('2026-03-02 12:00'))).toMatchObject({
      anchor: at('2026-03-02 08:00'),
      from: at('2026-03-02 11:00'),
      until: at('2026-03-02 17:00'),
    });
    expect(tickerAt(body, at('2026-03-02 18:00'))?.anchor).toBe(at('2026-03-02 00:00'));
    expect(tickerAt(body, at('2026-03-03 01:00'))?.anchor).toBe(at('2026-03-03 00:00'));
  });
  it('is the same wherever a timeline is cut', () => {
    const slots = [aSlot({ id: 'slt_night', from: '20:00', until: '06:00', ticker: EVENT })];
    const schedule = aSchedule({ screens: [standing], slots, tickers: both });
    const later = horizonOf(at('2026-03-04 09:00'), 'Asia/Ho_Chi_Minh');
    const [early, late] = [bodyOf(schedule), bodyOf(schedule, standing.id, later)];
    for (let moment = later.from; moment < later.from + 3 * 86_400_000; moment += 3_600_000 + 1) {
      const [a, b] = [tickerAt(early, moment), tickerAt(late, moment)];
      expect([a?.anchor, a?.ticker]).toEqual([b?.anchor, b?.ticker]);
    }
  });
});

describe('TK3 days of messages', () => {
  it('a message runs on its days alone; another set of messages begins anew at midnight; none = no ticker', () => {
    const messages = [
      { text: 'luôn', validUntil: '2026-03-04' },
      { text: 'ngày ba', validFrom: '2026-03-03', validUntil: '2026-03-03' },
    ];
    const slots = [aSlot({ from: '00:00', until: '00:00', ticker: { kind: 'ticker', tickerId: 'tck_news' } })];
    const body = bodyOf(aSchedule({ slots, tickers: [aTicker({ messages })] }));
    const said = (text: string) => tickerAt(body, at(text))?.ticker.messages.map((message) => message.text);
    expect(said('2026-03-02 23:59:59')).toEqual(['luôn']);
    expect(said('2026-03-03 00:00')).toEqual(['luôn', 'ngày ba']);
    expect(said('2026-03-04 00:00')).toEqual(['luôn']);
    expect(said('2026-03-05 00:00')).toBe(undefined);
    expect(body.tickers).toHaveLength(2);
    const overnight = bodyOf(
      aSchedule({
        slots: [aSlot({ from: '20:00', until: '06:00', ticker: { kind: 'ticker', tickerId: 'tck_news' } })],
        tickers: [aTicker({ messages })],
      }),
    );
    expect(tickerAt(overnight, at('2026-03-02 23:00'))?.anchor).toBe(at('2026-03-02 20:00'));
    expect(tickerAt(overnight, at('2026-03-03 02:00'))?.anchor).toBe(at('2026-03-03 00:00'));
  });
});

describe('runs between two instants', () => {
  it('are those that touch them, in order, at most so many', () => {
    const body = bodyOf(aSchedule({ screens: [standing], tickers: [aTicker()] }));
    const runs = tickersBetween(body, at('2026-03-02 23:00'), at('2026-03-04 01:00'), 9);
    expect(runs.map(({ from }) => from)).toEqual(
      ['2026-03-02', '2026-03-03', '2026-03-04'].map((day) => at(`${day} 00:00`)),
    );
    expect(tickersBetween(body, at('2026-03-02 23:00'), at('2026-03-04 01:00'), 2)).toHaveLength(2);
    expect(tickersBetween(bodyOf(aSchedule()), now, now + 1, 9)).toEqual([]);
  });
});

describe('findings', () => {
  const codesOf = (schedule: Schedule): Finding['code'][] =>
    findProblems(schedule, now).flatMap(({ code }) => (code.startsWith('ticker') ? [code] : []));
  const on = (parts: Parameters<typeof aTicker>[0], screen = standing, texts?: string[]) =>
    aSchedule({ screens: [screen], tickers: [aTicker(parts, texts)] });
  it('a good ticker is worth no word; nor is one that nothing names', () => {
    expect(codesOf(on({}))).toEqual([]);
    expect(codesOf(on({ messages: [{ text: 'cũ', validUntil: '2020-01-01' }] }, aScreen()))).toEqual([]);
  });
  it('FD28 one that is gone stops a publish, by slot and by screen', () => {
    const slots = [aSlot({ ticker: EVENT })];
    const schedule = aSchedule({ screens: [standing], slots, tickers: [] });
    const gone = findProblems(schedule, now).filter(({ code }) => code === 'ticker-missing');
    expect(gone.map(({ blocks, slotId, screenId }) => [blocks, slotId, screenId])).toEqual([
      [true, 'slt_day', undefined],
      [true, undefined, 'scr_gate'],
    ]);
  });
  it('FD29 one without a valid message, by the first such day', () => {
    const [finding] = findProblems(on({ messages: [{ text: 'a', validUntil: '2026-03-20' }] }), now).filter(
      ({ code }) => code === 'ticker-silent',
    );
    expect(finding).toMatchObject({ blocks: false, tickerId: 'tck_news' });
    expect(finding?.staff.vi).toContain('21/03/2026');
    expect(codesOf(on({ messages: [{ text: 'a', validUntil: '2026-04-20' }] }))).toEqual([]);
  });
  it('FD30 too fast, FD31 too long, FD32 too small, each for the canvas it runs on', () => {
    const small = aScreen({ tickerId: 'tck_news', canvas: { width: 128, height: 64 } });
    expect(codesOf(on({ edge: 'fill', syllablesPerMinute: 300 }, small))).toContain('ticker-too-fast');
    expect(codesOf(on({}, small))).toEqual(['ticker-text-small']);
    const words = Array.from({ length: 40 }, () => 'Bà con nhớ mang theo giấy tờ. '.repeat(12).trim());
    expect(codesOf(on({}, standing, words))).toEqual(['ticker-too-long']);
  });
  it('FD33 one that nobody approved, which stops a publish where the ward says so', () => {
    const unapproved = on({ approval: null });
    expect(codesOf(unapproved)).toEqual(['ticker-unapproved']);
    expect(findProblems(unapproved, now).some(({ blocks }) => blocks)).toBe(false);
    expect(findProblems({ ...unapproved, approvalRequired: true }, now)[0]).toMatchObject({
      code: 'ticker-unapproved',
      blocks: true,
    });
  });
  it('a strip that its ticker fills needs nothing else', () => {
    const bare = { slots: [], playlists: [], assets: [] };
    const codes = (edge: 'fill' | 'bottom') =>
      findProblems(aSchedule({ ...bare, screens: [standing], tickers: [aTicker({ edge })] }), now).map(
        ({ code }) => code,
      );
    expect(codes('fill')).not.toContain('screen-without-content');
    expect(codes('bottom')).toContain('screen-without-content');
  });
});

describe('differences', () => {
  const say = (before: Schedule, after: Schedule): string[] =>
    compareSchedules(before, after, now).differences.map(({ vi }) => vi);
  const plain = aSchedule({ screens: [aScreen()], tickers: both });
  const news = aSchedule({ screens: [standing], tickers: both });
  it('a ticker that comes, goes or gives way to another is said in a sentence; equal ones in none', () => {
    expect(say(plain, plain)).toEqual([]);
    expect(say(news, news)).toEqual([]);
    expect(say(plain, news)).toEqual([expect.stringMatching(/“Cổng chào” chạy chữ “Tin phường”\.$/)]);
    expect(say(news, plain)).toEqual([expect.stringMatching(/không còn chạy chữ “Tin phường”\.$/)]);
    const event = { ...news, slots: [aSlot({ ticker: EVENT })] };
    expect(say(news, event)).toEqual([expect.stringMatching(/08:00.*chạy chữ “Ngày hội” thay cho “Tin phường”\.$/)]);
  });
  it('other words, another speed and another look are told apart', () => {
    const [news_, event] = both as [(typeof both)[number], (typeof both)[number]];
    const changed = (parts: Partial<typeof news_>) => ({ ...news, tickers: [{ ...news_, ...parts }, event] });
    expect(say(news, changed({ messages: aTicker({}, ['Khác']).messages }))[0]).toContain('với lời mới');
    expect(say(news, changed({ syllablesPerMinute: 200 }))[0]).toContain('với tốc độ khác');
    expect(say(news, changed({ edge: 'top' }))[0]).toContain('với vị trí hoặc màu khác');
    expect(say(news, changed({ name: 'Tên khác', version: 7 }))).toEqual([]);
  });
});

describe('TK6 a slot that is a ticker alone', () => {
  const screens = [{ ...standing, blankHours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '22:00', until: '05:00' }] }];
  const alone = (parts: Parameters<typeof aSlot>[0] = {}) =>
    aSlot({
      id: 'slt_alone',
      name: 'Mời họp',
      playlistId: null,
      ticker: EVENT,
      from: '10:00',
      until: '12:00',
      ...parts,
    });
  const wardOf = (...slots: ReturnType<typeof aSlot>[]) => aSchedule({ screens, slots, tickers: both });
  const seen = (schedule: Schedule, ...times: string[]) =>
    times.map((time) => named(bodyOf(schedule), `2026-03-02 ${time}`));

  it('runs over whatever is shown, from its start to its end, and changes nothing of that', () => {
    const without = bodyOf(wardOf(aSlot()));
    for (const slots of [
      [aSlot(), alone()],
      [aSlot({ boundary: 'finish', from: '09:00', until: '10:00:01' }), alone()],
    ]) {
      expect(seen(wardOf(...slots), '09:59:59', '10:00', '11:59:59', '12:00')).toEqual([
        'tck_news',
        'tck_event',
        'tck_event',
        'tck_news',
      ]);
    }
    expect(bodyOf(wardOf(aSlot(), alone())).spans).toEqual(without.spans);
    expect(bodyOf(wardOf(aSlot(), alone())).loops).toEqual(without.loops);
    expect(tickerAt(bodyOf(wardOf(aSlot(), alone())), at('2026-03-02 11:00'))?.anchor).toBe(at('2026-03-02 10:00'));
  });
  it('runs where nothing is scheduled, not in blank hours; screens that differ by it alone have bodies of their own', () => {
    const night = alone({ from: '21:00', until: '06:00' });
    expect(seen(wardOf(night), '21:30', '22:00')).toEqual(['tck_event', null]);
    expect(named(bodyOf(wardOf(night)), '2026-03-03 05:30')).toBe('tck_event');
    const two = aSchedule({
      screens: [aScreen(), aScreen({ id: 'scr_two', name: 'Hai' })],
      slots: [aSlot(), alone({ targets: [{ kind: 'screen', screenId: 'scr_two' }] })],
      tickers: both,
    });
    const bodies = compileWardIn(prepareWard(two), now);
    expect(
      ['scr_gate', 'scr_two'].map((id) => named(bodies.get(id as never)?.body as ManifestBody, '2026-03-02 11:00')),
    ).toEqual([null, 'tck_event']);
  });
  it('of several that speak of the ticker the strongest decides, as of slots', () => {
    const own = { id: 'slt_own', ticker: { kind: 'ticker', tickerId: 'tck_news' } } as const;
    const at11 = (...slots: ReturnType<typeof aSlot>[]) => seen(wardOf(...slots), '11:00')[0];
    expect(at11(aSlot(own), alone())).toBe('tck_event');
    expect(at11(aSlot({ ...own, from: '10:30' }), alone())).toBe('tck_news');
    expect(at11(aSlot({ ...own, priority: 'priority' }), alone())).toBe('tck_news');
    expect(at11(aSlot({ id: 'slt_quiet', from: '10:30', ticker: { kind: 'none' } }), alone())).toBe(null);
    expect(at11(aSlot({ ...own, from: '10:30' }), alone({ targets: [{ kind: 'screen', screenId: 'scr_gate' }] }))).toBe(
      'tck_event',
    );
    const other = alone({ id: 'slt_b', from: '10:30', ticker: own.ticker });
    expect(at11(alone(), other)).toBe('tck_news');
    expect(at11(alone({ priority: 'priority' }), other)).toBe('tck_event');
  });
  it('gives way to khẩn cấp that says nothing of it, unless it is khẩn cấp itself', () => {
    const alarm = aSlot({ id: 'slt_alarm', from: '10:30', until: '11:00', priority: 'urgent' });
    expect(seen(wardOf(aSlot(), alarm, alone({ priority: 'priority' })), '10:29:59', '10:30', '11:00')).toEqual([
      'tck_event',
      null,
      'tck_event',
    ]);
    expect(seen(wardOf(aSlot(), alarm, alone({ priority: 'urgent' })), '10:30')).toEqual(['tck_event']);
    const guest = aSlot({ ...alarm, share: { kind: 'percent', percent: 20 } });
    expect(seen(wardOf(aSlot(), guest, alone()), '10:30')).toEqual([null]);
  });
  it('FD3 FD11 FD38 who has the ticker is told; it hides no slot, makes no gap and fills none', () => {
    const found = (...slots: ReturnType<typeof aSlot>[]) =>
      findProblems(wardOf(...slots), now).map(({ code, slotId }) => `${code} ${slotId ?? ''}`);
    const whole = aSlot({ from: '05:00', until: '22:00' });
    expect(found(whole, alone())).toEqual(found(whole));
    expect(found(aSlot(), alone({ from: '05:00', until: '22:00' }))).toEqual(found(aSlot()));
    expect(found(whole, alone(), alone({ id: 'slt_above', priority: 'priority' }))).toContain('slot-hidden slt_alone');
    const half = alone({ id: 'slt_above', from: '11:30', until: '12:30' });
    expect(found(whole, alone(), half)).toContain('slot-partly-hidden slt_alone');
    const short = alone({ id: 'slt_above', from: '11:00', until: '11:30' });
    expect(found(whole, alone(), short)).toContain('slot-gives-way slt_alone');
    expect(found(whole, alone({ from: '23:00', until: '04:00' }))).toContain('slot-hidden slt_alone');
    expect(found(whole, alone({ ticker: { kind: 'ticker', tickerId: 'tck_gone' } }))).toContain(
      'ticker-missing slt_alone',
    );
    const bare = { screens, playlists: [], assets: [] };
    const filling = (edge: 'fill' | 'bottom') =>
      findProblems(
        aSchedule({
          ...bare,
          slots: [alone({ from: '05:00', until: '22:00' })],
          tickers: [aTicker({ id: 'tck_event', edge })],
        }),
        now,
      ).map(({ code }) => code);
    expect(filling('bottom')).toContain('screen-without-content');
    expect(filling('fill')).not.toContain('screen-without-content');
    expect(filling('fill')).not.toContain('screen-bare-hours');
  });
  it('is explained beside what is shown, never as its winner or loser', () => {
    const why = (...slots: ReturnType<typeof aSlot>[]) =>
      explain(wardOf(...slots), 'scr_gate' as never, at('2026-03-02 11:00'));
    expect(why(aSlot(), alone())).toMatchObject({
      winner: { slotId: 'slt_day' },
      losers: [],
      tickers: [{ isOn: true, rule: 'TK6' }],
    });
    expect(why(aSlot()).tickers).toEqual([]);
    const quiet = aSlot({ id: 'slt_quiet', from: '10:30', ticker: { kind: 'none' } });
    expect(why(quiet, alone()).tickers).toMatchObject([{ slotId: 'slt_alone', isOn: false, rule: 'TL8' }]);
  });
  it('is a difference by its ticker alone', () => {
    const say = compareSchedules(wardOf(aSlot()), wardOf(aSlot(), alone()), now);
    expect(say.differences.map(({ vi }) => vi)).toEqual([
      expect.stringMatching(/10:00.*12:00.*chạy chữ “Ngày hội” thay cho “Tin phường”\.$/),
    ]);
  });
});
