/**
 * The manifests of this device: staged → active, the last good one kept beside it. Promises:
 * - whatever is active was verified: signature of the pinned key, proof, screen, body bytes (again at every start);
 * - a version never falls below the newest ever promoted for the screen, also after both slots were lost;
 * - a cut at any step leaves a complete verified manifest, the old or the new (one rename decides);
 * - `promote` is called only when every file is on disk, and resolves when the change is durable.
 */
import type { Digest, ScreenId } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, type Refusal, refused } from '../../playlists/model/refusal.ts';
import { compareVersions, type ManifestBody, type SignedEnvelope } from '../../playlists/wire/manifest.ts';
import { type Log, wordsOf } from './log.ts';
import { type ManifestCheck, sha256 } from './manifest-check.ts';
import type { Place, Trust, VaultStore } from './vault-store.ts';
import type { Vitals } from './vitals.ts';

/** Pushed bodies wait here for their envelope. */
const BODIES_HELD = 2;

/** A verified manifest with its parsed body. */
export interface HeldManifest {
  signed: SignedEnvelope;
  body: ManifestBody;
}

export interface StoredVersion {
  epoch: number;
  version: number;
  bodyDigest: Digest;
}
export const versionOf = ({ envelope }: SignedEnvelope): StoredVersion => ({
  epoch: envelope.epoch,
  version: envelope.version,
  bodyDigest: envelope.bodyDigest,
});

export type Offer =
  /** Verified; `body` is missing and must be brought by `keepBody`, then offer again. */
  | { kind: 'body-missing'; digest: Digest }
  | { kind: 'staged' }
  /** This very version is active or staged already. */
  | { kind: 'had' }
  | { kind: 'refused'; refusal: Refusal };

export interface Vault {
  /** Loads and re-verifies what is on disk. Call once, before anything else. */
  open(): Promise<void>;
  active(): HeldManifest | null;
  staged(): HeldManifest | null;
  /** The one before the active, if it is still whole: its files are evicted last. */
  previous(): HeldManifest | null;
  /** What a server said in its welcome. Pins the key the first time; refuses a changed one for good. */
  welcomed(welcome: { screenId: ScreenId; signingKey: string }): Promise<Outcome<void>>;
  /** Verifies the envelope alone, without effect: the answer to a push is given on this. */
  examine(signed: SignedEnvelope): Outcome<'new' | 'had'>;
  /** Stages a manifest durably when envelope and body are good. A staged older one is replaced. */
  offer(signed: SignedEnvelope): Promise<Offer>;
  /** Holds the text of a body until its envelope comes; false = not what its digest says. */
  keepBody(digest: Digest, text: string): boolean;
  holdsBody(digest: Digest): boolean;
  /** Makes the staged manifest active. Null = nothing staged, or it was replaced meanwhile. */
  promote(expected: StoredVersion): Promise<HeldManifest | null>;
  /** The device was revoked: forgets all manifests, keeps key and versions. */
  clear(): Promise<void>;
  onChange(listener: (what: 'active' | 'staged') => void): void;
  /** Resolves when the last change is on disk; nothing is written afterwards. */
  stop(): Promise<void>;
}

export const createVault = (parts: {
  store: VaultStore;
  check: ManifestCheck;
  log: Log;
  /** For heartbeats; absent in simulators. */
  faults?: Pick<Vitals, 'fault' | 'mended'>;
}): Vault => {
  const { store, check, log, faults } = parts;
  let trust: Trust | null = null;
  let active: (HeldManifest & { slot: 'a' | 'b' }) | null = null;
  let previous: HeldManifest | null = null;
  let staged: HeldManifest | null = null;
  const bodies = new Map<Digest, string>();
  const listeners: ((what: 'active' | 'staged') => void)[] = [];
  const tell = (what: 'active' | 'staged'): void => {
    for (const listener of listeners) listener(what);
  };

  /** One change at a time: a push, a pull and a promotion never interleave. */
  let turn: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const mine = turn.then(() => {
      if (stopped) throw new Error('the vault is closed');
      return work();
    });
    turn = mine.catch(() => {});
    return mine;
  };

  const load = async (place: Place): Promise<HeldManifest | null> => {
    const stored = await store.read(place);
    if (stored === 'absent') return null;
    if (stored === 'damaged' || !trust) {
      log('manifest.damaged', { place, why: trust ? 'unreadable' : 'no key is pinned' });
      return null;
    }
    const envelope = check.envelope(stored.signed, trust.signingKey, trust.screenId);
    const body = envelope.ok ? check.body(stored.signed, stored.text) : envelope;
    if (!body.ok) {
      log('manifest.damaged', { place, code: body.refusal.code, why: body.refusal.technician });
      return null;
    }
    return { signed: stored.signed, body: body.value as ManifestBody };
  };

  const newest = (): StoredVersion | null => (trust ? (trust.highest[trust.screenId] ?? null) : null);

  /**
   * What is trusted counts at once; a disk that refuses to note it undoes no promotion, for the slot says the same, and it
   * is tried again at the next promotion, welcome or start.
   */
  let noted = true;
  const note = async (): Promise<void> => {
    if (!trust) return;
    try {
      await store.writeTrust(trust);
      noted = true;
      faults?.mended('trust-not-written');
    } catch (thrown) {
      noted = false;
      faults?.fault('trust-not-written', wordsOf(thrown));
      log('trust.not-written', { why: wordsOf(thrown) });
    }
  };
  const remember = async (version: StoredVersion): Promise<void> => {
    if (!trust) return;
    trust = { ...trust, highest: { ...trust.highest, [trust.screenId]: version } };
    await note();
  };

  const examine = (signed: SignedEnvelope): Outcome<'new' | 'had'> => {
    if (!trust) return refused('manifest-refused', 'no server was ever welcomed, so no key is pinned');
    const envelope = check.envelope(signed, trust.signingKey, trust.screenId);
    if (!envelope.ok) return envelope;
    const offered = versionOf(signed);
    const held = [active, staged].some((manifest) => {
      const version = manifest ? versionOf(manifest.signed) : null;
      return version && compareVersions(version, offered) === 0 && version.bodyDigest === offered.bodyDigest;
    });
    if (held) return accepted('had');
    const floor = newest();
    const age = floor ? compareVersions(offered, floor) : 1;
    const words = `offered ${offered.epoch}.${offered.version}, promoted before ${floor?.epoch}.${floor?.version}`;
    if (age < 0) return refused('manifest-older', words);
    /** The newest once more: only to mend a damaged slot, and only with the same body. */
    if (age === 0 && floor?.bodyDigest !== offered.bodyDigest)
      return refused('manifest-older', `${words}, other bytes`);
    if (staged && compareVersions(offered, versionOf(staged.signed)) <= 0)
      return refused('manifest-older', `offered ${offered.epoch}.${offered.version}, a newer one is staged`);
    return accepted('new');
  };

  return {
    open: async () => {
      const read = await store.readTrust();
      if (read.kind === 'damaged') log('trust.damaged', { why: read.why });
      trust = read.kind === 'read' ? read.value : null;
      const slots = (['a', 'b'] as const).map(async (slot) => {
        const held = await load(slot);
        return held ? [{ ...held, slot }] : [];
      });
      const whole = (await Promise.all(slots))
        .flat()
        .sort((x, y) => compareVersions(y.signed.envelope, x.signed.envelope));
      active = whole[0] ?? null;
      previous = whole[1] ?? null;
      if (active) {
        const version = versionOf(active.signed);
        const floor = newest();
        /** A cut between the rename and the memory of it: the slot is the truth. */
        if (!floor || compareVersions(version, floor) > 0) await remember(version);
        log('manifest.loaded', { ...version, isNewest: !floor || compareVersions(version, floor) >= 0 });
      }
      const waiting = await load('staged');
      const floor = newest();
      const fresh = waiting && (!floor || compareVersions(waiting.signed.envelope, floor) > 0);
      const behind = !active || (floor && compareVersions(active.signed.envelope, floor) < 0);
      const mends = waiting && floor && behind && compareVersions(waiting.signed.envelope, floor) === 0;
      if (fresh || mends) staged = waiting;
      else
        await store
          .remove('staged')
          .catch((thrown: unknown) => log('manifest.not-removed', { place: 'staged', why: wordsOf(thrown) }));
    },
    active: () => active,
    staged: () => staged,
    previous: () => previous,

    welcomed: ({ screenId, signingKey }) =>
      inTurn(async () => {
        if (trust && trust.signingKey !== signingKey) {
          log('server.key-changed', { pinned: trust.signingKey, offered: signingKey });
          return refused('server-key-changed', `pinned ${trust.signingKey}, offered ${signingKey}`);
        }
        if (trust?.screenId === screenId) {
          if (!noted) await note();
          return accepted(undefined);
        }
        const moved = trust !== null;
        trust = { format: 1, signingKey, screenId, highest: trust?.highest ?? {} };
        await note();
        log(moved ? 'screen.moved' : 'server.key-pinned', { screenId });
        if (active && active.signed.envelope.screenId !== screenId) {
          active = null;
          previous = null;
          staged = null;
          tell('active');
        }
        return accepted(undefined);
      }),

    examine,

    offer: (signed) =>
      inTurn(async (): Promise<Offer> => {
        const examined = examine(signed);
        if (!examined.ok) return { kind: 'refused', refusal: examined.refusal };
        if (examined.value === 'had') return { kind: 'had' };
        const digest = signed.envelope.bodyDigest;
        const known = [active, staged, previous].find((held) => held?.signed.envelope.bodyDigest === digest);
        let text = bodies.get(digest);
        /** A renewed lease with an unchanged picture: the body is on disk already. */
        if (text === undefined && known) {
          for (const place of ['a', 'b', 'staged'] as const) {
            const stored = await store.read(place);
            if (typeof stored === 'object' && sha256(stored.text) === digest) text = stored.text;
          }
        }
        if (text === undefined) return { kind: 'body-missing', digest };
        const body = check.body(signed, text);
        bodies.delete(digest);
        if (!body.ok) return { kind: 'refused', refusal: body.refusal };
        await store.writeStaged({ signed, text });
        staged = { signed, body: body.value };
        log('manifest.staged', { ...versionOf(signed), files: body.value.files.length });
        tell('staged');
        return { kind: 'staged' };
      }),

    keepBody: (digest, text) => {
      if (sha256(text) !== digest) return false;
      bodies.set(digest, text);
      for (const oldest of bodies.keys()) if (bodies.size > BODIES_HELD) bodies.delete(oldest);
      return true;
    },
    holdsBody: (digest) => bodies.has(digest),

    promote: (expected) =>
      inTurn(async () => {
        if (!staged || compareVersions(staged.signed.envelope, expected) !== 0) return null;
        const slot: 'a' | 'b' = active?.slot === 'a' ? 'b' : 'a';
        await store.promoteTo(slot);
        const promoted = { ...staged, slot };
        previous = active;
        active = promoted;
        staged = null;
        const version = versionOf(promoted.signed);
        await remember(version);
        log('manifest.promoted', { ...version, slot, screenId: promoted.signed.envelope.screenId });
        tell('active');
        return promoted;
      }),

    clear: () =>
      inTurn(async () => {
        for (const place of ['staged', 'a', 'b'] as const) await store.remove(place);
        [active, previous, staged] = [null, null, null];
        bodies.clear();
        log('manifest.cleared');
        tell('active');
      }),
    onChange: (listener) => {
      listeners.push(listener);
    },
    stop: async () => {
      stopped = true;
      await turn;
    },
  };
};
