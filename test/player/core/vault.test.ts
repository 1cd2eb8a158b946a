/** The manifest store on a real disk and on its in-memory form: what is taken, what is refused, what survives. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createManifestCheck } from '../../../player/core/manifest-check.ts';
import { createVault, type Vault } from '../../../player/core/vault.ts';
import { createDiskVaultStore, createMemoryVaultStore, type VaultStore } from '../../../player/core/vault-store.ts';
import type { Cue, Loop, SignedEnvelope, Span } from '../../../playlists/wire/manifest.ts';
import { aFolder } from '../../support/folder.ts';
import {
  aBody,
  aFile,
  aManifest,
  aSigner,
  type MadeManifest,
  OTHER_SCREEN,
  SCREEN,
} from '../../support/signed-manifest.ts';

const signer = aSigner();
const one = aFile('one').file;
const two = aFile('two').file;
const open = async (store: VaultStore, welcome = true): Promise<Vault> => {
  const vault = createVault({ store, check: createManifestCheck(), log: () => {} });
  await vault.open();
  if (welcome) await vault.welcomed({ screenId: SCREEN, signingKey: signer.publicKey });
  return vault;
};
const bring = async (vault: Vault, made: MadeManifest) => {
  vault.keepBody(made.signed.envelope.bodyDigest, made.text);
  return vault.offer(made.signed);
};
const promote = async (vault: Vault, made: MadeManifest): Promise<void> => {
  expect(await bring(vault, made)).toEqual({ kind: 'staged' });
  expect(await vault.promote(made.signed.envelope)).not.toBeNull();
};
const codeOf = async (vault: Vault, made: MadeManifest): Promise<string> => {
  const offer = await bring(vault, made);
  return offer.kind === 'refused' ? offer.refusal.code : offer.kind;
};

describe.each(['disk', 'memory'] as const)('vault on %s', (kind) => {
  const aStore = async (): Promise<VaultStore> =>
    kind === 'disk' ? createDiskVaultStore(await aFolder(), () => 0) : createMemoryVaultStore();

  test('staged → active, and the active one is there again after a restart', async () => {
    const store = await aStore();
    const vault = await open(store);
    await promote(vault, aManifest(signer, aBody([one]), 1));
    await promote(vault, aManifest(signer, aBody([two]), 2));
    const again = await open(store, false);
    expect(again.active()?.signed.envelope.version).toBe(2);
    expect(again.previous()?.signed.envelope.version).toBe(1);
  });

  test('a staged manifest is staged again after a restart', async () => {
    const store = await aStore();
    const vault = await open(store);
    await promote(vault, aManifest(signer, aBody([one]), 1));
    await bring(vault, aManifest(signer, aBody([two]), 2));
    const again = await open(store, false);
    expect([again.active()?.signed.envelope.version, again.staged()?.signed.envelope.version]).toEqual([1, 2]);
  });

  test('E2 older, replayed and rewritten versions are refused, also after a restart', async () => {
    const store = await aStore();
    let vault = await open(store);
    await promote(vault, aManifest(signer, aBody([one]), 9));
    for (let round = 0; round < 2; round += 1) {
      expect(await codeOf(vault, aManifest(signer, aBody([two]), 8))).toBe('manifest-older');
      expect(await codeOf(vault, aManifest(signer, aBody([two]), 9))).toBe('manifest-older');
      expect(await codeOf(vault, aManifest(signer, aBody([one]), 9))).toBe('had');
      vault = await open(store);
    }
  });

  test('A7 a server restored from an old backup cannot turn the clock back; its new epoch can go on', async () => {
    const vault = await open(await aStore());
    await promote(vault, aManifest(signer, aBody([one]), 15));
    expect(await codeOf(vault, aManifest(signer, aBody([two]), 11))).toBe('manifest-older');
    await promote(vault, aManifest(signer, aBody([two]), 1, { epoch: 2 }));
    expect(vault.active()?.signed.envelope).toMatchObject({ epoch: 2, version: 1 });
    expect(await codeOf(vault, aManifest(signer, aBody([one]), 16))).toBe('manifest-older');
  });

  test('a changed signing key is refused, at hello and on a manifest', async () => {
    const vault = await open(await aStore());
    const stranger = aSigner();
    expect(await vault.welcomed({ screenId: SCREEN, signingKey: stranger.publicKey })).toMatchObject({
      ok: false,
      refusal: { code: 'server-key-changed' },
    });
    expect(await codeOf(vault, aManifest(stranger, aBody([one]), 1))).toBe('manifest-signature-wrong');
  });

  test('versions are counted by screen: a moved device takes what its new screen has', async () => {
    const vault = await open(await aStore());
    await promote(vault, aManifest(signer, aBody([one]), 50));
    await vault.welcomed({ screenId: OTHER_SCREEN, signingKey: signer.publicKey });
    expect(vault.active()).toBeNull();
    await promote(vault, aManifest(signer, aBody([two]), 2, { screenId: OTHER_SCREEN }));
    await vault.welcomed({ screenId: SCREEN, signingKey: signer.publicKey });
    expect(await codeOf(vault, aManifest(signer, aBody([two]), 49))).toBe('manifest-older');
  });

  test('a newer offer replaces a staged one; the old promotion then does nothing', async () => {
    const vault = await open(await aStore());
    const first = aManifest(signer, aBody([one]), 1);
    await bring(vault, first);
    await bring(vault, aManifest(signer, aBody([two]), 2));
    expect(await vault.promote(first.signed.envelope)).toBeNull();
    expect(vault.staged()?.signed.envelope.version).toBe(2);
    expect(await codeOf(vault, first)).toBe('manifest-older');
  });

  test('a renewed lease with the same body needs no body', async () => {
    const vault = await open(await aStore());
    await promote(vault, aManifest(signer, aBody([one]), 1));
    expect(await vault.offer(aManifest(signer, aBody([one]), 2).signed)).toEqual({ kind: 'staged' });
  });

  test('nothing is taken before a server was welcomed', async () => {
    const vault = await open(await aStore(), false);
    expect(await codeOf(vault, aManifest(signer, aBody([one]), 1))).toBe('manifest-refused');
  });
});

describe('E1 a flipped bit in any field is refused', () => {
  const good = aManifest(signer, aBody([one]), 3);
  const flips: [string, (signed: SignedEnvelope) => void, string][] = [
    [
      'version',
      (s) => {
        s.envelope.version = 4;
      },
      'manifest-signature-wrong',
    ],
    [
      'epoch',
      (s) => {
        s.envelope.epoch = 2;
      },
      'manifest-signature-wrong',
    ],
    [
      'validUntil',
      (s) => {
        s.envelope.validUntil += 1;
      },
      'manifest-signature-wrong',
    ],
    [
      'issuedAt',
      (s) => {
        s.envelope.issuedAt -= 1;
      },
      'manifest-signature-wrong',
    ],
    [
      'screen',
      (s) => {
        s.envelope.screenId = OTHER_SCREEN;
      },
      'manifest-signature-wrong',
    ],
    [
      'body size',
      (s) => {
        s.envelope.bodyBytes += 1;
      },
      'manifest-signature-wrong',
    ],
    [
      'leaf',
      (s) => {
        s.leaf = 0;
      },
      'manifest-signature-wrong',
    ],
    [
      'proof',
      (s) => {
        s.proof.pop();
      },
      'manifest-signature-wrong',
    ],
    [
      'root',
      (s) => {
        s.statement.root = s.envelope.bodyDigest;
      },
      'manifest-signature-wrong',
    ],
    [
      'key id',
      (s) => {
        s.statement.keyId = '0000000000000000';
      },
      'manifest-signature-wrong',
    ],
    [
      'signature',
      (s) => {
        s.signature = Buffer.alloc(64).toString('base64');
      },
      'manifest-signature-wrong',
    ],
  ];
  test.each(flips)('%s', async (_, flip, code) => {
    const vault = await open(createMemoryVaultStore());
    const signed = structuredClone(good.signed);
    flip(signed);
    expect(await codeOf(vault, { ...good, signed })).toBe(code);
    expect(await codeOf(vault, good)).toBe('staged');
  });

  test('an honest envelope of another screen', async () => {
    const vault = await open(createMemoryVaultStore());
    expect(await codeOf(vault, aManifest(signer, aBody([one]), 1, { screenId: OTHER_SCREEN }))).toBe(
      'manifest-wrong-screen',
    );
  });

  test('the body', async () => {
    const vault = await open(createMemoryVaultStore());
    const flipped = good.text.replace('10000', '10001');
    expect(vault.keepBody(good.signed.envelope.bodyDigest, flipped)).toBe(false);
    expect(createManifestCheck().body(good.signed, flipped)).toMatchObject({
      ok: false,
      refusal: { code: 'manifest-body-wrong' },
    });
    expect(await vault.offer(good.signed)).toEqual({ kind: 'body-missing', digest: good.signed.envelope.bodyDigest });
  });

  test('a signed body whose indexes or times point nowhere', async () => {
    type Bend = (body: MadeManifest['body'], parts: { cue: Cue; loop: Loop; span: Span }) => void;
    const crooked: Bend[] = [
      (body) => {
        body.fallback = 9;
      },
      (_, { cue }) => {
        Object.assign(cue, { file: 5 });
      },
      (_, { loop }) => {
        loop.lengthMs += 1;
      },
      (_, { span }) => {
        span.from += 1;
      },
      (body) => {
        body.until += 1;
      },
      (body) => {
        body.loops.pop();
      },
    ];
    for (const bend of crooked) {
      const body = aBody([one], { from: 1_000, until: 9_000_000 });
      const [loop, span] = [body.loops[0], body.spans[0]];
      const cue = loop?.cues[0];
      if (!loop || !span || !cue) throw new Error('the test body has a loop');
      bend(body, { cue, loop, span });
      expect(await codeOf(await open(createMemoryVaultStore()), aManifest(signer, body, 1))).toBe(
        'manifest-body-wrong',
      );
    }
  });
});

describe('F1 damage on the disk', () => {
  const setUp = async () => {
    const folder = await aFolder();
    const store = createDiskVaultStore(folder, () => 0);
    const vault = await open(store);
    await promote(vault, aManifest(signer, aBody([one]), 1));
    await promote(vault, aManifest(signer, aBody([two]), 2));
    return { folder, store, reopen: () => open(createDiskVaultStore(folder, () => 0)) };
  };

  test('the newest damaged: the one before plays, and the newest is taken again', async () => {
    const { folder, reopen } = await setUp();
    const path = join(folder, 'manifest-b');
    const content = await readFile(path);
    content[content.length - 40] = (content[content.length - 40] ?? 0) ^ 1;
    await writeFile(path, content);
    const vault = await reopen();
    expect(vault.active()?.signed.envelope.version).toBe(1);
    expect(await codeOf(vault, aManifest(signer, aBody([one]), 1))).toBe('had');
    expect(await codeOf(vault, aManifest(signer, aBody([one]), 2))).toBe('manifest-older');
    await promote(vault, aManifest(signer, aBody([two]), 2));
    expect((await reopen()).active()?.signed.envelope.version).toBe(2);
  });

  test('both slots gone: still nothing older than the newest ever promoted', async () => {
    const { folder, reopen } = await setUp();
    await writeFile(join(folder, 'manifest-a'), '');
    await writeFile(join(folder, 'manifest-b'), '{');
    const vault = await reopen();
    expect(vault.active()).toBeNull();
    expect(await codeOf(vault, aManifest(signer, aBody([one]), 1))).toBe('manifest-older');
    await promote(vault, aManifest(signer, aBody([two]), 2));
  });

  test('a slot signed by nobody we know does not play', async () => {
    const { folder, reopen } = await setUp();
    const forged = aManifest(aSigner(), aBody([one]), 99);
    for (const slot of ['a', 'b'])
      await writeFile(join(folder, `manifest-${slot}`), `${JSON.stringify(forged.signed)}\n${forged.text}`);
    expect((await reopen()).active()).toBeNull();
  });
});

describe('F1 damage to what is trusted', () => {
  const NAMES = ['trust.json', 'trust-copy.json'];
  const setUp = async () => {
    const folder = await aFolder();
    const said: string[] = [];
    const store = () =>
      createDiskVaultStore(
        folder,
        () => 7,
        ({ file }) => said.push(file),
      );
    const vault = await open(store());
    await promote(vault, aManifest(signer, aBody([one]), 1));
    await promote(vault, aManifest(signer, aBody([two]), 2));
    const whole = await readFile(join(folder, 'trust.json'));
    return { folder, said, whole, reopen: () => open(store(), false) };
  };
  /** Still playing, still refusing what is older, still taking what is newer, and both files whole again. */
  const holds = async (vault: Vault, folder: string, whole: Buffer): Promise<void> => {
    expect(vault.active()?.signed.envelope.version).toBe(2);
    expect(vault.examine(aManifest(signer, aBody([one]), 1).signed)).toMatchObject({ ok: false });
    expect(vault.examine(aManifest(signer, aBody([one]), 3).signed)).toMatchObject({ ok: true });
    for (const name of NAMES) expect((await readFile(join(folder, name))).equals(whole)).toBe(true);
  };

  test.each(NAMES)('a flipped bit anywhere in %s', async (name) => {
    const { folder, said, whole, reopen } = await setUp();
    for (let at = 0; at < whole.length; at += 3) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(join(folder, name), flipped);
      await holds(await reopen(), folder, whole);
      expect(said.splice(0)).toEqual([name]);
    }
  });

  test.each(NAMES)('%s empty, half, zeroed, another text, gone, a folder', async (name) => {
    const { folder, whole, reopen } = await setUp();
    const path = join(folder, name);
    const { length } = whole;
    for (const content of [Buffer.alloc(0), whole.subarray(0, length / 2), Buffer.alloc(length), Buffer.from('{}')]) {
      await writeFile(path, content);
      await holds(await reopen(), folder, whole);
    }
    await rm(path);
    await holds(await reopen(), folder, whole);
    await rm(path);
    await mkdir(path);
    await holds(await reopen(), folder, whole);
  });

  test('the newer of two whole files counts, whichever it is', async () => {
    for (const name of NAMES) {
      const { folder, reopen } = await setUp();
      const path = join(folder, name);
      const older = await readFile(path);
      await promote(await reopen(), aManifest(signer, aBody([one]), 3));
      const newer = await readFile(path);
      await writeFile(path, older);
      await writeFile(join(folder, 'manifest-a'), '');
      await writeFile(join(folder, 'manifest-b'), '');
      const vault = await reopen();
      expect(vault.examine(aManifest(signer, aBody([two]), 2).signed)).toMatchObject({ ok: false });
      expect((await readFile(path)).equals(newer)).toBe(true);
    }
  });

  test('both files damaged: the next welcome pins anew', async () => {
    const { folder, said, reopen } = await setUp();
    for (const name of NAMES) await writeFile(join(folder, name), 'nothing');
    const vault = await reopen();
    expect(vault.active()).toBeNull();
    expect(said).toEqual(NAMES);
    expect(await vault.welcomed({ screenId: SCREEN, signingKey: signer.publicKey })).toMatchObject({ ok: true });
    await promote(vault, aManifest(signer, aBody([one]), 3));
  });

  test('a slot that is a folder is put aside, and promotions go on', async () => {
    const { folder, reopen } = await setUp();
    for (const slot of ['manifest-a', 'manifest-b', 'manifest-staged']) {
      await rm(join(folder, slot), { force: true });
      await mkdir(join(folder, slot));
    }
    const vault = await reopen();
    await promote(vault, aManifest(signer, aBody([one]), 3));
    await promote(vault, aManifest(signer, aBody([two]), 4));
    expect((await reopen()).active()?.signed.envelope.version).toBe(4);
  });
});
