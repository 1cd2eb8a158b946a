/** Another piece of content made of bytes that the library has: nothing is sent, nothing is stored twice. */
import type { MediaStore } from '../../media/store.ts';
import type { AssetId } from '../../playlists/model/ids.ts';
import type { Asset } from '../../playlists/model/media.ts';
import { type Outcome, refused } from '../../playlists/model/refusal.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { Handlers } from '../http/handlers.ts';
import { addAsset } from './new-asset.ts';

export const createCopies = (ports: {
  database: Database;
  sources: MediaStore;
  record: RecordAct;
  now(): number;
  show(id: AssetId): Outcome<Asset>;
  /** There is content to be prepared. */
  added(): void;
}): Pick<Handlers, 'copyAsset'> => ({
  copyAsset: async ({ params: { assetId }, body: { digest, filename, folder }, caller }) => {
    const shown = ports.show(assetId);
    if (!shown.ok) return shown;
    const { kind, digest: held, bytes, state } = shown.value;
    // Whoever asks has these very bytes; of content that says otherwise nothing is learnt and nothing made.
    if (kind === 'slide' || kind === 'relay' || held !== digest || state.kind === 'refused')
      return refused('not-found', `${assetId} is not made of ${digest}`);
    if ((await ports.sources.find(digest))?.bytes !== bytes)
      return refused('not-found', `the bytes of ${assetId} are not whole in the store`);
    const { actor: owner, address = null } = actorOf(caller);
    const id = addAsset(ports, { filename, bytes, digest, uploadId: null, owner, address, folder });
    if (id === null) throw new Error('content without an upload is always new');
    ports.added();
    return ports.show(id);
  },
});
