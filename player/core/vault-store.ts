/**
 * Where the vault keeps its three manifests and its memory of versions. On disk: two slots and a staged file, each one
 * manifest whole (first line the signed envelope, then the exact bytes of the body), so every change is one rename. The
 * in-memory form is for simulators and holds the same contract minus durability.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Digest, ScreenId } from '../../playlists/model/ids.ts';
import { SignedEnvelope } from '../../playlists/wire/manifest.ts';
import { isFault, removeDurably, renameDurably, type SayDamaged, setAside, writeDurably } from './durable-file.ts';
import { createKeptFile, type ReadFact } from './kept-file.ts';
import { wordsOf } from './log.ts';

/** What this device has promised itself about its server. */
export const Trust = z.object({
  format: z.literal(1),
  /** Pinned at the first welcome; raw Ed25519 key, base64. */
  signingKey: z.base64().length(44),
  screenId: ScreenId,
  /** Newest version ever promoted, by screen: nothing older is ever taken again. */
  highest: z.record(
    z.string(),
    z.object({ epoch: z.int().positive(), version: z.int().positive(), bodyDigest: Digest }),
  ),
});
export type Trust = z.infer<typeof Trust>;

export interface StoredManifest {
  signed: SignedEnvelope;
  /** The body exactly as it was signed. */
  text: string;
}
export type Place = 'a' | 'b' | 'staged';

export interface VaultStore {
  /** Kept twice: `damaged` = neither file holds. Never throws. */
  readTrust(): Promise<ReadFact<Trust>>;
  /** Durable when resolved, as all writes here. */
  writeTrust(trust: Trust): Promise<void>;
  /** `damaged` = something is there that cannot be read as a manifest. Never throws. */
  read(place: Place): Promise<StoredManifest | 'absent' | 'damaged'>;
  writeStaged(manifest: StoredManifest): Promise<void>;
  /** Moves the staged manifest over a slot in one step. */
  promoteTo(slot: 'a' | 'b'): Promise<void>;
  remove(place: Place): Promise<void>;
  forgetTrust(): Promise<void>;
}

/** The store on disk. The folder exists already and was swept. */
export const createDiskVaultStore = (
  folder: string,
  wall: () => number,
  damaged: SayDamaged = () => {},
): VaultStore => {
  const trustPaths = [join(folder, 'trust.json'), join(folder, 'trust-copy.json')];
  const trust = createKeptFile({ paths: trustPaths, schema: Trust, wall, damaged });
  const pathOf = (place: Place): string => join(folder, `manifest-${place}`);
  return {
    readTrust: trust.read,
    writeTrust: trust.write,
    read: async (place) => {
      let content: string;
      try {
        content = await readFile(pathOf(place), 'utf8');
      } catch (thrown) {
        if (isFault(thrown, 'ENOENT')) return 'absent';
        /** What no file can be renamed over must go; a sector that does not read today may read tomorrow. */
        const aside = isFault(thrown, 'EISDIR') ? await setAside(pathOf(place), wall()) : null;
        damaged({ file: `manifest-${place}`, why: wordsOf(thrown), aside });
        return 'damaged';
      }
      const end = content.indexOf('\n');
      try {
        const signed = SignedEnvelope.safeParse(JSON.parse(content.slice(0, Math.max(0, end))));
        return signed.success ? { signed: signed.data, text: content.slice(end + 1) } : 'damaged';
      } catch {
        return 'damaged';
      }
    },
    writeStaged: ({ signed, text }) => writeDurably(pathOf('staged'), [`${JSON.stringify(signed)}\n`, text]),
    promoteTo: (slot) => renameDurably(pathOf('staged'), pathOf(slot)),
    remove: (place) => removeDurably(pathOf(place)),
    forgetTrust: async () => {
      for (const path of trustPaths) await removeDurably(path);
    },
  };
};

/** A store that forgets everything with its process: for simulated players only. */
export const createMemoryVaultStore = (): VaultStore => {
  const places = new Map<Place, StoredManifest>();
  let trust: Trust | null = null;
  return {
    readTrust: async () => (trust ? { kind: 'read', value: trust } : { kind: 'absent' }),
    writeTrust: async (written) => {
      trust = written;
    },
    read: async (place) => places.get(place) ?? 'absent',
    writeStaged: async (manifest) => {
      places.set('staged', manifest);
    },
    promoteTo: async (slot) => {
      const staged = places.get('staged');
      if (!staged) throw new Error('nothing is staged');
      places.delete('staged');
      places.set(slot, staged);
    },
    remove: async (place) => {
      places.delete(place);
    },
    forgetTrust: async () => {
      trust = null;
    },
  };
};
