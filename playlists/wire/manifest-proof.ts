/**
 * One signature for a whole publication: a Merkle tree over its envelopes (RFC 9162, section 2.1: leaves and nodes are hashed
 * with different prefixes, so neither can pass for the other). The hash is handed in, so this runs in Node and in a browser.
 */
import type { Digest } from '../model/ids.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Envelope, SignedEnvelope } from './manifest.ts';

/** sha-256 of UTF-8 text as lower-case hex. */
export type Sha256 = (text: string) => Digest;

const leafHash = (envelope: Envelope, sha256: Sha256): Digest => sha256(`leaf:${canonicalJson(envelope)}`);
const nodeHash = (left: string, right: string, sha256: Sha256): Digest => sha256(`node:${left}:${right}`);

/** Largest power of two below `size` (size ≥ 2): where RFC 9162 splits a tree. */
const splitOf = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));

/** Root and one proof per envelope, in the order given. Throws on an empty list (a bug of the caller). */
export const proveEnvelopes = (
  envelopes: readonly Envelope[],
  sha256: Sha256,
): { root: Digest; proofs: Digest[][] } => {
  if (envelopes.length === 0) throw new RangeError('a publication has at least one envelope');
  const proofs: Digest[][] = envelopes.map(() => []);
  /** Hashes the envelopes `[from, until)`; each learns the hash of the half it is not in, nearest first. */
  const climb = (from: number, until: number): Digest => {
    if (until - from === 1) return leafHash(envelopes[from] as Envelope, sha256);
    const split = from + splitOf(until - from);
    const left = climb(from, split);
    const right = climb(split, until);
    for (let i = from; i < split; i += 1) proofs[i]?.push(right);
    for (let i = split; i < until; i += 1) proofs[i]?.push(left);
    return nodeHash(left, right, sha256);
  };
  return { root: climb(0, envelopes.length), proofs };
};

/** True when the envelope really stands under the signed root. Says nothing about the signature itself. */
export const proofHolds = (signed: SignedEnvelope, sha256: Sha256): boolean => {
  const { leaf, proof, statement, envelope } = signed;
  if (leaf >= statement.leaves) return false;
  /** Which side the sibling stands on, from the leaf upwards. */
  const sides: ('left' | 'right')[] = [];
  let [from, until] = [0, statement.leaves];
  while (until - from > 1) {
    const split = from + splitOf(until - from);
    if (leaf < split) {
      sides.unshift('right');
      until = split;
    } else {
      sides.unshift('left');
      from = split;
    }
  }
  if (sides.length !== proof.length) return false;
  const climbed = proof.reduce<string>(
    (hash, sibling, i) => (sides[i] === 'right' ? nodeHash(hash, sibling, sha256) : nodeHash(sibling, hash, sha256)),
    leafHash(envelope, sha256),
  );
  return climbed === statement.root;
};
