/**
 * The key that signs manifests: Ed25519, made at first run in the data folder, never leaving this process. One signature per
 * publication, over the canonical text of its statement (`playlists/wire/manifest.ts`).
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { openSecret } from './secret-file.ts';

export interface Signer {
  /** First 16 hex digits of sha-256 over the raw public key. */
  keyId: string;
  /** Raw public key, base64 (44 characters). */
  publicKey: string;
  /** Ed25519 over the UTF-8 of `text`, base64. */
  sign(text: string): string;
  /** Whether `signature` is ours over `text`; the self-test of the health page. */
  verify(text: string, signature: string): boolean;
}

/** Opens `signing-key.pem` in `folder`, made when absent. Throws when the file is not 0600 or holds no Ed25519 key. */
export const openSigner = async (folder: string): Promise<Signer> => {
  const pem = await openSecret(join(folder, 'signing-key.pem'), () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('signing-key.pem holds no Ed25519 key');
  const publicKey = createPublicKey(privateKey);
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    keyId: createHash('sha256').update(raw).digest('hex').slice(0, 16),
    publicKey: raw.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
  };
};
