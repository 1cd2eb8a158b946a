/**
 * From a schedule to everything a publication stores and sends, but for the signature: bodies (one text per distinct
 * picture), envelopes with rising versions, the Merkle root and a proof for each. Pure: the clock is a parameter, so it runs
 * on the loop for a small ward and in a worker thread for a large one with the same result.
 */
import { createHash } from 'node:crypto';
import type { Finding } from '../../playlists/model/finding.ts';
import type { Digest, PublicationId, ScreenId } from '../../playlists/model/ids.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { DAY_MS, HORIZON_DAYS, type Instant } from '../../playlists/model/time.ts';
import { compileWard } from '../../playlists/timeline/compile.ts';
import { findProblems } from '../../playlists/timeline/conflicts.ts';

import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import type { Envelope, ManifestBody, SignedEnvelope, Statement } from '../../playlists/wire/manifest.ts';
import { proveEnvelopes } from '../../playlists/wire/manifest-proof.ts';

export const LEASE_MS = HORIZON_DAYS * DAY_MS;

export const sha256 = (text: string): Digest => createHash('sha256').update(text).digest('hex') as Digest;

/** The newest version that a screen was given (or claims to have), from which the next one counts. */
export interface Newest {
  epoch: number;
  version: number;
  bodyDigest: Digest | null;
}

export interface PressOrder {
  publicationId: PublicationId;
  schedule: Schedule;
  now: Instant;
  epoch: number;
  keyId: string;
  newest: [ScreenId, Newest][];
  /** True: every screen gets a new version and lease, even when its picture stays the same. */
  renew: boolean;
}

export interface PressedScreen {
  screenId: ScreenId;
  envelope: Envelope;
  leaf: number;
  proof: Digest[];
  /** False when only the lease is new. */
  changed: boolean;
}

export interface Pressed {
  findings: Finding[];
  /** Every screen of the schedule and the picture it should have. */
  wanted: { screenId: ScreenId; bodyDigest: Digest; changed: boolean }[];
  /** Screens that get a new version; none when nothing is to be done. */
  screens: PressedScreen[];
  /** Texts of the bodies those screens need, each once. */
  bodies: { digest: Digest; text: string }[];
  /** Null when `screens` is empty. */
  statement: Statement | null;
}

/** Compiles and presses. The rules that make findings stop a publish are the caller's. */
export const press = (order: PressOrder): Pressed => {
  const compiled = compileWard(order.schedule, order.now);
  const newest = new Map(order.newest);
  /** Screens with one picture share one body object, so it is written and hashed once. */
  const printed = new Map<ManifestBody, { digest: Digest; text: string; bytes: number }>();
  const print = (body: ManifestBody) => {
    const known = printed.get(body);
    if (known) return known;
    const text = canonicalJson(body);
    const fresh = { digest: sha256(text), text, bytes: Buffer.byteLength(text) };
    printed.set(body, fresh);
    return fresh;
  };
  const wanted: Pressed['wanted'] = [];
  const envelopes: { envelope: Envelope; changed: boolean }[] = [];
  const bodies = new Map<Digest, string>();
  for (const [screenId, { body }] of compiled) {
    const { digest, text, bytes } = print(body);
    const last = newest.get(screenId);
    const changed = last?.bodyDigest !== digest;
    wanted.push({ screenId, bodyDigest: digest, changed });
    if (!changed && !order.renew && last?.epoch === order.epoch) continue;
    bodies.set(digest, text);
    envelopes.push({
      changed,
      envelope: {
        format: 1,
        screenId,
        epoch: order.epoch,
        version: last?.epoch === order.epoch ? last.version + 1 : 1,
        issuedAt: order.now,
        validUntil: order.now + LEASE_MS,
        bodyDigest: digest,
        bodyBytes: bytes,
      },
    });
  }
  const findings = findProblems(order.schedule, order.now);
  const done = { findings, wanted, bodies: [...bodies].map(([digest, text]) => ({ digest, text })) };
  if (envelopes.length === 0) return { ...done, screens: [], statement: null };
  const { root, proofs } = proveEnvelopes(
    envelopes.map(({ envelope }) => envelope),
    sha256,
  );
  return {
    ...done,
    screens: envelopes.map(({ envelope, changed }, leaf) => ({
      screenId: envelope.screenId,
      envelope,
      leaf,
      proof: proofs[leaf] ?? [],
      changed,
    })),
    statement: { format: 1, publicationId: order.publicationId, root, leaves: envelopes.length, keyId: order.keyId },
  };
};

/** What travels to one screen. */
export const signedEnvelope = (screen: PressedScreen, statement: Statement, signature: string): SignedEnvelope => ({
  envelope: screen.envelope,
  statement,
  signature,
  leaf: screen.leaf,
  proof: screen.proof,
});
