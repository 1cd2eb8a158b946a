import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Digest } from '../../../playlists/model/ids.ts';
import { Envelope, SignedEnvelope } from '../../../playlists/wire/manifest.ts';
import { proofHolds, proveEnvelopes } from '../../../playlists/wire/manifest-proof.ts';
import { aDigest, at } from '../../support/builders.ts';

const sha256 = (text: string): Digest => hash('sha256', text, 'hex') as Digest;
const SIZES = Array.from({ length: 40 }, (_, i) => i + 1);

const anEnvelope = (n: number): Envelope =>
  Envelope.parse({
    format: 1,
    screenId: `scr_${n}`,
    epoch: 1,
    version: 7,
    issuedAt: at('2026-03-02 10:00'),
    validUntil: at('2026-04-06 10:00'),
    bodyDigest: aDigest(`body ${n % 3}`),
    bodyBytes: 20_000,
  });

/** A whole publication of `size` envelopes, as it would travel (the signature is not the proof's business). */
const publish = (size: number): SignedEnvelope[] => {
  const envelopes = Array.from({ length: size }, (_, n) => anEnvelope(n));
  const { root, proofs } = proveEnvelopes(envelopes, sha256);
  return envelopes.map((envelope, leaf) =>
    SignedEnvelope.parse({
      envelope,
      statement: { format: 1, publicationId: 'pub_a', root, leaves: size, keyId: '0123456789abcdef' },
      signature: 'c2ln',
      leaf,
      proof: proofs[leaf],
    }),
  );
};

const flip = (digest: string): string => `${digest[0] === '0' ? '1' : '0'}${digest.slice(1)}`;

describe('manifest proof', () => {
  it.each(SIZES)('holds for each of %i envelopes, in logarithmic length', (size) => {
    for (const signed of publish(size)) {
      expect(proofHolds(signed, sha256)).toBe(true);
      expect(signed.proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
    }
  });

  it.each(SIZES)('fails for any changed field among %i envelopes', (size) => {
    for (const signed of publish(size)) {
      const { envelope, statement, proof, leaf } = signed;
      const forged: object[] = [
        { envelope: { ...envelope, screenId: 'scr_other' } },
        { envelope: { ...envelope, epoch: 2 } },
        { envelope: { ...envelope, version: 8 } },
        { envelope: { ...envelope, issuedAt: envelope.issuedAt + 1 } },
        { envelope: { ...envelope, validUntil: envelope.validUntil + 1 } },
        { envelope: { ...envelope, bodyDigest: flip(envelope.bodyDigest) } },
        { envelope: { ...envelope, bodyBytes: envelope.bodyBytes + 1 } },
        { statement: { ...statement, root: flip(statement.root) } },
        { proof: [...proof, statement.root] },
        ...(proof.length > 0 ? [{ proof: proof.slice(1) }, { proof: proof.slice(0, -1) }] : []),
        ...proof.map((_, i) => ({ proof: proof.map((digest, j) => (i === j ? flip(digest) : digest)) })),
        ...Array.from({ length: size + 1 }, (_, other) => ({ leaf: other })).filter((part) => part.leaf !== leaf),
      ];
      for (const part of forged) {
        const lie = SignedEnvelope.safeParse({ ...signed, ...part });
        expect(lie.success && proofHolds(lie.data, sha256), JSON.stringify(part)).toBe(false);
      }
    }
  });

  it('no envelope passes with the proof of another', () => {
    const signed = publish(13);
    for (const one of signed) {
      for (const other of signed) {
        if (one !== other) expect(proofHolds({ ...one, envelope: other.envelope }, sha256)).toBe(false);
      }
    }
  });

  it('an inner node cannot pass for an envelope: leaves and nodes are hashed apart', () => {
    const seen: string[] = [];
    proveEnvelopes([anEnvelope(0), anEnvelope(1)], (text) => {
      seen.push(text.slice(0, 5));
      return sha256(text);
    });
    expect(seen).toEqual(['leaf:', 'leaf:', 'node:']);
  });

  it('a publication without envelopes is a bug of the caller', () => {
    expect(() => proveEnvelopes([], sha256)).toThrow(RangeError);
  });
});
