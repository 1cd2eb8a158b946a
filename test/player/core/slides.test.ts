/** Slides in the player's core: what the page is told, what is refused, what waits for no file. */
import { describe, expect, test } from 'vitest';
import { planCues, type SheetFacts } from '../../../player/core/cue-sheet.ts';
import { startDelivery } from '../../../player/core/delivery.ts';
import { createManifestCheck } from '../../../player/core/manifest-check.ts';
import { filesByNeed } from '../../../player/core/need-order.ts';
import type { HeldManifest } from '../../../player/core/vault.ts';
import { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { StageCue } from '../../../playlists/wire/stage.ts';
import { aSlide } from '../../support/builders.ts';
import { createFakeClocks } from '../../support/fake-clocks.ts';
import { aBody, aFile, aManifest, aSigner, SCREEN } from '../../support/signed-manifest.ts';
import { until } from '../../support/until.ts';

const NOW = Date.UTC(2026, 6, 1, 3, 0, 0);
const [clip, poster] = [aFile('clip').file, aFile('poster', 9_000, 'image/webp').file];
const { slide } = aSlide();
if (!slide) throw new TypeError('not a slide');

/** A clip of 10 s, then a slide with the second file as its picture, for 10 s. */
const bodyWith = (parts: Partial<ManifestBody> = {}): ManifestBody => {
  const plain = aBody([clip, poster], { from: NOW, until: NOW + 86_400_000 });
  const [loop] = plain.loops;
  return ManifestBody.parse({
    ...plain,
    format: 2,
    slides: [{ ...slide, picture: 1 }],
    loops: [
      {
        ...loop,
        cues: [loop?.cues[0], { at: 10_000, durationMs: 10_000, kind: 'slide', slide: 0, assetId: 'ast_words' }],
      },
    ],
    ...parts,
  });
};
const facts = (parts: Partial<SheetFacts> = {}): SheetFacts => ({
  body: bodyWith(),
  validUntil: NOW + 86_400_000,
  has: () => true,
  failed: new Set(),
  ...parts,
});

describe('slides in the core', () => {
  test('the page gets what is written, the colours and the zone, and the address of the picture', () => {
    const cue = planCues(facts(), NOW)[1];
    expect(cue).toMatchObject({
      kind: 'slide',
      from: NOW + 10_000,
      digest: slide.digest,
      url: `/media/${poster.digest}`,
    });
    expect(cue?.slide).toEqual({ content: slide.content, palette: slide.palette, zone: 'Asia/Ho_Chi_Minh' });
    expect(StageCue.parse(cue)).toEqual(cue);
  });

  test('a slide whose picture is not on disk is shown without it, a film is not', () => {
    const cues = planCues(facts({ has: () => false }), NOW);
    expect(cues.slice(0, 2).map(({ kind, url }) => [kind, url])).toEqual([
      ['card', null],
      ['slide', null],
    ]);
  });

  test('the picture of a slide is fetched when the slide needs it', () => {
    expect(filesByNeed([bodyWith()], NOW + 12_000).map(({ digest }) => digest)).toEqual([poster.digest, clip.digest]);
  });

  test.each([
    ['a cue that points at no slide', { slides: [] }],
    ['a slide that points at no picture', { slides: [{ ...slide, picture: 7 }] }],
  ])('refused: %s', (_, parts) => {
    const signer = aSigner();
    const made = aManifest(signer, bodyWith(parts), 1);
    const outcome = createManifestCheck().body(made.signed, made.text);
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'manifest-body-wrong' } });
  });

  test('a body of a format that this player does not know is refused as such', () => {
    const signer = aSigner();
    const made = aManifest(signer, { ...bodyWith(), format: 4 } as never, 1);
    const check = createManifestCheck();
    expect(check.envelope(made.signed, signer.publicKey, SCREEN).ok).toBe(true);
    const outcome = check.body(made.signed, made.text);
    expect(!outcome.ok && outcome.refusal.technician).toMatch(/^format: /);
  });

  test.each([
    ['an urgent body is active before its files are there', true],
    ['any other waits for them', false],
  ])('%s', async (_, urgent) => {
    const body = bodyWith(urgent ? { urgent: true } : {});
    const { signed } = aManifest(aSigner(), body, 1);
    let staged: HeldManifest | null = { signed, body } as HeldManifest;
    const promoted: HeldManifest[] = [];
    let waits = 0;
    const delivery = startDelivery({
      vault: {
        active: () => null,
        staged: () => staged,
        previous: () => null,
        promote: async () => {
          const held = staged;
          staged = null;
          return held;
        },
        onChange: () => {},
      },
      cache: {
        need: () => {},
        has: () => false,
        progressOf: () => {
          waits += 1;
          return { files: 2, filesReady: 0, bytes: 2, bytesReady: 0 };
        },
        onChange: () => {},
      },
      report: () => {},
      now: () => NOW,
      clocks: createFakeClocks(NOW),
      log: () => {},
      promoted: (held) => promoted.push(held),
    });
    if (urgent) await until('promotion', () => promoted.length === 1);
    delivery.refresh();
    await delivery.stop();
    expect([promoted.length, waits]).toEqual(urgent ? [1, 0] : [0, 0]);
  });
});
