/** The HTTP application: headers, log, liveness, metrics, the API, the console, and the last word on faults. */
import { createServer, type Server } from 'node:http';
import express, { type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { refusal } from '../../playlists/model/refusal.ts';
import { answerFault, answerRefusal } from './answer.ts';
import { type BindPorts, bindApi } from './bind.ts';
import { serveConsole } from './console-files.ts';
import { logRequests } from './log.ts';
import { secureHeaders } from './security.ts';

export interface AppPorts extends BindPorts {
  log: Logger;
  trustedProxies: string[];
  consoleFolder: string;
  /** True when the process can serve; cheap, asked by anyone. */
  isAlive: () => boolean;
  metrics: RequestHandler;
  /** Measures each request. */
  timeRequests: RequestHandler;
}

export const createApp = (ports: AppPorts): express.Express => {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', ports.trustedProxies);
  app.use(logRequests(ports.log));
  app.use(secureHeaders(() => (ports.ownOrigins()[0] ?? '').startsWith('https://')));
  app.get('/healthz', (_request, response) => {
    const alive = ports.isAlive();
    response.setHeader('Cache-Control', 'no-store');
    response
      .status(alive ? 200 : 503)
      .type('text/plain')
      .send(alive ? 'ok\n' : 'unavailable\n');
  });
  app.get('/metrics', ports.metrics);
  app.use(ports.timeRequests);
  app.use('/api', bindApi(ports));
  app.use(serveConsole(ports.consoleFolder));
  app.use((request, response) => {
    answerRefusal(response, refusal('not-found', `${request.method} ${request.path}`));
  });
  app.use(answerFault(ports.log));
  return app;
};

/** Connections waiting to be accepted: a whole fleet reconnects at once after a power cut. */
const BACKLOG = 4_096;

/** A server that a slow or silent client cannot hold: headers within 15 s, a whole request within 10 min of upload. */
export const createHttpServer = (): Server => {
  const server = createServer({
    headersTimeout: 15_000,
    requestTimeout: 600_000,
    keepAliveTimeout: 10_000,
    connectionsCheckingInterval: 5_000,
  });
  server.maxHeadersCount = 100;
  server.maxRequestsPerSocket = 0;
  return server;
};

/** Resolves with the port really listened on. Rejects when it cannot listen. */
export const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });

/** Stops accepting, lets running requests end, then cuts what is left after `graceMs`. */
export const closeServer = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
