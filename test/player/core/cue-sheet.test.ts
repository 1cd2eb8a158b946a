/** What the page is told, and that the director tells it in time: on fake clocks, against the real timeline. */
import { describe, expect, test } from 'vitest';
import { createServerClock } from '../../../player/core/clock.ts';
import { planCues, planTickers, type SheetFacts } from '../../../player/core/cue-sheet.ts';
import { createDirector } from '../../../player/core/director.ts';
import type { HeldManifest } from '../../../player/core/vault.ts';
import { CoreToPage, type StageCue } from '../../../playlists/wire/stage.ts';
import { createFakeClocks } from '../../support/fake-clocks.ts';
import { aBody, aFile, aManifest, aSigner } from '../../support/signed-manifest.ts';

const NOW = Date.UTC(2026, 6, 1, 3, 0, 0);
const [one, two, safe] = [aFile('one').file, aFile('two').file, aFile('safe', 9_000, 'image/png').file];
const body = aBody([one, two], { from: NOW - 60_000, until: NOW + 86_400_000, cueMs: 10_000, safe });
const facts = (more: Partial<SheetFacts> = {}): SheetFacts => ({
  body,
  validUntil: NOW + 86_400_000,
  has: () => true,
  failed: new Set(),
  ...more,
});
const contiguous = (cues: StageCue[]): boolean => cues.every((cue, i) => i === 0 || cues[i - 1]?.until === cue.from);

describe('cue sheet', () => {
  test('the running cue first, a minute ahead, contiguous, ids unique', () => {
    const cues = planCues(facts(), NOW + 3_500.5);
    expect(cues[0]).toMatchObject({ from: NOW, until: NOW + 10_000, digest: one.digest, offsetMs: 0, muted: true });
    expect(cues.at(-1)?.until).toBeGreaterThanOrEqual(NOW + 63_500);
    expect(contiguous(cues)).toBe(true);
    expect(new Set(cues.map(({ id }) => id)).size).toBe(cues.length);
    for (const cue of cues) expect(cue.url).toBe(`/media/${cue.digest}`);
  });

  test('long cues: still the current one and two more', () => {
    const long = aBody([one, two], { from: NOW, cueMs: 3_600_000 });
    expect(planCues(facts({ body: long }), NOW + 5)).toHaveLength(3);
  });

  test('the same showing keeps its id whenever and by whatever manifest it is planned', () => {
    const later = aBody([one, two], { from: NOW - 60_000, until: NOW + 40_000, cueMs: 10_000, safe });
    const ids = (cues: StageCue[]): (string | undefined)[] => cues.map(({ id }) => id);
    const first = ids(planCues(facts(), NOW));
    expect(ids(planCues(facts(), NOW + 12_000))[0]).toBe(first[1]);
    expect(ids(planCues(facts({ body: later }), NOW)).slice(0, 4)).toEqual(first.slice(0, 4));
  });

  test('a span that begins inside a cue enters the file in the middle', () => {
    const bent = structuredClone(body);
    const [span] = bent.spans;
    if (span?.kind === 'loop') span.anchor = NOW - 64_000;
    expect(planCues(facts({ body: bent }), NOW - 60_000)[0]).toMatchObject({ from: NOW - 60_000, offsetMs: 4_000 });
  });

  test('a failed cue, and a file that is not on disk, become the safe image for the rest of their time', () => {
    const [first] = planCues(facts(), NOW);
    const failed = planCues(facts({ failed: new Set([first?.id ?? '']) }), NOW);
    expect(failed[0]).toMatchObject({ kind: 'safe', digest: safe.digest, from: NOW, until: NOW + 10_000 });
    expect(failed[0]?.id).not.toBe(first?.id);
    expect(failed[1]?.digest).toBe(two.digest);
    const missing = planCues(facts({ has: (digest) => digest !== two.digest }), NOW);
    expect(missing.map(({ kind }) => kind).slice(0, 4)).toEqual(['video', 'safe', 'video', 'safe']);
    const nothing = planCues(facts({ has: () => false }), NOW);
    expect(nothing.every(({ kind, url }) => kind === 'card' && url === null)).toBe(true);
  });

  test('a safe image that fails too gives way to the card', () => {
    const has = (digest: string) => digest === safe.digest;
    const [first] = planCues(facts({ has }), NOW);
    expect(first?.kind).toBe('safe');
    expect(planCues(facts({ has, failed: new Set([first?.id ?? '']) }), NOW)[0]?.kind).toBe('card');
  });

  test('F3 the lease ends in the safe image, to the millisecond', () => {
    const cues = planCues(facts({ validUntil: NOW + 14_321 }), NOW);
    expect(cues.map(({ kind }) => kind)).toEqual(['video', 'video', 'safe']);
    expect([cues[1]?.until, cues[2]?.from]).toEqual([NOW + 14_321, NOW + 14_321]);
    expect(planCues(facts({ validUntil: NOW - 1 }), NOW)).toMatchObject([{ kind: 'safe', digest: safe.digest }]);
  });

  test('F6 in safe mode what moves gives way to the safe image; stills stay, come in by a cut, and no ticker runs', () => {
    const still = aFile('still', 9_000, 'image/png').file;
    const mixed = aBody([one, still], { from: NOW, cueMs: 10_000, safe });
    for (const cue of mixed.loops[0]?.cues ?? []) cue.enter = { kind: 'fade', ms: 500 };
    expect(planCues(facts({ body: mixed }), NOW)[1]?.enter).toBeDefined();
    const cues = planCues(facts({ body: mixed, stillsOnly: true }), NOW);
    expect(cues.map(({ kind, digest }) => [kind, digest]).slice(0, 3)).toEqual([
      ['safe', safe.digest],
      ['still', still.digest],
      ['safe', safe.digest],
    ]);
    expect(contiguous(cues)).toBe(true);
    expect(cues.some(({ enter }) => enter)).toBe(false);
    expect(planTickers({ body: mixed, validUntil: NOW + 86_400_000, stillsOnly: true }, NOW)).toEqual([]);
  });

  test('sound is an opt-in of the screen', () => {
    expect(planCues(facts({ body: { ...body, sound: true } }), NOW)[0]?.muted).toBe(false);
  });
});

describe('director', () => {
  const aDirector = (wall = NOW) => {
    const clocks = createFakeClocks(wall);
    const clock = createServerClock({ clocks, builtAt: Date.UTC(2026, 0, 1), saved: null });
    const made = aManifest(aSigner(), body, 1, { issuedAt: NOW - 60_000 });
    let active: HeldManifest | null = { signed: made.signed, body };
    const sheets: Extract<CoreToPage, { kind: 'sheet' }>[] = [];
    const director = createDirector({
      clock,
      clocks,
      log: () => {},
      canvas: { width: 1920, height: 1080 },
      serverUrl: 'http://server',
      active: () => active,
      progress: () => ({ files: 4, filesReady: 1, bytes: 10, bytesReady: 1 }),
      has: () => true,
      relay: () => null,
      send: (message) => {
        CoreToPage.parse(message);
        if (message.kind === 'sheet') sheets.push(message);
      },
      planned: () => {},
    });
    return { clocks, director, sheets, setActive: (held: HeldManifest | null) => (active = held), clock };
  };

  test('a day: at every instant the page knows what is on now and the two cues after it', () => {
    const { clocks, director, sheets } = aDirector();
    director.refresh();
    for (let i = 0; i < 5_000; i += 1) {
      clocks.pass(1_700);
      const now = clocks.wall();
      const sheet = sheets.at(-1);
      const index = sheet?.cues.findIndex(({ from, until }) => from <= now && now < until) ?? -1;
      expect(index).toBeGreaterThanOrEqual(0);
      expect((sheet?.cues.length ?? 0) - index).toBeGreaterThanOrEqual(3);
    }
    expect(sheets.length).toBeLessThan(5_000 * 0.2);
  });

  test('F5 without a believable clock nothing dated is shown', () => {
    const { director, sheets } = aDirector(Date.UTC(2009, 0, 1));
    director.refresh();
    expect(sheets.at(-1)?.cues).toMatchObject([{ kind: 'safe', digest: safe.digest }]);
  });

  test('each standing has its card', () => {
    const { director, sheets, setActive } = aDirector();
    setActive(null);
    const cardNow = () => sheets.at(-1)?.card;
    director.refresh();
    expect(cardNow()).toEqual({ kind: 'searching', server: 'http://server' });
    director.standing({ kind: 'unpaired', code: 'ABCD2345', url: 'http://server/p', expiresAt: NOW });
    expect(cardNow()).toMatchObject({ kind: 'pairing', code: 'ABCD2345' });
    director.standing({ kind: 'paired', screenName: 'Cổng' });
    expect(cardNow()).toEqual({ kind: 'fetching', screenName: 'Cổng', files: 4, filesReady: 1 });
    director.standing({ kind: 'revoked' });
    expect(cardNow()).toEqual({ kind: 'safe', wardName: '' });
    expect(new Set(sheets.flatMap(({ cues }) => cues.map(({ id }) => id))).size).toBe(1);
    director.stop();
  });

  test('the same sheet is not sent twice, unless the page is new', () => {
    const { director, sheets } = aDirector();
    director.refresh();
    director.refresh();
    expect(sheets).toHaveLength(1);
    director.resend();
    expect(sheets).toHaveLength(2);
  });

  test('a stopped director has no timers', () => {
    const { clocks, director } = aDirector();
    director.refresh();
    director.stop();
    expect(clocks.waiting()).toBe(0);
  });
});
