/**
 * Sessions, by better-auth on our own tables: random token in an HttpOnly, SameSite=Strict cookie (`__Host-` over https), a
 * row per session, so ending one is deleting a row. Only the four routes of `AUTH_ROUTES` reach better-auth.
 */
import { betterAuth } from 'better-auth';
import { fromNodeHeaders } from 'better-auth/node';
import { CamelCasePlugin, type Dialect, Kysely } from 'kysely';
import type { Logger } from 'pino';
import { Role } from '../../playlists/model/role.ts';
import type { Passwords } from './passwords.ts';

export interface SessionPorts {
  dialect: Dialect;
  secret: string;
  passwords: Passwords;
  ownOrigins: () => readonly string[];
  idleMs: number;
  longestMs: number;
  now: () => number;
  log: Logger;
}

/** Header in which the address of the caller, as we established it, is handed to better-auth. */
const ADDRESS_HEADER = 'x-bangtin-address';

export interface LiveSession {
  sessionId: string;
  personId: string;
  name: string;
  role: Role;
}

export const createSessions = (ports: SessionPorts) => {
  const isSecure = (ports.ownOrigins()[0] ?? '').startsWith('https://');
  const cookie = isSecure ? '__Host-bangtin-session' : 'bangtin-session';
  const auth = betterAuth({
    baseURL: ports.ownOrigins()[0] ?? 'http://localhost',
    basePath: '/api/auth',
    secret: ports.secret,
    database: { db: new Kysely({ dialect: ports.dialect, plugins: [new CamelCasePlugin()] }), type: 'sqlite' },
    telemetry: { enabled: false },
    trustedOrigins: () => [...ports.ownOrigins()],
    rateLimit: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message) => ports.log[level === 'error' ? 'warn' : 'debug']({ message }, 'sign-in.noted'),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 14,
      maxPasswordLength: 128,
      password: ports.passwords,
    },
    user: {
      modelName: 'person',
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        disabled: { type: 'boolean', required: false, input: false, defaultValue: false },
      },
    },
    session: {
      modelName: 'personSession',
      expiresIn: Math.round(ports.idleMs / 1_000),
      // Renewed by use, but written at most once in a tenth of the idle time.
      updateAge: Math.min(60, Math.round(ports.idleMs / 10_000)),
      cookieCache: { enabled: false },
    },
    account: { modelName: 'credential' },
    verification: { modelName: 'verification' },
    advanced: {
      useSecureCookies: false,
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      cookies: {
        session_token: {
          name: cookie,
          attributes: { httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure },
        },
      },
    },
    databaseHooks: {
      session: {
        create: {
          // The last gate for a disabled account: whatever way led here, it gets no session.
          before: async (session, context) => {
            const person = await context?.context.internalAdapter.findUserById(session.userId);
            if (!person || (person as { disabled?: unknown }).disabled) return false;
          },
        },
      },
    },
  });

  /** Hands one request to better-auth, with our own idea of origin and address. */
  const call = (
    path: string,
    parts: { method: string; headers: Headers; body?: unknown; address: string },
  ): Promise<Response> => {
    const origin = ports.ownOrigins()[0] ?? 'http://localhost';
    const headers = new Headers();
    for (const name of ['cookie', 'origin', 'user-agent', 'sec-fetch-site', 'sec-fetch-mode']) {
      const value = parts.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    // A page on another name of this host (an address instead of a name) passed our own check (`http/origin.ts`).
    headers.set('origin', origin);
    headers.set(ADDRESS_HEADER, parts.address);
    if (parts.body !== undefined) headers.set('content-type', 'application/json');
    return auth.handler(
      new Request(`${origin}/api/auth${path}`, {
        method: parts.method,
        headers,
        ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
      }),
    );
  };

  return {
    call,
    headersOf: fromNodeHeaders,
    cookieName: cookie,
    /** The live session behind these headers; null when there is none, it lay idle too long or is too old. */
    find: async (
      headers: Headers,
      { lengthen }: { lengthen: boolean },
    ): Promise<{ session: LiveSession; renewed: string[] } | null> => {
      if (!headers.get('cookie')?.includes(`${cookie}=`)) return null;
      const { headers: answered, response } = await auth.api.getSession({
        headers: new Headers({ cookie: headers.get('cookie') ?? '' }),
        query: { disableRefresh: !lengthen },
        returnHeaders: true,
      });
      if (!response || response.user.disabled) return null;
      if (ports.now() - new Date(response.session.createdAt).getTime() > ports.longestMs) return null;
      const role = Role.safeParse(response.user.role);
      if (!role.success) return null;
      const { id: personId, name } = response.user;
      return {
        session: { sessionId: response.session.id, personId, name, role: role.data },
        renewed: answered.getSetCookie(),
      };
    },
  };
};
export type Sessions = ReturnType<typeof createSessions>;
