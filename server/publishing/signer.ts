/**
 * The key that signs manifests: Ed25519, made at first run in the data folder, never leaving this process. One signature per
 * publication, over the canonical text of its statement (`playlists/wire/manifest.ts`).
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RefusedStart } from '../refused-start.ts';
import { openSecret, refuseDamaged } from './secret-file.ts';

const KEY_FILE = 'signing-key.pem';
const PEM = /^-----BEGIN PRIVATE KEY-----\s[\s\S]+-----END PRIVATE KEY-----$/;

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

/**
 * Players trust only the key that they met at pairing: once anything was published, a new one would leave every screen with
 * what it has. Throws {@link RefusedStart} when the key is gone from `folder` although `hasPublished`.
 */
export const assertKeyKept = async (folder: string, hasPublished: boolean): Promise<void> => {
  const path = join(folder, KEY_FILE);
  if (!hasPublished || (await stat(path).catch(() => null))) return;
  throw new RefusedStart(
    `Không tìm thấy khóa ký ${path} dù hệ thống đã từng xuất bản. Các màn hình chỉ tin khóa cũ và sẽ từ chối mọi nội dung ký bằng khóa mới, nên máy chủ không tự tạo khóa khác. Hãy khôi phục tệp ${KEY_FILE} từ bản sao lưu.`,
    `The signing key ${path} is gone although this system has published. Screens trust only the old key and would refuse everything signed by a new one, so the server does not make another. Restore ${KEY_FILE} from the backup.`,
  );
};

/** Opens `signing-key.pem` in `folder`, made when absent. Throws when the file is not 0600 or holds no Ed25519 key. */
export const openSigner = async (folder: string): Promise<Signer> => {
  const path = join(folder, KEY_FILE);
  const pem = await openSecret(
    path,
    () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    { form: PEM },
  );
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pem);
  } catch {
    throw refuseDamaged(path);
  }
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`${KEY_FILE} holds no Ed25519 key`);
  const publicKey = createPublicKey(privateKey);
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    keyId: createHash('sha256').update(raw).digest('hex').slice(0, 16),
    publicKey: raw.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
  };
};
