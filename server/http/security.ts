/**
 * Headers of every answer. The console runs only scripts and styles of its own origin; the one exception are the style
 * elements that the interface library writes, which carry a nonce drawn for each page (`console-files.ts`).
 */
import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** The nonce of this answer, made at first use. */
export const nonceOf = (response: Response): string => {
  response.locals.nonce ??= randomBytes(16).toString('base64');
  return response.locals.nonce as string;
};

/** `isSecure`: the public address is https. */
export const secureHeaders = (isSecure: () => boolean): RequestHandler => {
  const headers = (secure: boolean) =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
          imgSrc: ["'self'", 'data:', 'blob:'],
          mediaSrc: ["'self'", 'blob:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          workerSrc: ["'self'", 'blob:'],
          manifestSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
          objectSrc: ["'none'"],
          ...(secure ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      crossOriginEmbedderPolicy: false,
      originAgentCluster: true,
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    });
  const [plain, secured] = [headers(false), headers(true)];
  return (request, response, next) => (isSecure() ? secured : plain)(request, response, next);
};
