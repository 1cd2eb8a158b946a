/** Logs: one JSON line per event. Cookies, credentials, tokens and whatever follows a `token` in an address never reach it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Logger, pino } from 'pino';
import { pinoHttp } from 'pino-http';

/** Paths whose last part is a secret by itself. */
const SECRET_PATH = /(\/api\/invitations\/)[^/?#]+/i;

/** The address as it may be written down: secrets cut, query left out. */
export const loggedPath = (url: string): string =>
  (url.split(/[?#]/, 1)[0] ?? '').replace(SECRET_PATH, '$1…').slice(0, 300);

export const createLog = (level: string, destination?: { write(line: string): void }): Logger =>
  pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['password', 'token', 'cookie', 'authorization', 'secret', 'privateKey'].flatMap((name) => [
          name,
          `*.${name}`,
          `*.*.${name}`,
        ]),
        censor: '…',
      },
    },
    ...(destination ? [destination] : []),
  );

/** One line per finished request; static files and probes only when they fail. */
export const logRequests = (log: Logger) =>
  pinoHttp({
    logger: log,
    genReqId: (_request: IncomingMessage, response: ServerResponse) => {
      const id = randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    serializers: {
      req: (request: { id: string; method: string; url: string; remoteAddress?: string }) => ({
        id: request.id,
        method: request.method,
        path: loggedPath(request.url),
        address: request.remoteAddress,
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      err: () => undefined,
    },
    customLogLevel: (request, response) => {
      if (response.statusCode >= 500) return 'error';
      if (response.statusCode >= 400) return 'warn';
      return (request as { originalUrl?: string }).originalUrl?.startsWith('/api/') ? 'info' : 'silent';
    },
    customSuccessMessage: () => 'request.done',
    customErrorMessage: () => 'request.done',
    customAttributeKeys: { responseTime: 'tookMs' },
  });
