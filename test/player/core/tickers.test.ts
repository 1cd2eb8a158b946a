/** Tickers in the player's core: what the page is told, and what is refused. */
import { describe, expect, test } from 'vitest';
import { planTickers, SHEET_AHEAD_MS } from '../../../player/core/cue-sheet.ts';
import { createManifestCheck } from '../../../player/core/manifest-check.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { StageTicker } from '../../../playlists/wire/stage.ts';
import { aBody, aFile, aManifest, aSigner } from '../../support/signed-manifest.ts';

const NOW = Date.UTC(2026, 6, 1, 3, 0, 0);
const ticker = {
  tickerId: 'tck_news',
  messages: [{ text: 'Đăng ký VNeID', priority: 'normal' }],
  edge: 'bottom',
  heightPercent: 14,
  syllablesPerMinute: 150,
  separator: '•',
  palette: { ground: '#000000', ink: '#ffffff', accent: '#ffcf4a' },
};
const bodyWith = (parts: object = {}): ManifestBody =>
  ManifestBody.parse({
    ...aBody([aFile('clip').file], { from: NOW, until: NOW + 86_400_000 }),
    format: 3,
    tickers: [ticker],
    tickerSpans: [
      { anchor: NOW - 1_000, from: NOW, ticker: 0, until: NOW + 20_000 },
      { anchor: NOW + 30_000, from: NOW + 30_000, ticker: 0, until: NOW + 900_000 },
      { anchor: NOW + 900_000, from: NOW + 900_000, ticker: 0, until: NOW + 1_900_000 },
    ],
    ...parts,
  });

describe('tickers in the core', () => {
  test('the page gets those within reach of the sheet, whole, by their own times', () => {
    const sheet = planTickers({ body: bodyWith(), validUntil: NOW + 86_400_000 }, NOW + 5_000);
    expect(sheet).toEqual([
      { from: NOW, until: NOW + 20_000, anchor: NOW - 1_000, ticker },
      { from: NOW + 30_000, until: NOW + 900_000, anchor: NOW + 30_000, ticker },
    ]);
    for (const one of sheet) expect(StageTicker.parse(one)).toEqual(one);
    expect(SHEET_AHEAD_MS).toBe(60_000);
  });
  test('none runs beyond the lease, and none in a body without any', () => {
    const facts = { body: bodyWith(), validUntil: NOW + 40_000 };
    expect(planTickers(facts, NOW + 5_000).map(({ until }) => until)).toEqual([NOW + 20_000, NOW + 40_000]);
    expect(planTickers(facts, NOW + 41_000)).toEqual([]);
    const plain = bodyWith({ format: 1, tickers: undefined, tickerSpans: undefined });
    expect(planTickers({ ...facts, body: plain }, NOW)).toEqual([]);
  });
  test.each([
    ['a span that points at no ticker', { tickers: [] }],
    [
      'two tickers at a time',
      { tickerSpans: [0, 10].map((from) => ({ anchor: NOW, from: NOW + from, ticker: 0, until: NOW + from + 20 })) },
    ],
    ['a span beyond the body', { tickerSpans: [{ anchor: NOW, from: NOW, ticker: 0, until: NOW + 86_400_001 }] }],
    ['a message without words', { tickers: [{ ...ticker, messages: [{ text: '', priority: 'normal' }] }] }],
  ])('refused: %s', (_, parts) => {
    const made = aManifest(aSigner(), { ...bodyWith(), ...parts } as never, 1);
    expect(createManifestCheck().body(made.signed, made.text)).toMatchObject({
      ok: false,
      refusal: { code: 'manifest-body-wrong' },
    });
  });
});
