/**
 * Who this device is: an Ed25519 key pair that it makes itself on first start and that never leaves its disk. The device id
 * is the fingerprint of the public key; the server only ever learns the public half. The key is kept twice; only when both
 * files are lost does a new device begin (it must be paired again), and the picture on the disk plays on meanwhile.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DeviceId } from '../../playlists/model/ids.ts';
import type { SayDamaged } from './durable-file.ts';
import { createKeptFile } from './kept-file.ts';
import { type Log, wordsOf } from './log.ts';

export interface Identity {
  deviceId: DeviceId;
  /** Raw Ed25519 public key, 32 bytes, base64. */
  publicKey: string;
  /** Ed25519 signature over the UTF-8 of `text`, base64. */
  sign(text: string): string;
}

/** The raw 32 bytes of an Ed25519 public key: they stand at the end of its SPKI form. */
export const rawPublicKey = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' }).subarray(-32);

/** `dev_` and the first 32 hex digits of sha-256 over the raw public key. */
export const deviceIdOf = (rawKey: Uint8Array): DeviceId =>
  DeviceId.parse(`dev_${createHash('sha256').update(rawKey).digest('hex').slice(0, 32)}`);

/** An identity from a private key; also the simulator's way to make thousands without a disk. */
export const identityOf = (privateKey: KeyObject): Identity => {
  const raw = rawPublicKey(createPublicKey(privateKey));
  return {
    deviceId: deviceIdOf(raw),
    publicKey: raw.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
  };
};

const readKey = (stored: string): KeyObject | null => {
  try {
    const key = createPrivateKey({ key: Buffer.from(stored, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
};

const Stored = z.object({
  format: z.literal(1),
  privateKey: z
    .base64()
    .max(200)
    .refine((text) => readKey(text) !== null, 'not an Ed25519 key'),
});

/**
 * Reads the key of this device or makes one, durable and readable by its owner only, before it is ever used. Never throws
 * for the disk: a key that cannot be stored serves until this program ends, and the picture plays.
 */
export const openIdentity = async (parts: {
  folder: string;
  wall: () => number;
  log: Log;
  damaged: SayDamaged;
}): Promise<Identity> => {
  const { folder, log } = parts;
  const paths = [join(folder, 'identity.json'), join(folder, 'identity-copy.json')];
  const kept = createKeptFile({ ...parts, paths, schema: Stored });
  const file = await kept.read();
  const key = file.kind === 'read' ? readKey(file.value.privateKey) : null;
  if (key) {
    for (const path of process.platform === 'win32' ? [] : paths) {
      const mode = await stat(path).then(
        (found) => found.mode,
        () => 0,
      );
      if ((mode & 0o077) === 0) continue;
      await chmod(path, 0o600).catch(() => {});
      log('identity.mode-mended', { was: (mode & 0o777).toString(8) });
    }
    return identityOf(key);
  }
  if (file.kind === 'damaged') log('identity.damaged', { why: file.why });
  const { privateKey } = generateKeyPairSync('ed25519');
  const stored = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  await kept
    .write({ format: 1, privateKey: stored })
    .catch((thrown: unknown) => log('identity.not-stored', { why: wordsOf(thrown) }));
  const identity = identityOf(privateKey);
  log('identity.made', { deviceId: identity.deviceId });
  return identity;
};
