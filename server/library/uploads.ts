/**
 * Resumable uploads by the tus protocol. An upload belongs to the person who began it; its size and the room there is are asked
 * before a byte is taken; when the last byte is on the disk and the bytes are those that were announced (at the beginning or on the way), the asset is written down,
 * and only then is the last answer sent.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type ServerOptions, Server as TusServer, type Upload } from '@tus/server';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Digests } from '../../media/digests.ts';
import { syncFile } from '../../media/durable-file.ts';
import type { MediaStore } from '../../media/store.ts';
import { Digest } from '../../playlists/model/ids.ts';
import { REFUSALS, type Refusal, refusal } from '../../playlists/model/refusal.ts';
import { UPLOADS_PATH, UploadMetadata } from '../../playlists/wire/api/library.ts';
import type { RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import { answerRefusal } from '../http/answer.ts';
import type { Caller } from '../http/handlers.ts';
import { addAsset } from './new-asset.ts';
import { type Room, sizeOf } from './room.ts';
import { isUploadId, type Staging } from './staging.ts';

export interface UploadPorts {
  database: Database;
  staging: Staging;
  files: MediaStore;
  digests: Digests;
  room: Room;
  record: RecordAct;
  now(): number;
  maxUploadBytes: number;
  /** Kept free on the disk; a running upload may use half of it. */
  minFreeBytes: number;
  /** An asset was written down; the answer to its uploader has been sent. */
  uploaded(): void;
  log: Logger;
}

const DIGEST_HEADER = /(?:^|[,\s])sha-256=:([A-Za-z0-9+/]{43}=):/;

/** What tus throws to answer; the body is our usual refusal. */
const thrown = (spoken: Refusal): { status_code: number; body: string } => ({
  status_code: REFUSALS[spoken.code].status,
  body: JSON.stringify({ refusal: spoken }),
});

/** Client's words, each only if it is valid by itself. */
const readMetadata = (given: Upload['metadata']): z.infer<typeof UploadMetadata> => {
  const text = (name: string): string | undefined => given?.[name] ?? undefined;
  const whole = UploadMetadata.safeParse({
    filename: text('filename')?.slice(0, 400),
    topic: UploadMetadata.shape.topic.safeParse(text('topic')).data,
    replaces: UploadMetadata.shape.replaces.safeParse(text('replaces')).data,
    folder: UploadMetadata.shape.folder.safeParse(text('folder')).data,
    source: text('source')?.slice(0, 300),
    digest: UploadMetadata.shape.digest.safeParse(text('digest')).data,
  });
  return whole.success ? whole.data : UploadMetadata.parse({});
};

export interface Uploads {
  /** Serves the tus routes; the caller is admitted already. */
  serve(request: Request, response: Response, caller: Caller): Promise<void>;
  /** Writes down finished uploads whose last answer a crash swallowed, and clears what nobody will finish. At start and daily. */
  recover(): Promise<void>;
}

export const createUploads = (ports: UploadPorts): Uploads => {
  const { database, staging, now } = ports;
  const { query } = database;
  const callers = new WeakMap<IncomingMessage, Extract<Caller, { kind: 'person' }>>();
  /** Room that a POST was promised, until its upload stands on the disk. */
  const reserved = new WeakMap<IncomingMessage, string>();
  const callerOf = (request: Parameters<NonNullable<ServerOptions['onUploadCreate']>>[0]) => {
    const caller = callers.get(request.runtime?.node?.req as IncomingMessage);
    if (!caller) throw thrown(refusal('sign-in-needed', 'an upload without a caller'));
    return caller;
  };

  const assetOf = (uploadId: string) =>
    database.now.first(
      query.selectFrom('asset').select(['id', 'bytes', 'uploadedBy']).where('uploadId', '=', uploadId),
    );

  /** Ends of uploads that are under way: whoever asks meanwhile waits for the same end. */
  const settling = new Map<string, Promise<Refusal | null>>();
  /** All bytes are here: they are what was announced, then the asset is written down; else nothing of them is kept. */
  const settle = (upload: Upload, address: string | null): Promise<Refusal | null> => {
    const running = settling.get(upload.id) ?? end(upload, address).finally(() => settling.delete(upload.id));
    settling.set(upload.id, running);
    return running;
  };
  const end = async ({ id, offset: bytes, metadata }: Upload, address: string | null): Promise<Refusal | null> => {
    const { owner } = metadata ?? {};
    if (!owner || assetOf(id)) return null;
    const said = readMetadata(metadata);
    // A start does not wait for bytes that nobody promised anything about: they are hashed when their turn comes.
    const isHashed = said.digest !== undefined || address !== null;
    const digest = isHashed ? await ports.digests.finish(id, staging.path(id), bytes) : null;
    if (said.digest && digest !== said.digest) {
      await staging.remove(id);
      ports.log.warn({ uploadId: id, bytes, announced: said.digest, received: digest }, 'upload.damaged');
      return refusal('upload-damaged', `sha-256 ${said.digest} was announced, ${digest} received`);
    }
    // A HEAD may find the last bytes before the PATCH that brought them has flushed them.
    await syncFile(staging.path(id));
    addAsset(ports, { ...said, bytes, digest, uploadId: id, owner, address });
    return null;
  };
  const settled = async (upload: Upload, address: string | null): Promise<void> => {
    const spoken = await settle(upload, address);
    if (spoken) throw thrown(spoken);
  };

  /** A digest that is known only while the bytes are on their way (RFC 9530, of the whole file): a promise like one at the beginning. */
  const announce = async (upload: Upload, header: string | null): Promise<void> => {
    if (header === null) return;
    const said = DIGEST_HEADER.exec(header)?.[1];
    const digest = Digest.safeParse(said && Buffer.from(said, 'base64').toString('hex'));
    if (!digest.success) throw thrown(refusal('request-malformed', `repr-digest: ${header.slice(0, 100)}`));
    const before = upload.metadata?.digest;
    if (before && before !== digest.data)
      throw thrown(refusal('request-malformed', `repr-digest: ${before} was announced before`));
    if (before) return;
    upload.metadata = { ...upload.metadata, digest: digest.data };
    await staging.describe(upload);
  };

  const tooLarge = (asked: string): Refusal =>
    refusal('upload-too-large', asked, { limit: sizeOf(ports.maxUploadBytes) });

  const tus = new TusServer({
    path: UPLOADS_PATH,
    relativeLocation: true,
    datastore: staging.store,
    maxSize: ports.maxUploadBytes,
    allowedOrigins: [],
    disableTerminationForFinishedUploads: true,
    namingFunction: () => randomBytes(16).toString('hex'),
    onUploadCreate: async (request, upload) => {
      const caller = callerOf(request);
      if (upload.size === undefined) throw thrown(refusal('request-malformed', 'Upload-Length is needed'));
      const { filename, ...said } = readMetadata(upload.metadata);
      const { topic = null, source = null, replaces = null, folder = null, digest = null } = said;
      // All else may be wrong and is dropped; a promise about the bytes that cannot be read is none.
      if (digest === null && upload.metadata?.digest)
        throw thrown(refusal('request-malformed', 'digest: 64 hex digits'));
      const full = await ports.room.reserve(upload.id, upload.size);
      if (full) throw thrown(full);
      reserved.set(request.runtime?.node?.req as IncomingMessage, upload.id);
      return { metadata: { filename, topic, source, replaces, folder, digest, owner: caller.personId } };
    },
    onIncomingRequest: async (request, uploadId) => {
      if (request.method === 'POST') return;
      const caller = callerOf(request);
      const upload = isUploadId(uploadId) ? await staging.store.getUpload(uploadId).catch(() => null) : null;
      // Somebody else's upload is as unknown as none.
      if (upload?.metadata?.owner !== caller.personId) throw thrown(refusal('not-found', 'no such upload'));
      if (request.method === 'PATCH') {
        ports.digests.expect(upload.id);
        await announce(upload, request.headers.get('repr-digest'));
      }
      if (request.method === 'DELETE') ports.digests.forget(upload.id);
      // Nobody is told that all is here before it was looked at.
      if (request.method === 'HEAD' && upload.size === upload.offset) await settled(upload, caller.address);
      if (request.method === 'PATCH' && (await ports.files.freeBytes()) < ports.minFreeBytes / 2)
        throw thrown(refusal('upload-storage-full', 'the disk filled up during the upload'));
    },
    onUploadFinish: async (request, upload) => {
      await settled(upload, callerOf(request).address);
      return {};
    },
    onResponseError: (_request, fault) => {
      if ('body' in fault && fault.body.startsWith('{')) return undefined;
      if (fault instanceof Error && ['ENOSPC', 'EDQUOT'].includes(String((fault as NodeJS.ErrnoException).code)))
        return thrown(refusal('upload-storage-full', fault.message));
      const status = 'status_code' in fault ? fault.status_code : 500;
      const detail = ('body' in fault ? fault.body : fault.message).trim();
      if (status === 413) return thrown(tooLarge(detail));
      if (status >= 500) {
        ports.log.error({ err: fault }, 'upload.broke');
        return { status_code: 500, body: thrown(refusal('server-fault', detail, { incident: 'upload' })).body };
      }
      const code = status === 404 || status === 410 ? 'not-found' : 'request-malformed';
      // tus gives its statuses (409 wrong offset, 412, 415 …) meaning of their own: kept.
      return { status_code: status, body: JSON.stringify({ refusal: refusal(code, detail) }) };
    },
  });

  /** The uploader of a finished upload asks again (its last answer was lost): everything is here. */
  const answerFinished = (request: Request, response: Response, caller: { personId: string }): boolean => {
    const uploadId = request.path.split('/').at(-1) ?? '';
    const asset = request.method === 'HEAD' && isUploadId(uploadId) ? assetOf(uploadId) : undefined;
    if (!asset || asset.uploadedBy !== caller.personId) return false;
    response.setHeader('Tus-Resumable', '1.0.0');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Upload-Offset', asset.bytes);
    response.setHeader('Upload-Length', asset.bytes);
    response.status(200).end();
    return true;
  };

  return {
    serve: async (request, response, caller) => {
      if (caller.kind !== 'person') {
        answerRefusal(response, refusal('sign-in-needed', `a ${caller.kind} may not upload`));
        return;
      }
      if (answerFinished(request, response, caller)) return;
      if (request.headers['upload-concat'] !== undefined) {
        answerRefusal(
          response,
          refusal('request-malformed', 'Upload-Concat is not supported: send the file as one upload'),
        );
        return;
      }
      callers.set(request, caller);
      try {
        await tus.handle(request, response);
      } finally {
        const uploadId = reserved.get(request);
        if (uploadId) ports.room.release(uploadId);
      }
      if (request.method === 'POST' || request.method === 'PATCH') ports.uploaded();
    },
    recover: async () => {
      for (const upload of await staging.complete()) await settle(upload, null);
      const wanted = new Set(
        database.now
          .all(
            query
              .selectFrom('asset')
              .select('uploadId')
              .where('uploadId', 'is not', null)
              .where('facts', 'is', null)
              .where('purgedAt', 'is', null)
              .where('state', 'in', ['checking', 'failed']),
          )
          .map((row) => row.uploadId),
      );
      const removed = await staging.sweep(now(), (uploadId) => wanted.has(uploadId));
      if (removed > 0) ports.log.info({ removed }, 'uploads.swept');
      ports.uploaded();
    },
  };
};
