/** What players ask and hand in over HTTP with the token of their welcome: manifest, bodies, files, plays. */
import type { Request, Response } from 'express';
import type { Digest } from '../../playlists/model/ids.ts';
import { accepted, type Refusal, refusal } from '../../playlists/model/refusal.ts';
import type { ProvenPlay } from '../../playlists/wire/play.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Handlers, StreamHandlers } from '../http/handlers.ts';
import type { Archive } from '../publishing/archive.ts';
import { createIngest } from './ingest.ts';
import { createPlayList } from './plays.ts';

/** Shown live per batch; a backlog of thousands is not news. */
const MOST_SHOWN = 50;

export interface ProofPorts {
  database: Database;
  archive: Archive;
  now: () => number;
  /** Sends a stored file with ranges; the library's. Whether the asker may have it was decided before. */
  sendFile: (digest: Digest, request: Request, response: Response) => Promise<Refusal | undefined>;
  /** Newly proven plays for the console. */
  feed: { hasListeners: () => boolean; plays: (plays: ProvenPlay[]) => void };
}

const deviceOf = (caller: Caller): Extract<Caller, { kind: 'device' }> | null =>
  caller.kind === 'device' ? caller : null;
const notADevice = () => refusal('device-unknown', 'only a paired device may ask this');

export const createProof = (ports: ProofPorts) => {
  const { archive, feed } = ports;
  const playList = createPlayList({ database: ports.database });
  const ingest = createIngest({
    database: ports.database,
    now: ports.now,
    proven: (batch) => {
      if (feed.hasListeners()) feed.plays(playList.describe(batch, MOST_SHOWN));
    },
  });

  const handlers: Pick<Handlers, 'handInPlays' | 'listPlays'> = {
    ...playList.handlers,
    handInPlays: async ({ body, caller }) => {
      const device = deviceOf(caller);
      if (!device) return { ok: false, refusal: notADevice() };
      return accepted(await ingest.store(device.deviceId, device.screenId, body));
    },
  };

  const streams: Pick<StreamHandlers, 'pullManifest' | 'pullBody' | 'pullFile'> = {
    // Answered here and not by express: it would send the whole envelope to every `fetch`, whose conditional requests
    // always carry `Cache-Control: no-cache`.
    pullManifest: ({ caller }, { request, response }) => {
      const device = deviceOf(caller);
      if (!device) return notADevice();
      const signed = archive.newestSigned(device.screenId);
      if (!signed) return refusal('not-found', `${device.screenId} was never published to`);
      const { epoch, version, bodyDigest } = signed.envelope;
      const tag = `"${epoch}.${version}.${bodyDigest.slice(0, 16)}"`;
      response.setHeader('ETag', tag);
      response.setHeader('Cache-Control', 'private, no-cache');
      if (request.headers['if-none-match'] === tag) response.status(304).end();
      else {
        response.setHeader('Content-Type', 'application/json; charset=utf-8');
        response.end(JSON.stringify(signed));
      }
      return undefined;
    },
    pullBody: ({ params, caller }, { request, response }) => {
      const device = deviceOf(caller);
      if (!device) return notADevice();
      const text = archive.mayPullBody(device.screenId, params.digest) ? archive.bodyText(params.digest) : null;
      if (text === null) return refusal('not-found', `body ${params.digest} is not of ${device.screenId}`);
      const tag = `"${params.digest}"`;
      response.setHeader('ETag', tag);
      response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
      if (request.headers['if-none-match'] === tag) response.status(304).end();
      else {
        // As bytes: what was signed is exactly what is sent.
        response.setHeader('Content-Type', 'application/json; charset=utf-8');
        response.end(Buffer.from(text));
      }
      return undefined;
    },
    pullFile: ({ params, caller }, { request, response }) => {
      const device = deviceOf(caller);
      if (!device) return notADevice();
      if (!archive.mayPullFile(device.screenId, params.digest))
        return refusal('not-found', `no manifest of ${device.screenId} names file ${params.digest}`);
      return ports.sendFile(params.digest, request, response);
    },
  };

  return { handlers, streams, stop: ingest.stop };
};
