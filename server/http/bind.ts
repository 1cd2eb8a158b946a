/**
 * Binds the policy table to express: for each row admit the caller, then read, parse, call and answer. Input is read only
 * after admission, so strangers cannot make us parse megabytes. Rows that nobody serves and paths that are no row answer 404.
 */
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import { type Outcome, type Refusal, refusal } from '../../playlists/model/refusal.ts';
import { type Access, rolePasses } from '../../playlists/model/role.ts';
import { CONTRACTS, type ContractName } from '../../playlists/wire/api/index.ts';
import { answerRefusal, refusalOfIssues } from './answer.ts';
import type { Caller, Handlers, StreamHandlers } from './handlers.ts';
import { comesFromUs } from './origin.ts';
import { expressPath, POLICY } from './policy.ts';
import { writeReply } from './reply.ts';

/** Largest JSON body. The largest honest one is a batch of 500 plays, about 250 kB. */
export const MAX_JSON_BYTES = 1_000_000;

/** Decides who a request is from. A refusal stands for credentials that are known and no longer good. */
export type Identify = (request: Request) => Promise<Caller | Refusal> | Caller | Refusal;

export interface BindPorts {
  identify: Identify;
  handlers: Partial<Handlers>;
  streams: Partial<StreamHandlers>;
  /** Serves AUTH_ROUTES; the body is parsed JSON. */
  signIn?: (request: Request, response: Response, caller: Caller) => Promise<void>;
  /** Serves UPLOAD_ROUTES; the body is untouched. */
  uploads?: (request: Request, response: Response, caller: Caller) => Promise<void> | void;
  /** Parses each reply by its contract before it is sent (tests, development). */
  checkReplies: boolean;
  /** Where our own pages come from; the first is the public address. */
  ownOrigins: () => readonly string[];
}

const isRefusal = (value: Caller | Refusal): value is Refusal => 'code' in value;

const admit = (caller: Caller | Refusal, access: Access): Caller | Refusal => {
  if (access === 'anyone') return isRefusal(caller) ? { kind: 'anyone', address: '' } : caller;
  if (isRefusal(caller)) return caller;
  if (access === 'device')
    return caller.kind === 'device' ? caller : refusal('device-unknown', `a ${caller.kind} called a device route`);
  switch (caller.kind) {
    case 'anyone':
      return refusal('sign-in-needed', 'no live session');
    case 'device':
      return refusal('not-allowed', 'a device called a route for people');
    case 'person':
      return rolePasses(caller.role, access) ? caller : refusal('not-allowed', `${caller.role} is not ${access}`);
  }
};

const parse = (part: string, schema: z.ZodType, input: unknown): Outcome<unknown> => {
  const read = schema.safeParse(input);
  return read.success
    ? { ok: true, value: read.data }
    : { ok: false, refusal: refusalOfIssues(part, read.error.issues) };
};

type Asked = { params: unknown; query: unknown; body: unknown; caller: Caller };

const readAsked = (name: ContractName, request: Request, caller: Caller): Outcome<Asked> => {
  const contract = CONTRACTS[name];
  const params = parse('params', contract.params, request.params);
  if (!params.ok) return params;
  const query = parse('query', contract.query, { ...request.query });
  if (!query.ok) return query;
  const takesNoBody = contract.body.safeParse(undefined).success;
  const body = parse('body', contract.body, takesNoBody ? undefined : request.body);
  if (!body.ok) return body;
  return { ok: true, value: { params: params.value, query: query.value, body: body.value, caller } };
};

/** Methods of the table as express names them. */
const verb = (method: string) =>
  method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options';

export const bindApi = (ports: BindPorts): Router => {
  const router = Router({ caseSensitive: true, strict: true });
  const readJson = express.json({ limit: MAX_JSON_BYTES, strict: true, type: () => true });

  router.use((request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    const isSafe = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
    if (isSafe || comesFromUs(request.headers, ports.ownOrigins())) next();
    else answerRefusal(response, refusal('cross-origin', `origin ${request.headers.origin ?? 'missing'}`));
  });

  const guard =
    (access: Access): RequestHandler =>
    async (request, response, next) => {
      const known = await ports.identify(request);
      const caller = admit(known, access);
      if (isRefusal(caller)) {
        answerRefusal(response, caller);
        return;
      }
      response.locals.caller = caller.address === '' ? { ...caller, address: request.ip ?? '' } : caller;
      next();
    };

  /** JSON only, and only when the contract wants a body; anything else that is sent is left unread. */
  const readBody = (wanted: boolean): RequestHandler =>
    wanted
      ? (request, response, next) => {
          const type = request.headers['content-type'] ?? '';
          const isEmpty =
            request.headers['transfer-encoding'] === undefined && Number(request.headers['content-length'] ?? 0) === 0;
          if (isEmpty) next();
          else if (/^application\/json\s*(;|$)/i.test(type)) readJson(request, response, next);
          else answerRefusal(response, refusal('request-malformed', `expected application/json, got '${type}'`));
        }
      : (_request, _response, next) => next();

  const serveContract = (name: ContractName): RequestHandler => {
    const contract = CONTRACTS[name];
    const handler = (ports.handlers as Record<string, ((asked: Asked) => unknown) | undefined>)[name];
    const stream = (
      ports.streams as Record<
        string,
        ((asked: Asked, io: { request: Request; response: Response }) => unknown) | undefined
      >
    )[name];
    const isNothing = contract.reply.safeParse(undefined).success && !contract.reply.safeParse(null).success;
    const status = contract.status ?? (isNothing ? 204 : 200);
    return async (request, response) => {
      const asked = readAsked(name, request, response.locals.caller as Caller);
      if (!asked.ok) {
        answerRefusal(response, asked.refusal);
        return;
      }
      if (stream) {
        const spoken = (await stream(asked.value, { request, response })) as Refusal | undefined;
        if (spoken) answerRefusal(response, spoken);
        return;
      }
      if (!handler) {
        answerRefusal(response, refusal('not-found', `nobody serves ${name}`));
        return;
      }
      const outcome = (await handler(asked.value)) as Outcome<unknown>;
      if (!outcome.ok) {
        answerRefusal(response, outcome.refusal);
        return;
      }
      const reply = ports.checkReplies ? contract.reply.parse(outcome.value) : outcome.value;
      response.status(status);
      if (status === 204) response.end();
      else await writeReply(response, reply);
    };
  };

  for (const row of POLICY) {
    const path = expressPath(row.path);
    const { serves } = row;
    switch (serves.kind) {
      case 'contract': {
        const wantsBody = !CONTRACTS[serves.name].body.safeParse(undefined).success;
        router[verb(row.method)](path, guard(row.access), readBody(wantsBody), serveContract(serves.name));
        break;
      }
      case 'sign-in': {
        router[verb(row.method)](path, guard(row.access), readBody(row.method !== 'GET'), async (request, response) => {
          if (ports.signIn) await ports.signIn(request, response, response.locals.caller as Caller);
          else answerRefusal(response, refusal('not-found', 'nobody serves sign-in'));
        });
        break;
      }
      case 'upload': {
        router[verb(row.method)](path, guard(row.access), async (request, response) => {
          if (ports.uploads) await ports.uploads(request, response, response.locals.caller as Caller);
          else answerRefusal(response, refusal('not-found', 'nobody serves uploads'));
        });
        break;
      }
    }
  }
  router.use((request, response) => {
    answerRefusal(response, refusal('not-found', `${request.method} ${request.path} is not a route`));
  });
  return router;
};
