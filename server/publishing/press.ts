/**
 * From a schedule to everything a publication stores and sends, but for the signature: bodies (one text per distinct
 * picture), envelopes with rising versions, the Merkle root and a proof for each. Pure: the clock is a parameter, so it runs
 * on the loop for a small ward and in a worker thread for a large one with the same result.
 */
import { hash } from 'node:crypto';
import type { Finding } from '../../playlists/model/finding.ts';
import type { Digest, PublicationId, ScreenId } from '../../playlists/model/ids.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { DAY_MS, HORIZON_DAYS, type Instant, type ZoneId } from '../../playlists/model/time.ts';
import { bodyIn } from '../../playlists/timeline/bodies.ts';
import { horizonOn } from '../../playlists/timeline/compile.ts';
import { findProblemsIn } from '../../playlists/timeline/conflicts.ts';
import { prepareWard, type Ward } from '../../playlists/timeline/ward.ts';

import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import {
  type Envelope,
  isTooLarge,
  type ManifestBody,
  type SignedEnvelope,
  type Statement,
} from '../../playlists/wire/manifest.ts';
import { proveEnvelopes } from '../../playlists/wire/manifest-proof.ts';
import { intentDigest } from './intent.ts';
import { packSchedule } from './packed-schedule.ts';

export const LEASE_MS = HORIZON_DAYS * DAY_MS;

export const sha256 = (text: string): Digest => hash('sha256', text, 'hex') as Digest;

/** From where the next version of a screen counts: the newest it was given, or holds though we do not know it. */
export interface Newest {
  epoch: number;
  version: number;
  bodyDigest: Digest | null;
}

export interface PressOrder {
  publicationId: PublicationId;
  schedule: Schedule;
  now: Instant;
  keyId: string;
  /** Screens that are not named start at epoch 1, version 1. */
  newest: [ScreenId, Newest][];
  /** Screens that get nothing, whatever their picture. */
  skip: ScreenId[];
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

/** A body, and the screens that get a new version with it. */
export interface PrintedBody {
  digest: Digest;
  text: string;
  /** UTF-8. */
  bytes: number;
  screenIds: ScreenId[];
}

/** What the compiler says; known before anything is sealed. */
export interface Draft {
  findings: Finding[];
  /** Every screen of the schedule and the picture it should have. */
  wanted: { screenId: ScreenId; bodyDigest: Digest; changed: boolean }[];
  /** Bodies of the screens that get a new version, each once; none when nothing is to be done. */
  bodies: PrintedBody[];
}

/** A draft without its bodies. */
export type DraftHead = Omit<Draft, 'bodies'>;
export const headOf = ({ findings, wanted }: Draft): DraftHead => ({ findings, wanted });

/** What is kept of a schedule that was pressed. */
export interface Frozen {
  /** `intentDigest` of it. */
  intent: string;
  packed: Uint8Array;
}

export interface Pressed extends Draft {
  /** Screens that get a new version. */
  screens: PressedScreen[];
  /** Null when `screens` is empty. */
  statement: Statement | null;
}

/** Compiles every screen; a zone's horizon is worked out once, not once per screen. */
const compileBodies = (ward: Ward, now: Instant): [ScreenId, ManifestBody][] => {
  const horizons = new Map<ZoneId, ReturnType<typeof horizonOn>>();
  return ward.schedule.screens.map((screen) => {
    const horizon = horizons.get(screen.zone) ?? horizonOn(ward.clocks(screen.zone), now);
    horizons.set(screen.zone, horizon);
    return [screen.id, bodyIn(ward, screen, horizon)];
  });
};

/** Compiles. What findings mean for a publish is the caller's business. */
export const draft = (order: PressOrder): Draft => {
  const ward = prepareWard(order.schedule);
  const newest = new Map(order.newest);
  const skip = new Set(order.skip);
  /** Screens with one picture share one body object, so it is written and hashed once. */
  const printed = new Map<ManifestBody, PrintedBody>();
  const print = (body: ManifestBody): PrintedBody => {
    const known = printed.get(body);
    if (known) return known;
    const text = canonicalJson(body);
    const fresh = { digest: sha256(text), text, bytes: Buffer.byteLength(text), screenIds: [] };
    printed.set(body, fresh);
    return fresh;
  };
  const wanted = compileBodies(ward, order.now).map(([screenId, body]) => {
    const sheet = print(body);
    const changed = newest.get(screenId)?.bodyDigest !== sheet.digest;
    // What no player takes is sent to none: a person is stopped by the finding, at night the screen keeps what it has.
    if ((changed || order.renew) && !skip.has(screenId) && !isTooLarge(body)) sheet.screenIds.push(screenId);
    return { screenId, bodyDigest: sheet.digest, changed };
  });
  return {
    findings: findProblemsIn(ward, order.now),
    wanted,
    bodies: [...printed.values()].filter((sheet) => sheet.screenIds.length > 0),
  };
};

/** Makes the envelopes of a draft, their root and proofs. */
export const seal = (order: PressOrder, made: Draft): Pressed => {
  const newest = new Map(order.newest);
  const changes = new Map(made.wanted.map(({ screenId, changed }) => [screenId, changed]));
  const envelopes = made.bodies.flatMap(({ digest, bytes, screenIds }) =>
    screenIds.map((screenId): Envelope => {
      const last = newest.get(screenId);
      return {
        format: 1,
        screenId,
        epoch: last?.epoch ?? 1,
        version: (last?.version ?? 0) + 1,
        issuedAt: order.now,
        validUntil: order.now + LEASE_MS,
        bodyDigest: digest,
        bodyBytes: bytes,
      };
    }),
  );
  if (envelopes.length === 0) return { ...made, screens: [], statement: null };
  const { root, proofs } = proveEnvelopes(envelopes, sha256);
  return {
    ...made,
    screens: envelopes.map((envelope, leaf) => ({
      screenId: envelope.screenId,
      envelope,
      leaf,
      proof: proofs[leaf] ?? [],
      changed: changes.get(envelope.screenId) ?? true,
    })),
    statement: { format: 1, publicationId: order.publicationId, root, leaves: envelopes.length, keyId: order.keyId },
  };
};

export const freeze = (schedule: Schedule): Frozen => ({
  intent: intentDigest(schedule),
  packed: packSchedule(schedule),
});

/** Compiles and seals. */
export const press = (order: PressOrder): Pressed => seal(order, draft(order));

/** What travels to one screen. */
export const signedEnvelope = (screen: PressedScreen, statement: Statement, signature: string): SignedEnvelope => ({
  envelope: screen.envelope,
  statement,
  signature,
  leaf: screen.leaf,
  proof: screen.proof,
});
