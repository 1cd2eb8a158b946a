/**
 * Is this manifest really ours to play? Signature by the pinned key, proof under the signed root, the right screen, body
 * bytes that match, and indexes that point somewhere. Pure but for the hash; says nothing about versions (the vault does).
 * One check may serve many links of one process: the last statement and bodies checked are remembered, so a ward-wide
 * publication costs one signature.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Digest, ScreenId } from '../../playlists/model/ids.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import { ManifestBody, type SignedEnvelope } from '../../playlists/wire/manifest.ts';
import { proofHolds } from '../../playlists/wire/manifest-proof.ts';

const BODIES_REMEMBERED = 2;
/** SPKI head of an Ed25519 public key (RFC 8410): what stands before the raw 32 bytes. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** Not the one-shot `hash`: the oldest Electron we run in has a Node without it. */
export const sha256 = (data: string | Uint8Array): Digest => createHash('sha256').update(data).digest('hex') as Digest;

/** A verifying key from its raw base64 form; null when it is none. */
const publicKeyOf = (base64: string): KeyObject | null => {
  const raw = Buffer.from(base64, 'base64');
  if (raw.length !== 32) return null;
  try {
    return createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
};

export interface ManifestCheck {
  /** `signingKey` is the pinned raw key in base64. */
  envelope(signed: SignedEnvelope, signingKey: string, screenId: ScreenId): Outcome<void>;
  /** `text` is the body exactly as received. */
  body(signed: SignedEnvelope, text: string): Outcome<ManifestBody>;
}

/** What zod cannot see: every index points somewhere, spans and cues are sorted and touch, tickers come one at a time. Null = sound. */
const flawOf = (body: ManifestBody): string | null => {
  if (body.fallback !== null && body.fallback >= body.files.length) return 'fallback points at no file';
  const relayed = body.spans.find(
    (span) => span.kind !== 'blank' && (span.relay?.source ?? -1) >= (body.relays?.length ?? 0),
  );
  if (relayed) return `span at ${relayed.from} points at no relay`;
  const lost = body.slides?.find(({ picture }) => picture !== null && picture >= body.files.length);
  if (lost) return 'a slide points at no picture';
  for (const [l, loop] of body.loops.entries()) {
    let at = 0;
    for (const cue of loop.cues) {
      if (cue.at !== at) return `loop ${l}: cues do not touch at ${at} ms`;
      const [place, among] = cue.kind === 'slide' ? [cue.slide, body.slides ?? []] : [cue.file, body.files];
      if (place >= among.length) return `loop ${l}: a cue points at no ${cue.kind === 'slide' ? 'slide' : 'file'}`;
      at += cue.durationMs;
    }
    if (at !== loop.lengthMs) return `loop ${l}: cues end at ${at} ms, the loop at ${loop.lengthMs} ms`;
  }
  let at = body.from;
  for (const span of body.spans) {
    if (span.from !== at || span.until <= span.from) return `spans do not touch at ${at}`;
    if (span.kind === 'loop' && span.loop >= body.loops.length) return `span at ${at} points at no loop`;
    at = span.until;
  }
  if (at !== body.until) return `spans end at ${at}, the body at ${body.until}`;
  let over = body.from;
  for (const span of body.tickerSpans ?? []) {
    if (span.from < over || span.until <= span.from || span.until > body.until)
      return `ticker spans are not in order at ${span.from}`;
    if (span.ticker >= (body.tickers?.length ?? 0)) return `ticker span at ${span.from} points at no ticker`;
    over = span.until;
  }
  return null;
};

export const createManifestCheck = (): ManifestCheck => {
  let signatureSeen = '';
  let keySeen = { signingKey: '', keyId: '' };
  const keyIdOf = (signingKey: string): string => {
    if (keySeen.signingKey !== signingKey)
      keySeen = { signingKey, keyId: sha256(Buffer.from(signingKey, 'base64')).slice(0, 16) };
    return keySeen.keyId;
  };
  const bodies = new Map<string, ManifestBody>();

  const signatureHolds = (signed: SignedEnvelope, signingKey: string): boolean => {
    const statement = canonicalJson(signed.statement);
    const seen = `${signingKey}\n${signed.signature}\n${statement}`;
    if (seen === signatureSeen) return true;
    const key = publicKeyOf(signingKey);
    if (!key || !verify(null, Buffer.from(statement, 'utf8'), key, Buffer.from(signed.signature, 'base64')))
      return false;
    signatureSeen = seen;
    return true;
  };

  return {
    envelope: (signed, signingKey, screenId) => {
      const { envelope, statement } = signed;
      const keyId = keyIdOf(signingKey);
      if (statement.keyId !== keyId)
        return refused('manifest-signature-wrong', `signed by key ${statement.keyId}, pinned is ${keyId}`);
      if (!signatureHolds(signed, signingKey))
        return refused('manifest-signature-wrong', 'the Ed25519 signature does not hold for the pinned key');
      if (!proofHolds(signed, sha256))
        return refused('manifest-signature-wrong', 'the envelope is not under the signed root');
      if (envelope.screenId !== screenId)
        return refused('manifest-wrong-screen', `for ${envelope.screenId}, this is ${screenId}`);
      if (envelope.validUntil <= envelope.issuedAt)
        return refused('manifest-body-wrong', 'the lease ends before it begins');
      return accepted(undefined);
    },

    body: (signed, text) => {
      const { bodyDigest, bodyBytes } = signed.envelope;
      const remembered = bodies.get(bodyDigest);
      const bytes = Buffer.byteLength(text, 'utf8');
      if (bytes !== bodyBytes) return refused('manifest-body-wrong', `${bytes} bytes, signed were ${bodyBytes}`);
      const digest = sha256(text);
      if (digest !== bodyDigest) return refused('manifest-body-wrong', `digest ${digest}, signed was ${bodyDigest}`);
      if (remembered) return accepted(remembered);
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        return refused('manifest-body-wrong', 'the body is not JSON');
      }
      const parsed = ManifestBody.safeParse(json);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return refused('manifest-body-wrong', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`);
      }
      const flaw = flawOf(parsed.data);
      if (flaw) return refused('manifest-body-wrong', flaw);
      bodies.set(bodyDigest, parsed.data);
      for (const oldest of bodies.keys()) if (bodies.size > BODIES_REMEMBERED) bodies.delete(oldest);
      return accepted(parsed.data);
    },
  };
};
