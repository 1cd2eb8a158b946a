/** Publishing: what is signed, what is left alone, what is refused, and what the night does by itself. */
import { createPublicKey, verify } from 'node:crypto';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createManifestCheck, sha256 } from '../../../player/core/manifest-check.ts';
import { AssetId } from '../../../playlists/model/ids.ts';
import { DAY_MS, LAST_INSTANT } from '../../../playlists/model/time.ts';
import { canonicalJson } from '../../../playlists/wire/canonical-json.ts';
import type { ManifestBody } from '../../../playlists/wire/manifest.ts';
import { proofHolds } from '../../../playlists/wire/manifest-proof.ts';
import { readSchedule } from '../../../server/publishing/packed-schedule.ts';
import { freeze, type PressOrder, press } from '../../../server/publishing/press.ts';
import { createPressRoom } from '../../../server/publishing/press-room.ts';
import { openSecret } from '../../../server/publishing/secret-file.ts';
import { openSigner } from '../../../server/publishing/signer.ts';
import { tellSpans } from '../../playlists/timeline/timeline-text.ts';
import { type Air, type AirOptions, openAir } from '../../support/air.ts';
import { aHeartbeat, openBarePlayer } from '../../support/bare-player.ts';
import { aPlaylist, aRendition, aSchedule, aScreen, aSlot, aStill, at, aVideo } from '../../support/builders.ts';
import { aFolder } from '../../support/folder.ts';
import { until } from '../../support/until.ts';

let air: Air | null = null;
let now = at('2026-03-02 10:00');
const start = async (schedule = aSchedule(), options: AirOptions = {}): Promise<Air> => {
  now = at('2026-03-02 10:00');
  air = await openAir(schedule, { now: () => now, ...options });
  return air;
};
const publish = (note = '') => (air as Air).call('POST', '/publications', { note });
const rows = (table: string) => (air as Air).database.raw.prepare(`select count(*) from ${table}`).pluck().get();

afterEach(async () => {
  await air?.stop();
  air = null;
});

describe('the signing key', () => {
  it('A8: is made once, owner-only, and a server with a looser key does not start', async () => {
    const folder = await aFolder();
    const first = await openSigner(folder);
    const file = join(folder, 'signing-key.pem');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await openSigner(folder)).toMatchObject({ keyId: first.keyId, publicKey: first.publicKey });
    await chmod(file, 0o640);
    await expect(openSigner(folder)).rejects.toThrow(/mode 640/);
  });

  it('two openings of one secret at once agree on it and leave nothing beside it', async () => {
    const folder = await aFolder();
    let made = 0;
    const path = join(folder, 'secret');
    const read = await Promise.all(
      Array.from({ length: 8 }, () => openSecret(path, () => `${++made}`.padStart(43, 'x'))),
    );
    expect(new Set(read).size).toBe(1);
    const { readdir } = await import('node:fs/promises');
    expect(await readdir(folder)).toEqual(['secret']);
  });

  it('signs what every other Ed25519 verifies', async () => {
    const signer = await openSigner(await aFolder());
    const x = Buffer.from(signer.publicKey, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, Buffer.from('lời'), key, Buffer.from(signer.sign('lời'), 'base64'))).toBe(true);
    expect(signer.keyId).toBe(sha256(Buffer.from(signer.publicKey, 'base64')).slice(0, 16));
  });
});

describe('publish', () => {
  const threeScreens = () => ['scr_gate', 'scr_hall', 'scr_market'].map((id) => aScreen({ id }));

  it('signs one statement over all screens; each envelope stands under its root and leases 35 days', async () => {
    const { onAir, database } = await start(aSchedule({ screens: threeScreens() }));
    const { status, body } = await publish('tuần này');
    expect(status).toBe(201);
    expect(body).toMatchObject({ cause: 'person', publishedBy: 'Cán bộ thử', note: 'tuần này' });
    expect(body.screens.map((screen: { version: number }) => screen.version)).toEqual([1, 1, 1]);
    expect([rows('publication'), rows('manifest'), rows('manifest_body')]).toEqual([1, 3, 1]);
    const check = createManifestCheck();
    for (const { id } of threeScreens()) {
      const signed = onAir.archive.newestSigned(id);
      if (!signed) throw new Error(`no manifest of ${id}`);
      expect(proofHolds(signed, sha256)).toBe(true);
      expect(check.envelope(signed, onAir.signer.publicKey, id)).toEqual({ ok: true, value: undefined });
      expect(check.body(signed, onAir.archive.bodyText(signed.envelope.bodyDigest) ?? '').ok).toBe(true);
      expect(signed.envelope.validUntil - signed.envelope.issuedAt).toBe(35 * DAY_MS);
      const stored = database.raw.prepare('select statement from publication').pluck().get();
      expect(stored).toBe(canonicalJson(signed.statement));
    }
    expect(
      (database.raw.prepare(`select act from audit where act like 'publication%'`).pluck().all() as string[]).length,
    ).toBe(1);
  });

  it('leaves screens alone whose picture did not change', async () => {
    const running = await start(aSchedule({ screens: threeScreens() }));
    await publish();
    const own = aSlot({
      id: 'slt_hall',
      targets: [{ kind: 'screen', screenId: 'scr_hall' }],
      from: '18:00',
      until: '20:00',
    });
    running.schedule = { ...running.schedule, slots: [aSlot(), own] };
    const preview = await running.call('GET', '/publications/preview');
    expect(preview.body.unpublished).toBe(true);
    expect(preview.body.screens.filter((screen: { changed: boolean }) => screen.changed)).toEqual([
      { screenId: 'scr_hall', changed: true },
    ]);
    const { body } = await publish();
    expect(body.screens).toEqual([expect.objectContaining({ screenId: 'scr_hall', version: 2, changed: true })]);
    expect(running.onAir.archive.newestSigned(aScreen().id)?.envelope.version).toBe(1);
    expect((await running.call('GET', '/publications/preview')).body.unpublished).toBe(false);
  });

  it('publishing the same twice is publishing once', async () => {
    await start();
    const first = await publish();
    const second = await publish();
    expect(second.body).toEqual(first.body);
    expect([rows('publication'), rows('manifest')]).toEqual([1, 1]);
  });

  it('five people pressing at once make one publication', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 5 }, () => publish()));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(rows('publication')).toBe(1);
  });

  it('a change beyond the horizon is frozen too: every screen gets a new lease on the same picture', async () => {
    const running = await start();
    await publish();
    const later = aSlot({ id: 'slt_autumn', validFrom: '2026-09-02', priority: 'priority' });
    running.schedule = { ...running.schedule, slots: [aSlot(), later] };
    const { body } = await publish();
    expect(body.screens).toEqual([expect.objectContaining({ version: 2, changed: false })]);
    expect((await running.onAir.publishing.readFrozen())?.slots.map((slot) => slot.id)).toContain('slt_autumn');
  });

  it('says what blocks and writes nothing; nothing to publish to is said as well', async () => {
    const running = await start();
    running.schedule = { ...running.schedule, playlists: [aPlaylist({}, ['ast_clip', 'ast_gone'])] };
    const preview = await running.call('GET', '/publications/preview');
    const blocking = preview.body.findings.filter((finding: { blocks: boolean }) => finding.blocks);
    const answer = await publish();
    expect(blocking.length).toBeGreaterThan(0);
    expect([answer.status, answer.body.refusal.code]).toEqual([422, 'publish-blocked']);
    expect(answer.body.refusal.staff.vi).toContain(`${blocking.length} vấn đề`);
    expect(rows('publication')).toBe(0);
    running.schedule = { ...running.schedule, screens: [], slots: [] };
    expect((await publish()).body.refusal.code).toBe('publish-nothing');
  });

  it('lists newest first in pages, and shows a manifest with its body', async () => {
    const running = await start();
    for (const hour of ['17', '18', '19']) {
      running.schedule = { ...running.schedule, slots: [aSlot({ until: `${hour}:00` })] };
      await publish(hour);
    }
    const first = await running.call('GET', '/publications?limit=2');
    expect(first.body.items.map((one: { note: string }) => one.note)).toEqual(['19', '18']);
    const second = await running.call('GET', `/publications?limit=2&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({ items: [{ note: '17' }], next: null });
    expect((await running.call('GET', '/publications?cursor=zzz')).body.items).toEqual([]);
    const shown = await running.call('GET', '/screens/scr_gate/manifest');
    expect(sha256(canonicalJson(shown.body.body))).toBe(shown.body.signed.envelope.bodyDigest);
    expect((await running.call('GET', '/screens/scr_none/manifest')).status).toBe(404);
    const preview = await running.call('GET', '/publications/preview/scr_gate');
    expect(preview.body.body).toEqual(shown.body.body);
  });

  it('shows the working schedule as the compiler sees it, to staff alone', async () => {
    const running = await start();
    running.schedule = { ...running.schedule, slots: [aSlot({ until: '18:30' })] };
    const read = await running.call('GET', '/schedule');
    expect(read.body).toEqual(running.schedule);
    expect((await fetch(`${running.url}/api/schedule`)).status).toBe(401);
  });
});

describe('rolling back', () => {
  const rollBack = (id: string) => (air as Air).call('POST', `/publications/${id}/roll-back`);

  it('publishes an earlier schedule again', async () => {
    const running = await start();
    const first = await publish('bản đầu');
    running.schedule = { ...running.schedule, slots: [aSlot({ until: '18:00' })] };
    now += 60_000;
    await publish('bản sau');
    now += 60_000;
    const back = await rollBack(first.body.id);
    expect(back.status).toBe(201);
    expect(back.body).toMatchObject({ cause: 'person', note: '↩ bản đầu', screens: [{ changed: true, version: 3 }] });
    expect(back.body.screens[0].bodyDigest).toBe(first.body.screens[0].bodyDigest);
    expect(running.schedule.slots[0]?.until).toBe('18:00');
    expect((await running.call('GET', '/publications/preview')).body.unpublished).toBe(true);
    // Once more changes nothing.
    expect((await rollBack(first.body.id)).body.id).toBe(back.body.id);
  });

  it('keeps the default playlists that screens have today', async () => {
    const running = await start();
    const first = await publish();
    const later = aPlaylist({ id: 'pls_later' });
    running.schedule = {
      ...running.schedule,
      playlists: [...running.schedule.playlists, later],
      screens: [aScreen({ defaultPlaylistId: 'pls_later' })],
      slots: [],
    };
    now += 60_000;
    await publish();
    expect((await rollBack(first.body.id)).status).toBe(201);
    expect(tellSpans((await (air as Air).call('GET', `/screens/scr_gate/day?at=${now}`)).body.body)).toBe(
      '00:00 default · 08:00 slt_day · 17:00 default',
    );
  });

  it('is for the screens there are, and refuses what was deleted since', async () => {
    const running = await start();
    const first = await publish();
    running.schedule = { ...running.schedule, playlists: [], slots: [], assets: [aStill()] };
    now += 60_000;
    await publish();
    const { refusal } = (await rollBack(first.body.id)).body;
    expect(refusal.code).toBe('roll-back-blocked');
    expect(refusal.staff.vi).toContain('các màn hình vẫn phát như trước');
    expect((await rollBack('pub_none')).status).toBe(404);
    expect(rows('publication')).toBe(2);
  });
});

describe('the time machine', () => {
  const day = (moment: number, query = '') => (air as Air).call('GET', `/screens/scr_gate/day?at=${moment}${query}`);
  const told = ({ body }: { body: { body: ManifestBody } }) => tellSpans(body.body);

  it('shows each day by what was in force then, and the working schedule by itself', async () => {
    const running = await start();
    const first = await publish('sáng');
    now += 2 * 3_600_000;
    running.schedule = { ...running.schedule, slots: [aSlot({ from: '20:00', until: '21:00' })] };
    expect(told(await day(now))).toBe('00:00 safe · 08:00 slt_day · 17:00 safe');
    expect(told(await day(now, '&of=working'))).toBe('00:00 safe · 20:00 slt_day · 21:00 safe');
    await publish('tối');
    const before = await day(now - 1);
    expect(told(before)).toBe('00:00 safe · 08:00 slt_day · 17:00 safe');
    expect(before.body).toMatchObject({
      publicationId: first.body.id,
      inForceFrom: first.body.publishedAt,
      inForceUntil: now,
    });
    const after = await day(now + 40 * DAY_MS);
    expect(told(after)).toBe('00:00 safe · 20:00 slt_day · 21:00 safe');
    expect(after.body).toMatchObject({ inForceFrom: now, inForceUntil: null });
    expect(after.body.body.from).toBe(at('2026-04-11 00:00'));
  });

  it('answers for the first and the last instant there is, though their local days begin before and end after them', async () => {
    await start(aSchedule({ slots: [aSlot({ from: '00:00', until: '24:00' })] }));
    const first = await day(0, '&of=working');
    expect(first.status).toBe(200);
    expect(first.body.body.from).toBe(0);
    const last = await day(LAST_INSTANT - 1, '&of=working');
    expect(last.status).toBe(200);
    expect(last.body.body.until).toBe(LAST_INSTANT);
    for (const moment of [0, LAST_INSTANT]) {
      const why = await (air as Air).call('GET', `/screens/scr_gate/explanation?at=${moment}&of=working`);
      expect(why.status).toBe(200);
    }
    expect((await day(LAST_INSTANT, '&of=working')).status).toBe(200);
  });

  it('says why, and that nothing was in force where nothing was', async () => {
    await start(aSchedule({ slots: [aSlot(), aSlot({ id: 'slt_late', from: '10:00', until: '11:00' })] }));
    const none = await day(now);
    expect(none.status).toBe(404);
    expect(none.body.refusal.code).toBe('nothing-in-force');
    await publish();
    const why = await (air as Air).call('GET', `/screens/scr_gate/explanation?at=${at('2026-03-03 10:30')}`);
    expect(why.body).toMatchObject({
      rule: 'TL5',
      winner: { kind: 'slot', slotId: 'slt_late' },
      losers: [{ slotId: 'slt_day', rule: 'TL8' }],
    });
    const stranger = await (air as Air).call('GET', `/screens/scr_none/explanation?at=${now}`);
    expect(stranger.body.refusal.code).toBe('nothing-in-force');
    expect((await (air as Air).call('GET', '/screens/scr_gate/day?at=soon')).status).toBe(400);
  });
});

describe('what happens without anybody', () => {
  it('the nightly roll goes on from the frozen schedule, never from unfinished edits, and renews every lease', async () => {
    const running = await start();
    await publish();
    running.schedule = { ...running.schedule, slots: [] };
    now += DAY_MS;
    await running.onAir.horizon.roll();
    const signed = running.onAir.archive.newestSigned(aScreen().id);
    expect(signed?.envelope).toMatchObject({ version: 2, issuedAt: now, validUntil: now + 35 * DAY_MS });
    expect(running.onAir.archive.newestPublication()).toMatchObject({ cause: 'horizon', publishedBy: 'system' });
    const body = JSON.parse(running.onAir.archive.bodyText(signed?.envelope.bodyDigest as never) ?? '{}');
    expect(body.spans.some((span: { slotId?: string }) => span.slotId === 'slt_day')).toBe(true);
    expect((await running.call('GET', '/publications/preview')).body.unpublished).toBe(true);
  });

  it('content that became ready after publishing goes out by itself, once, to the screens that wait', async () => {
    const notReady = aVideo({ renditions: [] });
    const running = await start(aSchedule({ assets: [notReady, aStill()] }));
    await publish();
    const before = running.onAir.archive.newestSigned(aScreen().id)?.envelope;
    running.schedule = { ...running.schedule, assets: [aVideo(), aStill()], slots: [] };
    running.onAir.horizon.contentReady(AssetId.parse('ast_clip'));
    running.onAir.horizon.contentReady(AssetId.parse('ast_slide'));
    const content = () => running.onAir.archive.newestPublication()?.cause === 'content';
    await until('published by itself', content);
    const after = running.onAir.archive.newestSigned(aScreen().id)?.envelope;
    expect(after?.version).toBe((before?.version ?? 0) + 1);
    expect(running.onAir.archive.bodyText(after?.bodyDigest as never)).toContain(
      aRendition({ assetId: 'ast_clip', type: 'video/mp4' }).digest,
    );
    expect(rows('publication')).toBe(2);
  });

  it('old versions are forgotten in time, the served ones never', async () => {
    const running = await start();
    for (const day of [0, 1, 2, 3, 4, 5, 6]) {
      now = at('2026-03-02 10:00') + day * DAY_MS;
      await (day === 0 ? publish() : running.onAir.horizon.roll());
    }
    expect([rows('manifest'), rows('manifest_body')]).toEqual([7, 7]);
    now += 100 * DAY_MS;
    await running.onAir.horizon.roll();
    expect([rows('manifest'), rows('manifest_body')]).toEqual([4, 4]);
    expect(running.onAir.archive.newestSigned(aScreen().id)?.envelope.version).toBe(8);
  });

  it('A7: a server restored from an old backup waits with the roll and publishes beyond what players hold', async () => {
    const running = await start();
    await publish();
    const player = openBarePlayer(running.url);
    try {
      const hello = await player.hello();
      if (hello.kind !== 'unpaired') throw new Error(hello.kind);
      await running.call('POST', '/pairings', { code: hello.code, screenId: 'scr_gate' });
      await player.hello({ active: { epoch: 1, version: 40, bodyDigest: 'a'.repeat(64) } });
      player.socket.emit('heartbeat', aHeartbeat());
      await until('heard', () => running.onAir.liveOf(aScreen().id).heartbeat);
      expect(player.seen.pushes).toHaveLength(0);
      await running.onAir.horizon.roll();
      expect(running.onAir.archive.newestSigned(aScreen().id)?.envelope.version).toBe(1);
      await publish();
      const push = await player.nextPush(1);
      expect(push.signed.envelope).toMatchObject({ epoch: 1, version: 41 });
      push.answer({ kind: 'taken', epoch: 1, version: 41 });
      await player.hello({ active: { epoch: 3, version: 2, bodyDigest: 'a'.repeat(64) } });
      await publish();
      const next = await player.nextPush(2);
      expect(next.signed.envelope).toMatchObject({ epoch: 4, version: 1 });
    } finally {
      player.close();
    }
  });

  describe('A7: what one player claims to hold', () => {
    const claims = async (held: { epoch: number; version: number }, check: (answer: string) => Promise<void>) => {
      const running = await start(aSchedule({ screens: [aScreen(), aScreen({ id: 'scr_hall' })] }));
      await publish();
      const player = openBarePlayer(running.url);
      try {
        const hello = await player.hello();
        if (hello.kind !== 'unpaired') throw new Error(hello.kind);
        await running.call('POST', '/pairings', { code: hello.code, screenId: 'scr_gate' });
        await check((await player.hello({ active: { ...held, bodyDigest: 'a'.repeat(64) } })).kind);
      } finally {
        player.close();
      }
    };
    const newest = (screenId: string) => {
      const envelope = air?.onAir.archive.newestSigned(screenId as never)?.envelope;
      return envelope && [envelope.epoch, envelope.version];
    };

    it('moves the numbers of its own screen alone, and holds back the roll of no other', () =>
      claims({ epoch: 3, version: 99 }, async () => {
        const { onAir } = air as Air;
        await onAir.horizon.roll();
        expect([newest('scr_gate'), newest('scr_hall')]).toEqual([
          [1, 1],
          [1, 2],
        ]);
        expect(onAir.horizon.lastRoll()).toMatchObject({ ok: false });
        expect(onAir.liveOf(aScreen().id).alarm).toBe('version-ahead');
        await publish('anew');
        expect([newest('scr_gate'), newest('scr_hall')]).toEqual([
          [4, 1],
          [1, 2],
        ]);
        expect(onAir.liveOf(aScreen().id).alarm).toBeUndefined();
        await onAir.horizon.roll();
        expect(onAir.horizon.lastRoll()).toMatchObject({ ok: true });
      }));

    it('that cannot be is not believed', () =>
      claims({ epoch: 5_000, version: 1 }, async (answer) => {
        const { onAir } = air as Air;
        expect([answer, onAir.liveOf(aScreen().id).alarm]).toEqual(['welcome', 'version-impossible']);
        await onAir.horizon.roll();
        expect([newest('scr_gate'), newest('scr_hall')]).toEqual([
          [1, 2],
          [1, 2],
        ]);
      }));

    it('beyond all counting is no message at all', () =>
      claims({ epoch: Number.MAX_SAFE_INTEGER, version: 1 }, async (answer) => {
        expect(answer).toBe('refused');
        await publish();
        await air?.onAir.horizon.roll();
        expect(newest('scr_gate')).toEqual([1, 2]);
      }));

    it('as another body under our own number is not taken for delivered', () =>
      claims({ epoch: 1, version: 1 }, async () => {
        expect(air?.onAir.liveOf(aScreen().id)).toMatchObject({
          delivery: { kind: 'waiting' },
          alarm: 'version-ahead',
        });
        await publish();
        expect(newest('scr_gate')).toEqual([1, 2]);
      }));
  });
});

describe('the press', () => {
  const order = (): PressOrder => ({
    publicationId: 'pub_test' as never,
    schedule: aSchedule({
      screens: Array.from({ length: 30 }, (_, i) => aScreen({ id: `scr_${i}` })),
      slots: Array.from({ length: 30 }, (_, i) =>
        aSlot({ id: `slt_${i}`, targets: [{ kind: 'screen', screenId: `scr_${i}` }], until: `1${i % 10}:30` }),
      ),
    }),
    now: at('2026-03-02 10:00'),
    keyId: '0'.repeat(16),
    newest: [],
    renew: false,
    skip: [],
  });

  it('gives the same in a worker thread as on the loop, and the loop goes on meanwhile', async () => {
    const room = createPressRoom({ largestOnLoop: 0 });
    try {
      let turns = 0;
      let isDone = false;
      const spin = (): void => {
        turns += 1;
        if (!isDone) setImmediate(spin);
      };
      spin();
      const { frozen, ...pressed } = await room.press(order());
      isDone = true;
      expect(pressed).toEqual(press(order()));
      expect(frozen).toEqual(freeze(order().schedule));
      expect(turns).toBeGreaterThan(10);
      await expect(room.press({ ...order(), schedule: null as never })).rejects.toThrow();
      expect((await room.press(order())).screens).toHaveLength(30);
    } finally {
      await room.stop();
    }
  });

  it('says what one screen shows and why, in a thread as on the loop, and of many slots in a thread', async () => {
    const slots = Array.from({ length: 300 }, (_, i) =>
      aSlot({ id: `slt_${i}`, from: '05:00', until: '23:00', share: { kind: 'interleave', weight: 1 + (i % 9) } }),
    );
    const schedule = aSchedule({ screens: [aScreen()], slots });
    const horizon = { from: at('2026-03-02 00:00'), until: at('2026-03-03 00:00') };
    const view = { schedule, screenId: aScreen().id, horizon };
    const moment = { schedule, screenId: aScreen().id, at: at('2026-03-02 10:00') };
    const [small, usual] = [createPressRoom({ largestOnLoop: 1_000 }), createPressRoom()];
    try {
      expect(await usual.view(view)).toEqual(await small.view(view));
      expect(await usual.explain(moment)).toEqual(await small.explain(moment));
      expect([small.isStaffed(), usual.isStaffed()]).toEqual([false, true]);
    } finally {
      await Promise.all([small.stop(), usual.stop()]);
    }
  });

  it('gives bodies some at a time, each batch in a turn of its own, and looks without printing any', async () => {
    const zones = ['Asia/Ho_Chi_Minh', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York'];
    const screens = Array.from({ length: 120 }, (_, i) => aScreen({ id: `scr_${i}`, zone: zones[i % 4] as string }));
    const slots = screens.map(({ id }, i) =>
      aSlot({
        id: `slt_${i}`,
        targets: [{ kind: 'screen', screenId: id }],
        from: '05:00',
        until: `2${i % 4}:${10 + (i % 50)}`,
      }),
    );
    const large = { ...order(), schedule: aSchedule({ screens, slots }) };
    const room = createPressRoom({ largestOnLoop: 0 });
    try {
      let turn = 0;
      let isDone = false;
      const batches: { turn: number; digests: string[] }[] = [];
      const spin = (): void => {
        turn += 1;
        if (!isDone) setImmediate(spin);
      };
      spin();
      const { bodies, findings, frozen } = await room.press(large, {
        printed: (some) => batches.push({ turn, digests: some.map(({ digest }) => digest) }),
      });
      isDone = true;
      expect(batches.length).toBeGreaterThan(1);
      expect(new Set(batches.map((batch) => batch.turn)).size).toBe(batches.length);
      expect(batches.flatMap(({ digests }) => digests)).toEqual(bodies.map(({ digest }) => digest));
      const looked = await room.look(large);
      expect(looked).toMatchObject({ findings, intent: frozen.intent });
      expect(looked).not.toHaveProperty('bodies');
      expect(await room.intentOf(large.schedule)).toBe(frozen.intent);
      expect(readSchedule(frozen.packed)).toEqual(large.schedule);
    } finally {
      await room.stop();
    }
  });

  it('goes on with the next order when whoever took the bodies of one could not keep them', async () => {
    const room = createPressRoom({ largestOnLoop: 0 });
    try {
      const full = room.press(order(), {
        printed: () => {
          throw new Error('disk full');
        },
      });
      await expect(full).rejects.toThrow('disk full');
      expect((await room.press(order())).screens).toHaveLength(30);
    } finally {
      await room.stop();
    }
  });

  it('sends an idle worker home and hires another when there is work again', async () => {
    const room = createPressRoom({ largestOnLoop: 0, idleMs: 20 });
    try {
      for (let i = 0; i < 3; i += 1) {
        expect((await room.press(order())).screens).toHaveLength(30);
        expect(room.isStaffed()).toBe(true);
        await until('the worker is gone', () => !room.isStaffed());
      }
    } finally {
      await room.stop();
    }
  });
});

describe('a full disk', () => {
  it('is said as what it is, loses nothing, and the next try with room succeeds', async () => {
    const running = await start();
    const { raw } = running.database;
    raw.pragma(`max_page_count = ${raw.pragma('page_count', { simple: true })}`);
    const note = 'Lịch tuần '.repeat(20);
    let answer = await publish(note);
    for (let tries = 0; answer.status === 201 && tries < 200; tries += 1) {
      running.schedule = {
        ...running.schedule,
        slots: [aSlot({ until: `17:${String(tries % 60).padStart(2, '0')}` })],
      };
      answer = await publish(note);
    }
    expect([answer.status, answer.body.refusal.code]).toEqual([507, 'storage-full']);
    const stored = rows('publication');
    raw.pragma('max_page_count = 1000000');
    expect((await publish(note)).status).toBe(201);
    expect(rows('publication')).toBe(Number(stored) + 1);
  });
});
