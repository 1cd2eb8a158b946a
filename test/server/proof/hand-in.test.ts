/** Plays over HTTP, with the token of a welcome: whose they are is decided by the key, never by the message. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Air, openAir } from '../../support/air.ts';
import { openBarePlayer } from '../../support/bare-player.ts';
import { aSchedule, aScreen } from '../../support/builders.ts';
import { aPlay, somePlays } from '../../support/plays.ts';

let air: Air;
beforeEach(async () => {
  air = await openAir(aSchedule({ screens: [aScreen(), aScreen({ id: 'scr_hall' })] }));
});
afterEach(() => air.stop());

const tokenOf = async (screenId: string): Promise<string> => {
  const player = openBarePlayer(air.url);
  try {
    const hello = await player.hello();
    if (hello.kind !== 'unpaired') throw new Error(hello.kind);
    await air.call('POST', '/pairings', { code: hello.code, screenId });
    const welcome = await player.hello();
    if (welcome.kind !== 'welcome') throw new Error(welcome.kind);
    return `Bearer ${welcome.token}`;
  } finally {
    player.close();
  }
};
const handIn = (authorization: string, body: unknown) => air.call('POST', '/player/plays', body, { authorization });
const bootId = 'boot_00000001';

describe('handing in plays', () => {
  it('files plays under the screen of the key and answers with the receipt', async () => {
    const authorization = await tokenOf('scr_hall');
    const forged = { bootId, screenId: 'scr_gate', plays: [{ ...aPlay(1), screenId: 'scr_gate' }, aPlay(2)] };
    const answer = await handIn(authorization, forged);
    expect([answer.status, answer.body]).toEqual([200, { bootId, storedUpTo: 2 }]);
    const listed = await air.call('GET', '/plays');
    expect(listed.body.items.map((play: { screenId: string; seq: number }) => [play.screenId, play.seq])).toEqual([
      ['scr_hall', 2],
      ['scr_hall', 1],
    ]);
    expect((await air.call('GET', '/plays?screenId=scr_gate')).body.items).toEqual([]);
  });

  it('bad input and strangers get a code and words, and leave nothing behind', async () => {
    const authorization = await tokenOf('scr_gate');
    const bad = [
      {},
      { bootId, plays: [] },
      { bootId: 'x', plays: [aPlay(1)] },
      { bootId, plays: [{ ...aPlay(1), seq: 0 }] },
      { bootId, plays: [{ ...aPlay(1), durationMs: -5 }] },
      { bootId, plays: [{ ...aPlay(1), startedAt: 1e300 }] },
      { bootId, plays: [{ ...aPlay(1), fault: 'x'.repeat(301) }] },
      { bootId, plays: somePlays(1, 502) },
      '{"bootId":',
    ];
    for (const body of bad) {
      const answer = await handIn(authorization, body);
      expect(answer.status).toBe(400);
      expect(answer.body.refusal).toMatchObject({ code: 'request-malformed', staff: { vi: expect.any(String) } });
    }
    const good = { bootId, plays: [aPlay(1)] };
    const [, mac = ''] = /\.([^.]*)$/.exec(authorization) ?? [];
    const forgeries = [
      'Bearer x',
      authorization.replace(
        mac,
        mac.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      ),
      authorization.replace(/dev_[0-9a-f]{32}/, `dev_${'0'.repeat(32)}`),
      authorization.replace(/\.\d+\./, '.99999999999999.'),
    ];
    for (const forged of forgeries) expect((await handIn(forged, good)).status).toBe(401);
    expect((await air.call('POST', '/player/plays', good)).status).toBe(401);
    expect((await air.call('GET', '/plays', undefined, { authorization })).status).toBe(403);
    expect(air.database.raw.prepare('select count(*) from play').pluck().get()).toBe(0);
  });

  it('lists in pages without repeating or losing one, also where instants are equal', async () => {
    const authorization = await tokenOf('scr_gate');
    const plays = somePlays(1, 24).map((play) => ({ ...play, startedAt: 1_000 + Math.floor(play.seq / 5) }));
    await handIn(authorization, { bootId, plays });
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: { items: { seq: number }[]; next: string | null } } = await air.call(
        'GET',
        `/plays?limit=4${cursor ? `&cursor=${cursor}` : ''}`,
      );
      seen.push(...page.body.items.map((play) => play.seq));
      cursor = page.body.next;
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 23 }, (_, i) => 23 - i));
    const window = await air.call('GET', '/plays?from=1002&until=1003');
    expect(window.body.items.map((play: { seq: number }) => play.seq)).toEqual([14, 13, 12, 11, 10]);
    expect((await air.call('GET', '/plays?cursor=nonsense')).status).toBe(400);
  });
});
