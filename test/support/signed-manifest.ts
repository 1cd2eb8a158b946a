/** Real manifests for player tests: real bodies, real Merkle proofs, real Ed25519 signatures by a key made for the test. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { Digest, PublicationId, ScreenId } from '../../playlists/model/ids.ts';
import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import { type Envelope, ManifestBody, type ManifestFile, type SignedEnvelope } from '../../playlists/wire/manifest.ts';
import { proveEnvelopes } from '../../playlists/wire/manifest-proof.ts';

export const sha256 = (data: string | Uint8Array): Digest =>
  Digest.parse(createHash('sha256').update(data).digest('hex'));
export const SCREEN = ScreenId.parse('scr_test');
export const OTHER_SCREEN = ScreenId.parse('scr_other');
const DAY = 86_400_000;

export interface Signer {
  /** Raw public key, base64. */
  publicKey: string;
  sign(text: string): string;
}
export const aSigner = (): Signer => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
  };
};

export interface TestFile {
  file: ManifestFile;
  content: Buffer;
}
/** A file of `bytes` bytes told apart by `seed`. */
export const aFile = (seed: string, bytes = 20_000, type: ManifestFile['type'] = 'video/mp4'): TestFile => {
  const line = Buffer.from(`${seed} ${createHash('sha256').update(seed).digest('hex')}\n`);
  const content = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += line.length) line.copy(content, at, 0, Math.min(line.length, bytes - at));
  return { file: { digest: sha256(content), bytes, type }, content };
};

/** A body whose whole time is one loop over the files, each on screen for `cueMs`; the last file is the safe image. */
export const aBody = (
  files: readonly ManifestFile[],
  parts: { from?: number; until?: number; cueMs?: number; safe?: ManifestFile | null; sound?: boolean } = {},
): ManifestBody => {
  const { from = 0, until = 9_000_000_000_000, cueMs = 10_000, safe = null, sound = false } = parts;
  const cues = files.map((file, i) => ({
    at: i * cueMs,
    durationMs: cueMs,
    kind: file.type === 'video/mp4' ? ('video' as const) : ('still' as const),
    file: i,
    assetId: `ast_${i}`,
  }));
  return ManifestBody.parse({
    format: 1,
    from,
    until,
    zone: 'Asia/Ho_Chi_Minh',
    canvas: { width: 768, height: 384 },
    sound,
    spans: [{ kind: 'loop', from, until, loop: 0, anchor: from, slotId: 'slt_morning', rule: 'TL5' }],
    loops: [{ playlistId: 'pls_main', lengthMs: cues.length * cueMs, cues }],
    files: safe ? [...files, safe] : files,
    fallback: safe ? files.length : null,
    wardName: 'Phường Lê Thanh Nghị',
  });
};

export interface MadeManifest {
  signed: SignedEnvelope;
  text: string;
  body: ManifestBody;
}

/** Signs a body for a screen. A neighbour's envelope stands beside it, so proofs are never trivial. */
export const aManifest = (
  signer: Signer,
  body: ManifestBody,
  version: number,
  parts: Partial<Envelope> = {},
): MadeManifest => {
  const text = canonicalJson(body);
  const issuedAt = parts.issuedAt ?? Date.now();
  const envelope: Envelope = {
    format: 1,
    screenId: SCREEN,
    epoch: 1,
    version,
    issuedAt,
    validUntil: issuedAt + 35 * DAY,
    bodyDigest: sha256(text),
    bodyBytes: Buffer.byteLength(text),
    ...parts,
  };
  const { root, proofs } = proveEnvelopes([{ ...envelope, screenId: OTHER_SCREEN }, envelope], sha256);
  const keyId = sha256(Buffer.from(signer.publicKey, 'base64')).slice(0, 16);
  const statement = { format: 1 as const, publicationId: PublicationId.parse('pub_test'), root, leaves: 2, keyId };
  const signature = signer.sign(canonicalJson(statement));
  return { signed: { envelope, statement, signature, leaf: 1, proof: proofs[1] ?? [] }, text, body };
};
