/** What the library has already: found by the digest of its bytes, and copied without sending them. */
import { call } from '../api/client.ts';
import type { UploadPorts } from './uploads.ts';

export const findTwin: UploadPorts['findTwin'] = async (digest) => {
  const found = await call('listAssets', { query: { digest, limit: 5 } });
  const twin = found.ok
    ? found.value.items.find(
        ({ kind, state }) =>
          kind !== 'slide' && kind !== 'relay' && state.kind !== 'refused' && state.kind !== 'failed',
      )
    : undefined;
  return twin ? { id: twin.id, title: twin.title } : null;
};

/** Where it cannot be told, the file is hashed first. */
export const mayHaveTwin: UploadPorts['mayHaveTwin'] = async (bytes) => {
  const found = await call('listAssets', { query: { bytes, limit: 1 } });
  return !found.ok || found.value.items.length > 0;
};

export const copyTwin: UploadPorts['copyTwin'] = ({ id }, digest, filename, folder) =>
  call('copyAsset', { params: { assetId: id }, body: { digest, filename: filename.slice(0, 400), folder } });
