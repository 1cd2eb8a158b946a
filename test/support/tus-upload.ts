/** An uploader as the console's: tus over HTTP, resumable. */
import { createReadStream, statSync } from 'node:fs';
import { Upload } from 'tus-js-client';
import { UPLOADS_PATH } from '../../playlists/wire/api/library.ts';

export interface UploadWish {
  path: string;
  name?: string;
  person?: string;
  chunkBytes?: number;
  metadata?: Record<string, string>;
  /** Continue this upload instead of beginning one. */
  uploadUrl?: string;
  retryDelays?: number[];
  onUrl?: (url: string) => void;
  onChunk?: (accepted: number, upload: Upload) => void;
}

/** Resolves with the upload's address when the server has taken the last byte; rejects with its answer. */
export const uploadFile = (url: string, wish: UploadWish): Promise<string> =>
  new Promise((resolve, reject) => {
    const upload: Upload = new Upload(createReadStream(wish.path) as never, {
      endpoint: `${url}${UPLOADS_PATH}`,
      uploadSize: statSync(wish.path).size,
      chunkSize: wish.chunkBytes ?? 1_000_000,
      retryDelays: wish.retryDelays ?? [],
      headers: { 'x-who': wish.person ?? 'per_an', origin: 'http://127.0.0.1' },
      metadata: { filename: wish.name ?? 'clip.mp4', ...wish.metadata },
      ...(wish.uploadUrl ? { uploadUrl: wish.uploadUrl } : {}),
      onUploadUrlAvailable: () => wish.onUrl?.(upload.url ?? ''),
      onChunkComplete: (_size, accepted) => wish.onChunk?.(accepted, upload),
      onError: reject,
      onSuccess: () => resolve(upload.url ?? ''),
    });
    upload.start();
  });
