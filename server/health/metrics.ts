/** Prometheus metrics: the process, requests by route, and whatever modules register. For this machine, or with the token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const mayRead = (request: Request, token: string | undefined): boolean => {
  if (token === undefined) {
    // The peer itself, not what a proxy says: a proxy on this machine would make everybody local.
    const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
    return !isForwarded && LOOPBACK.test(request.socket.remoteAddress ?? '');
  }
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
};

export const createMetrics = (ports: { token: string | undefined }) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'bangtin_' });
  const requests = new Histogram({
    name: 'bangtin_http_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });

  const serve: RequestHandler = async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    if (!mayRead(request, ports.token)) {
      response.status(403).type('text/plain').send('forbidden\n');
      return;
    }
    response.type(registry.contentType).send(await registry.metrics());
  };

  /** Times every request; the label is the route's pattern, never an address with ids in it. */
  const time: RequestHandler = (request, response, next) => {
    const end = requests.startTimer();
    response.once('finish', () => {
      const route: unknown = request.route?.path;
      end({
        method: request.method,
        route: typeof route === 'string' ? `${request.baseUrl}${route}` : 'none',
        status: String(response.statusCode),
      });
    });
    next();
  };
  return { registry, serve, time };
};

/** Gauges read when somebody scrapes; they cost nothing in between. */
export const measureFleet = (
  registry: Registry,
  read: { screensOnline: () => number; playersConnected: () => number; messagesRefused: () => number },
): void => {
  const gauges = [
    ['bangtin_screens_online', 'Screens heard from within 30 s', read.screensOnline],
    ['bangtin_players_connected', 'Players connected and welcomed', read.playersConnected],
    ['bangtin_player_messages_refused', 'Messages of players that did not parse, since start', read.messagesRefused],
  ] as const;
  for (const [name, help, value] of gauges)
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
};
