/**
 * Who this device is: an Ed25519 key pair that it makes itself on first start and that never leaves its disk. The device id
 * is the fingerprint of the public key; the server only ever learns the public half. A damaged key file is put aside and a
 * new device begins (it must be paired again); the picture on the disk plays on meanwhile.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DeviceId } from '../../playlists/model/ids.ts';
import { readJson, setAside, writeDurably } from './durable-file.ts';
import type { Log } from './log.ts';

export interface Identity {
  deviceId: DeviceId;
  /** Raw Ed25519 public key, 32 bytes, base64. */
  publicKey: string;
  /** Ed25519 signature over the UTF-8 of `text`, base64. */
  sign(text: string): string;
}

const Stored = z.object({ format: z.literal(1), privateKey: z.base64().max(200) });

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

const readKey = (stored: z.infer<typeof Stored>): KeyObject | null => {
  try {
    const key = createPrivateKey({ key: Buffer.from(stored.privateKey, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
};

/** Reads the key of this device or makes one, durable and readable by its owner only, before it is ever used. */
export const openIdentity = async (folder: string, wall: () => number, log: Log): Promise<Identity> => {
  const path = join(folder, 'identity.json');
  const file = await readJson(path, Stored);
  if (file.kind === 'read') {
    const key = readKey(file.value);
    if (key) {
      const { mode } = await stat(path);
      if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
        await chmod(path, 0o600);
        log('identity.mode-mended', { was: (mode & 0o777).toString(8) });
      }
      return identityOf(key);
    }
  }
  if (file.kind !== 'absent') log('identity.damaged', { aside: await setAside(path, wall()) });
  const { privateKey } = generateKeyPairSync('ed25519');
  const stored: z.infer<typeof Stored> = {
    format: 1,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  };
  await writeDurably(path, `${JSON.stringify(stored)}\n`);
  const identity = identityOf(privateKey);
  log('identity.made', { deviceId: identity.deviceId });
  return identity;
};
