/**
 * Accounts: first run, people, invitations, sessions. There is no default account. Disabling a person or changing the role
 * ends all sessions of that person in the same commit and cuts open console sockets; the last administrator stays.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { Request } from 'express';
import type { Logger } from 'pino';
import { accepted, refusal, refused } from '../../playlists/model/refusal.ts';
import { Role } from '../../playlists/model/role.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import { wardNameOf, writeSetting } from '../database/settings.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { openSecret } from '../publishing/secret-file.ts';
import { createPasswords } from './passwords.ts';
import { createPeople } from './people.ts';
import { createSessions, type LiveSession } from './sessions.ts';
import { createSetupLink, hashToken, makeToken } from './setup.ts';
import { createSignIn } from './sign-in.ts';
import { createTries } from './tries.ts';

const INVITATION_LIFE_MS = 72 * 3_600_000;
/** How fresh `lastSeenAt` is. */
const SEEN_EVERY_MS = 60_000;

export interface AccountPorts {
  database: Database;
  dataFolder: string;
  now: () => number;
  record: RecordAct;
  log: Logger;
  zone: string;
  ownOrigins: () => readonly string[];
  sessionIdleMs: number;
  sessionMs: number;
  /** Prints the address of first-run setup where only those who run the server read it. */
  announceSetup: (url: string) => void;
  /** Console sockets of this person (of this session, when named) must be cut now. */
  sessionsEnded: (ended: { personId: string; sessionId?: string }) => void;
  changed: (what: 'people') => void;
}

export const createAccounts = async (ports: AccountPorts) => {
  const { database, now, record } = ports;
  const { query, transact } = database;
  const passwords = createPasswords();
  const tries = createTries(database);
  const people = createPeople({ database, now });
  const secret = await openSecret(join(ports.dataFolder, 'session.secret'), makeToken, {
    made: () => {
      if (!people.areNone())
        ports.log.error(
          {
            file: 'session.secret',
            vi: 'Không thấy tệp session.secret nên máy chủ đã tạo tệp mới: mọi người phải đăng nhập lại. Thư mục dữ liệu có thể được khôi phục thiếu: hãy đối chiếu với bản sao lưu.',
            en: 'session.secret was gone, so a new one was made: everybody has to sign in again. The data folder may have been restored in part: compare it with the backup.',
          },
          'secret.made-anew',
        );
    },
  });
  const publicOrigin = () => ports.ownOrigins()[0] ?? '';
  const sessions = createSessions({
    dialect: database.dialect,
    secret,
    passwords,
    ownOrigins: ports.ownOrigins,
    idleMs: ports.sessionIdleMs,
    longestMs: ports.sessionMs,
    now,
    log: ports.log,
  });
  const signIn = createSignIn({ sessions, people, tries, record, sessionsEnded: ports.sessionsEnded });
  const setup = createSetupLink({
    now,
    announce: (token) => ports.announceSetup(`${publicOrigin()}/setup#token=${token}`),
  });
  const seen = new Map<string, number>();

  /** Who is signed in must be able to read while the disk is full: a session that cannot be lengthened is found all the same. */
  const findOrLengthen = async (headers: Headers): ReturnType<typeof sessions.find> => {
    try {
      return await sessions.find(headers, { lengthen: true });
    } catch (fault) {
      ports.log.error({ err: fault }, 'session.not-lengthened');
      return sessions.find(headers, { lengthen: false });
    }
  };

  const find = async (headers: IncomingHttpHeaders) => {
    const found = await findOrLengthen(sessions.headersOf(headers));
    if (!found) return null;
    const { personId } = found.session;
    if (now() - (seen.get(personId) ?? 0) > SEEN_EVERY_MS) {
      seen.set(personId, now());
      try {
        people.sawAt(personId, now());
      } catch (fault) {
        ports.log.error({ err: fault }, 'person.seen-not-written');
      }
    }
    return found;
  };

  const openInvitation = (token: string) =>
    database.now.first(
      query
        .selectFrom('invitation')
        .selectAll()
        .where('tokenHash', '=', hashToken(token))
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', now()),
    );

  const served: Served = {
    handlers: {
      getSetup: () => {
        const needed = people.areNone();
        if (needed) setup.offer();
        return accepted({ needed });
      },
      getMe: ({ caller }) => {
        const person = caller.kind === 'person' ? people.find(caller.personId) : null;
        if (!person) return refused('sign-in-needed', 'the account is gone');
        return accepted({ person, wardName: wardNameOf(database), zone: ports.zone, serverTime: now() });
      },
      listPeople: () => accepted(people.list()),
      invitePerson: ({ body, caller }) => {
        if (people.findByEmail(body.email)) return refused('email-taken', body.email);
        const token = makeToken();
        const expiresAt = now() + INVITATION_LIFE_MS;
        transact((step) => {
          step.run(query.deleteFrom('invitation').where('email', '=', body.email).where('usedAt', 'is', null));
          step.run(
            query.insertInto('invitation').values({
              tokenHash: hashToken(token),
              ...body,
              createdBy: actorOf(caller).actor,
              expiresAt,
              usedAt: null,
            }),
          );
          record({ ...actorOf(caller), act: 'person.invited', subject: body.email, detail: { role: body.role } });
        });
        return accepted({ url: `${publicOrigin()}/invitation#token=${token}`, expiresAt });
      },
      getInvitation: ({ params }) => {
        const invitation = openInvitation(params.token);
        if (!invitation) return refused('link-expired', 'no open invitation has this token');
        return accepted({ name: invitation.name, email: invitation.email, wardName: wardNameOf(database) });
      },
      changePerson: ({ params, body, caller }) =>
        transact(() => {
          const person = people.find(params.personId);
          if (!person) return refused('not-found', `person ${params.personId} does not exist`);
          const role = body.role ?? person.role;
          const disabled = body.disabled ?? person.disabled;
          const staysAdmin = role === 'admin' && !disabled;
          if (person.role === 'admin' && !person.disabled && !staysAdmin && people.otherAdmins(person.id) === 0)
            return refused('last-admin', `${person.id} is the last administrator`);
          if (role === person.role && disabled === person.disabled) return accepted(person);
          people.change(person.id, { role, disabled: disabled ? 1 : 0 });
          people.endSessions(person.id);
          record({ ...actorOf(caller), act: 'person.changed', subject: person.id, detail: { role, disabled } });
          queueMicrotask(() => {
            ports.sessionsEnded({ personId: person.id });
            ports.changed('people');
          });
          return accepted({ ...person, role, disabled });
        }),
    },
    streams: {
      completeSetup: async ({ body, caller }, { request, response }) => {
        const done = () => refusal('setup-done', 'an account exists');
        if (!people.areNone()) return done();
        const tooMany = await tries.spend('setup', caller.address);
        if (tooMany) return tooMany;
        if (!setup.isRight(body.token)) return refusal('link-expired', 'wrong or expired setup token');
        const passwordHash = await passwords.hash(body.password);
        const person = transact(() => {
          if (!people.areNone()) return null;
          const { name, email } = body;
          const first = people.add({ name, email, role: 'admin', passwordHash });
          writeSetting(database, 'ward-name', body.wardName);
          record({ actor: first.id, act: 'setup.completed', subject: first.id, address: caller.address });
          return first;
        });
        if (!person) return done();
        setup.close();
        await tries.forgive('setup', caller.address);
        const spoken = await signIn.open(request, response, { email: person.email, password: body.password });
        if (spoken) return spoken;
        response.status(201).json(person);
      },
      acceptInvitation: async ({ params, body, caller }, { request, response }) => {
        const tooMany = await tries.spend('invitation', caller.address);
        if (tooMany) return tooMany;
        const wrong = () => refusal('link-expired', 'no open invitation has this token');
        if (!openInvitation(params.token)) return wrong();
        const passwordHash = await passwords.hash(body.password);
        const outcome = transact((step) => {
          const invitation = openInvitation(params.token);
          if (!invitation) return wrong();
          const { name, email } = invitation;
          if (people.findByEmail(email)) return refusal('email-taken', email);
          const role = Role.parse(invitation.role);
          const person = people.add({ name, email, role, passwordHash });
          step.run(
            query.updateTable('invitation').set({ usedAt: now() }).where('tokenHash', '=', invitation.tokenHash),
          );
          record({ actor: person.id, act: 'invitation.accepted', subject: person.id, address: caller.address });
          return person;
        });
        if ('code' in outcome) return outcome;
        await tries.forgive('invitation', caller.address);
        ports.changed('people');
        const spoken = await signIn.open(request, response, { email: outcome.email, password: body.password });
        if (spoken) return spoken;
        response.status(201).json(outcome);
      },
    },
  };

  return {
    ...served,
    serveSignIn: signIn.serve,
    /** The person behind a request, with cookies to renew; null when nobody is signed in. */
    identify: async (request: Request): Promise<Caller | null> => {
      const found = await find(request.headers);
      if (!found) return null;
      for (const cookie of found.renewed) request.res?.append('Set-Cookie', cookie);
      const { personId, name, role } = found.session;
      return { kind: 'person', address: request.ip ?? '', personId, name, role };
    },
    /** The session behind the headers of a socket's handshake, without lengthening it; null when nobody is signed in. */
    sessionOf: async (headers: IncomingHttpHeaders): Promise<LiveSession | null> =>
      (await sessions.find(sessions.headersOf(headers), { lengthen: false }))?.session ?? null,
    /** Prints the setup link when nobody exists yet; called once the address is known. */
    start: (): void => {
      if (people.areNone()) setup.offer();
    },
    /** Nightly: forgets counters, sessions and invitations that ran out. */
    sweep: (): void => {
      tries.sweep(now());
      const ended = new Date(now()).toISOString();
      database.now.run(query.deleteFrom('personSession').where('expiresAt', '<', ended));
      database.now.run(query.deleteFrom('invitation').where('expiresAt', '<', now()).where('usedAt', 'is', null));
    },
  };
};
