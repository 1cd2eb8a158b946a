/** D6: a pairing code is short-lived, works once, cannot be guessed at leisure, and links only the player's own key. */
import { describe, expect, it } from 'vitest';
import { DeviceId, ScreenId } from '../../../playlists/model/ids.ts';
import { accepted } from '../../../playlists/model/refusal.ts';
import { createTokens, TOKEN_LIFE_MS } from '../../../server/fleet/token.ts';
import type { Caller } from '../../../server/http/handlers.ts';
import { CODE_LIFE_MS, createPairing, WRONG_CLAIMS_PER_MINUTE } from '../../../server/screens/pairing.ts';
import { openAir } from '../../support/air.ts';
import { openBarePlayer } from '../../support/bare-player.ts';
import { aSchedule, aScreen } from '../../support/builders.ts';

const SCREEN = ScreenId.parse('scr_gate');
const device = (n: number, address = `10.0.${Math.floor(n / 250)}.1`) => ({
  deviceId: DeviceId.parse(`dev_${String(n).padStart(32, '0')}`),
  publicKey: `${'A'.repeat(43)}=`,
  shell: 'none',
  appVersion: '1',
  address,
});
const person = (personId: string): Caller => ({
  kind: 'person',
  address: '127.0.0.1',
  personId,
  name: personId,
  role: 'staff',
});

const aDesk = () => {
  let now = 1_000_000;
  const paired: string[] = [];
  const pairing = createPairing({
    now: () => now,
    findScreen: async () => aScreen(),
    devices: {
      deviceOf: () => null,
      pair: ({ deviceId }) => {
        paired.push(deviceId);
        return accepted(undefined);
      },
    },
  });
  const claim = async (code: string, who = 'per_a') => {
    const body = { code, screenId: SCREEN };
    const outcome = await pairing.handlers.claimPairing({ params: {}, query: {}, body, caller: person(who) });
    return outcome.ok ? 'paired' : outcome.refusal.code;
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { pairing, claim, paired, pass };
};
const codeOf = (offer: { code: string } | null) => offer?.code ?? '';

describe('pairing codes', () => {
  it('have 8 symbols nobody misreads, each its own', () => {
    const { pairing } = aDesk();
    const codes = Array.from({ length: 1_500 }, (_, n) => codeOf(pairing.offerCode(device(n))));
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(codes.join('')).size).toBe(32);
  });

  it('work once', async () => {
    const { pairing, claim, paired } = aDesk();
    const code = codeOf(pairing.offerCode(device(1)));
    expect(await claim(code)).toBe('paired');
    expect(await claim(code)).toBe('pairing-code-wrong');
    expect(paired).toHaveLength(1);
  });

  it('of three people with one code exactly one gets it', async () => {
    const { pairing, claim, paired } = aDesk();
    const code = codeOf(pairing.offerCode(device(1)));
    const outcomes = await Promise.all(['per_a', 'per_b', 'per_c'].map((who) => claim(code, who)));
    expect(outcomes.filter((outcome) => outcome === 'paired')).toHaveLength(1);
    expect(paired).toHaveLength(1);
  });

  it('die after ten minutes; the player is shown a fresh one in time', async () => {
    const { pairing, claim, pass } = aDesk();
    const first = pairing.offerCode(device(1));
    pass(CODE_LIFE_MS - 60_000);
    expect(pairing.offerCode(device(1))).toBe(first);
    pass(40_000);
    const second = pairing.offerCode(device(1));
    expect(codeOf(second)).not.toBe(codeOf(first));
    expect(await claim(codeOf(first))).toBe('pairing-code-wrong');
    pass(CODE_LIFE_MS);
    expect(await claim(codeOf(second))).toBe('pairing-code-wrong');
  });

  it('five wrong tries a minute per person, right ones included after that; other people are not held up', async () => {
    const { pairing, claim, pass } = aDesk();
    const code = codeOf(pairing.offerCode(device(1)));
    for (let i = 0; i < WRONG_CLAIMS_PER_MINUTE; i += 1) expect(await claim('22222222')).toBe('pairing-code-wrong');
    expect(await claim(code)).toBe('too-many-tries');
    expect(await claim(code, 'per_b')).toBe('paired');
    pass(60_001);
    expect(await claim('22222222')).toBe('pairing-code-wrong');
  });

  it('run out for a flood, not for a ward', () => {
    const { pairing, pass } = aDesk();
    for (let n = 0; n < 2_000; n += 1) expect(pairing.offerCode(device(n))).not.toBeNull();
    expect(pairing.offerCode(device(9_999))).toBeNull();
    pass(CODE_LIFE_MS);
    expect(pairing.offerCode(device(9_999))).not.toBeNull();
  });
});

describe('a flood from one address', () => {
  const flood = (pairing: ReturnType<typeof aDesk>['pairing']) => {
    const taken = Array.from({ length: 600 }, (_, n) => device(n, '10.9.9.9')).filter((one) => pairing.offerCode(one));
    expect(taken).toHaveLength(500);
    return taken;
  };

  it('leaves room for every other address', () => {
    const { pairing } = aDesk();
    flood(pairing);
    expect(pairing.offerCode(device(7_000, '10.9.9.9'))).toBeNull();
    expect(pairing.offerCode(device(7_000, '10.1.1.1'))).not.toBeNull();
  });

  it('of players that hung up makes room for those that are there', () => {
    const { pairing } = aDesk();
    const [first, second] = flood(pairing);
    if (!first || !second) throw new Error('nobody waits');
    const shown = codeOf(pairing.offerCode(first));
    pairing.closed(second.deviceId);
    expect(pairing.offerCode(device(7_000, '10.9.9.9'))).not.toBeNull();
    expect(codeOf(pairing.offerCode(first))).toBe(shown);
    expect(pairing.offerCode(second)).toBeNull();
  });

  it('is not what a player is that lost its line for a moment: it shows its code again', () => {
    const { pairing } = aDesk();
    const shown = codeOf(pairing.offerCode(device(1)));
    pairing.closed(device(1).deviceId);
    expect(codeOf(pairing.offerCode(device(1)))).toBe(shown);
  });
});

describe('claiming over HTTP', () => {
  it('refuses a taken screen, an unknown one, and a form that is none; writes who paired what', async () => {
    const air = await openAir(aSchedule({ screens: [aScreen(), aScreen({ id: 'scr_hall' })] }));
    const [one, two] = [openBarePlayer(air.url), openBarePlayer(air.url)];
    const claim = (code: string, screenId: string) => air.call('POST', '/pairings', { code, screenId });
    try {
      const [first, second] = [await one.hello(), await two.hello()];
      if (first.kind !== 'unpaired' || second.kind !== 'unpaired') throw new Error('expected codes');
      expect((await claim(first.code, 'scr_nowhere')).status).toBe(404);
      const malformed = await claim('O0I1', 'scr_gate');
      expect([malformed.status, malformed.body.refusal.fields]).toEqual([400, { code: 'pairing-code-form' }]);
      expect((await claim(first.code, 'scr_gate')).status).toBe(200);
      const taken = await claim(second.code, 'scr_gate');
      expect([taken.status, taken.body.refusal.code]).toEqual([409, 'screen-has-device']);
      expect((await claim(second.code, 'scr_hall')).status).toBe(200);
      const lines = `select actor, subject from audit where act = 'device.paired' order by seq`;
      expect(air.database.raw.prepare(lines).all()).toEqual([
        { actor: 'per_admin', subject: 'scr_gate' },
        { actor: 'per_admin', subject: 'scr_hall' },
      ]);
    } finally {
      one.close();
      two.close();
      await air.stop();
    }
  });

  it('pairing survives a restart of the server', async () => {
    const air = await openAir(aSchedule());
    const one = openBarePlayer(air.url);
    const hello = await one.hello();
    if (hello.kind !== 'unpaired') throw new Error(hello.kind);
    await air.call('POST', '/pairings', { code: hello.code, screenId: 'scr_gate' });
    const welcome = await one.hello();
    one.close();
    await air.close();
    const again = await openAir(aSchedule(), { folder: air.folder });
    const back = openBarePlayer(again.url, { identity: one.identity });
    try {
      const second = await back.hello();
      if (welcome.kind !== 'welcome' || second.kind !== 'welcome') throw new Error('expected welcomes');
      expect(second.signingKey).toBe(welcome.signingKey);
      // The token of before the restart is still good: a restart must not send a whole fleet away.
      const authorization = `Bearer ${welcome.token}`;
      const pulled = await again.call('GET', '/player/manifest', undefined, { authorization });
      expect(pulled.body.refusal.code).toBe('not-found');
    } finally {
      back.close();
      await again.stop();
    }
  });
});

describe('tokens', () => {
  it('say whose they are until they expire, and only from the server that gave them', () => {
    let now = 5_000;
    const tokens = createTokens(Buffer.from('one secret'), () => now);
    const { deviceId } = device(1);
    const { token, tokenUntil } = tokens.issue(deviceId);
    expect(tokens.read(token)).toBe(deviceId);
    expect(createTokens(Buffer.from('another'), () => now).read(token)).toBeNull();
    // Not the last symbol: in base64url it carries two bits that mean nothing.
    for (let i = 0; i < token.length - 1; i += 1) {
      const flipped = `${token.slice(0, i)}${token[i] === '0' ? '1' : '0'}${token.slice(i + 1)}`;
      expect(tokens.read(flipped), flipped).toBeNull();
    }
    for (const nonsense of ['', '...', token.slice(1), `${token}x`, token.toUpperCase()])
      expect(tokens.read(nonsense)).toBeNull();
    now = tokenUntil;
    expect(tokens.read(token)).toBeNull();
    expect(tokenUntil).toBe(5_000 + TOKEN_LIFE_MS);
  });
});
