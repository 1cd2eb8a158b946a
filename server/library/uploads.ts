/**
 * Resumable uploads by the tus protocol. An upload belongs to the person who began it; its size and the free disk are asked
 * before a byte is taken; when the last byte is on the disk the asset is written down, and only then is the last answer sent.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type ServerOptions, Server as TusServer, type Upload } from '@tus/server';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { MediaStore } from '../../media/store.ts';
import { REFUSALS, type Refusal, refusal } from '../../playlists/model/refusal.ts';
import { UPLOADS_PATH, UploadMetadata } from '../../playlists/wire/api/library.ts';
import type { RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import { answerRefusal } from '../http/answer.ts';
import type { Caller } from '../http/handlers.ts';
import { isFolder } from './folder-rows.ts';
import { isUploadId, type Staging } from './staging.ts';
import { foldText, titleOf } from './titles.ts';
import { findReplaceable } from './versions.ts';

export interface UploadPorts {
  database: Database;
  staging: Staging;
  files: MediaStore;
  record: RecordAct;
  now(): number;
  maxUploadBytes: number;
  /** Uploads are refused when they would leave less than this. */
  minFreeBytes: number;
  /** An asset was written down; the answer to its uploader has been sent. */
  uploaded(): void;
  log: Logger;
}

/** What tus throws to answer; the body is our usual refusal. */
const thrown = (spoken: Refusal): { status_code: number; body: string } => ({
  status_code: REFUSALS[spoken.code].status,
  body: JSON.stringify({ refusal: spoken }),
});

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1_000_000)} MB`;

/** Client's words, each only if it is valid by itself. */
const readMetadata = (given: Upload['metadata']): z.infer<typeof UploadMetadata> => {
  const text = (name: string): string | undefined => given?.[name] ?? undefined;
  const whole = UploadMetadata.safeParse({
    filename: text('filename')?.slice(0, 400),
    topic: UploadMetadata.shape.topic.safeParse(text('topic')).data,
    replaces: UploadMetadata.shape.replaces.safeParse(text('replaces')).data,
    folder: UploadMetadata.shape.folder.safeParse(text('folder')).data,
    source: text('source')?.slice(0, 300),
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
  const callerOf = (request: Parameters<NonNullable<ServerOptions['onUploadCreate']>>[0]) => {
    const caller = callers.get(request.runtime?.node?.req as IncomingMessage);
    if (!caller) throw thrown(refusal('sign-in-needed', 'an upload without a caller'));
    return caller;
  };

  const assetOf = (uploadId: string) =>
    database.now.first(
      query.selectFrom('asset').select(['id', 'bytes', 'uploadedBy']).where('uploadId', '=', uploadId),
    );

  /** Once per upload, however often it is asked: the upload id is unique in the table. */
  const writeDown = (upload: Upload, address: string | null): void => {
    const { owner } = upload.metadata ?? {};
    if (!owner) return;
    const said = readMetadata(upload.metadata);
    const title = titleOf(said.filename);
    const id = newId('ast');
    const source = said.source ?? '';
    const replaced = said.replaces ? findReplaceable(database, said.replaces) : undefined;
    const folderId = said.folder && isFolder(database, said.folder) ? said.folder : null;
    database.transact((step) => {
      const added = step.run(
        query
          .insertInto('asset')
          .values({
            id,
            title,
            titleFolded: foldText(`${title} ${source}`),
            kind: null,
            facts: null,
            bytes: upload.offset,
            digest: null,
            fit: replaced?.fit ?? 'contain',
            treatment: replaced?.treatment ?? '{}',
            topic: said.topic ?? null,
            audiences: '[]',
            source,
            state: 'checking',
            refusal: null,
            retryAt: null,
            attempts: 0,
            thumbnail: null,
            uploadId: upload.id,
            uploadedBy: owner,
            createdAt: now(),
            deletedAt: null,
            rights: '',
            folderId: replaced ? null : folderId,
            replaces: replaced?.id ?? null,
          })
          .onConflict((conflict) => conflict.column('uploadId').doNothing()),
      );
      if (added === 0) return;
      ports.record({
        actor: owner,
        address,
        act: 'asset.uploaded',
        subject: id,
        detail: { title, bytes: upload.offset, ...(replaced ? { replaces: replaced.id } : {}) },
      });
    });
  };

  const assertRoom = async (bytes: number): Promise<void> => {
    const free = await ports.files.freeBytes();
    const promised = await staging.outstandingBytes();
    if (free - promised - bytes >= ports.minFreeBytes) return;
    throw thrown(
      refusal(
        'upload-storage-full',
        `${free} bytes free, ${promised} promised, ${bytes} asked, ${ports.minFreeBytes} kept`,
      ),
    );
  };

  const tooLarge = (asked: string): Refusal =>
    refusal('upload-too-large', asked, { limit: megabytes(ports.maxUploadBytes) });

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
      await assertRoom(upload.size);
      const { filename, ...said } = readMetadata(upload.metadata);
      const { topic = null, source = null, replaces = null, folder = null } = said;
      return { metadata: { filename, topic, source, replaces, folder, owner: caller.personId } };
    },
    onIncomingRequest: async (request, uploadId) => {
      if (request.method === 'POST') return;
      const caller = callerOf(request);
      const upload = isUploadId(uploadId) ? await staging.store.getUpload(uploadId).catch(() => null) : null;
      // Somebody else's upload is as unknown as none.
      if (upload?.metadata?.owner !== caller.personId) throw thrown(refusal('not-found', 'no such upload'));
      if (request.method === 'PATCH' && (await ports.files.freeBytes()) < ports.minFreeBytes / 2)
        throw thrown(refusal('upload-storage-full', 'the disk filled up during the upload'));
    },
    onUploadFinish: async (request, upload) => {
      writeDown(upload, callerOf(request).address);
      return {};
    },
    onResponseError: (_request, fault) => {
      if ('body' in fault && fault.body.startsWith('{')) return undefined;
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
      await tus.handle(request, response);
      if (request.method === 'POST' || request.method === 'PATCH') ports.uploaded();
    },
    recover: async () => {
      for (const upload of await staging.complete()) writeDown(upload, null);
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
