/** One file on its way by tus 1.0, in pieces, tried again by itself while the server is away. */
import * as tus from 'tus-js-client';
import type { Digest } from '../../../../playlists/model/ids.ts';
import { type Trouble, troubleOf, unreachable } from '../api/client.ts';

/** After each piece the server has it safely on its disk; small enough for a slow line to bring one within the server's time limit. */
const PIECE_BYTES = 32 * 1024 * 1024;
/** A server that is away is tried again for a quarter of an hour, the sooner the shorter it was away. */
const RETRY_MS = [0, 1_000, 2_000, 3_000, 5_000, 10_000, ...Array.from({ length: 40 }, () => 20_000)];

export interface Sending {
  /** What the server has of it stays there. */
  stop(): Promise<void>;
}

/** Away, or in trouble that passes; a full disk does not. */
const isAway = (status: number): boolean => status === 0 || (status >= 500 && status !== 507);

const base64Of = (digest: Digest): string =>
  btoa(String.fromCharCode(...(digest.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))));

export const sendFile = (order: {
  file: File;
  endpoint: string;
  /** Of an upload that was begun; null = a new one. */
  url: string | null;
  metadata: Record<string, string>;
  /** sha-256 of the file, as soon as it is known; null = it never will be. It goes along with a piece, at the latest with the last one. */
  digest: Promise<Digest | null>;
  /** The last piece waits for the digest (true), or need not wait any more. */
  onWaiting(isWaiting: boolean): void;
  /** Under this address the server keeps it; told when it began, or began anew because the server had let go of it. */
  onUrl(url: string): void;
  /** The server cannot be reached; it is tried again. */
  onLost(): void;
  onProgress(sent: number): void;
  onDone(): void;
  onTrouble(trouble: Trouble): void;
}): Sending => {
  const { file, endpoint, metadata } = order;
  let known: Digest | null = null;
  let isStopped = false;
  void order.digest.then((digest) => {
    known = digest;
  });
  const lastDigest = async (): Promise<Digest | null> => {
    if (known) return known;
    order.onWaiting(true);
    const digest = await order.digest;
    // Sending was given up meanwhile, though the request would still go out.
    if (isStopped) return new Promise(() => undefined);
    order.onWaiting(false);
    return digest;
  };
  const upload = new tus.Upload(file, {
    endpoint,
    uploadUrl: order.url,
    chunkSize: PIECE_BYTES,
    metadata,
    // What is to be gone on with is remembered in `unfinished.ts`.
    storeFingerprintForResuming: false,
    retryDelays: RETRY_MS,
    onBeforeRequest: async (request) => {
      if (request.getMethod() !== 'PATCH') return;
      const isLast = Number(request.getHeader('Upload-Offset')) + PIECE_BYTES >= file.size;
      const digest = isLast ? await lastDigest() : known;
      if (digest) request.setHeader('Repr-Digest', `sha-256=:${base64Of(digest)}:`);
    },
    onUploadUrlAvailable: () => {
      if (upload.url) order.onUrl(new URL(upload.url, location.href).pathname);
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      if (isAway(status)) order.onLost();
      return isAway(status) || status === 409 || status === 423;
    },
    onProgress: order.onProgress,
    onSuccess: order.onDone,
    onError: (error) => {
      const response = 'originalResponse' in error ? error.originalResponse : null;
      order.onTrouble(response ? troubleOf(response.getStatus(), response.getBody() ?? '') : unreachable(error));
    },
  });
  upload.start();
  return {
    stop: () => {
      isStopped = true;
      return upload.abort();
    },
  };
};

/** If the server cannot be told, its own clean-up forgets the half-sent file. */
export const forgetAtServer = (url: string): Promise<void> => tus.Upload.terminate(url).catch(() => undefined);
