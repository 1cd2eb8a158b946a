/**
 * The four routes of `AUTH_ROUTES`: better-auth does the work, we count tries, keep its tokens out of reply bodies, write the
 * audit line and speak our own refusals. A wrong address and a wrong password are told apart by nothing, not even by time.
 */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Refusal, refusal } from '../../playlists/model/refusal.ts';
import { Password } from '../../playlists/model/role.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { answerRefusal, refusalOfIssues } from '../http/answer.ts';
import type { Caller } from '../http/handlers.ts';
import type { People } from './people.ts';
import type { Sessions } from './sessions.ts';
import type { Tries } from './tries.ts';

const SignIn = z.object({
  email: z
    .string()
    .max(200)
    .transform((text) => text.trim().toLowerCase()),
  password: z.string().min(1).max(128),
});
const ChangePassword = z.object({ currentPassword: z.string().min(1).max(128), newPassword: Password });

export interface SignInPorts {
  sessions: Sessions;
  people: People;
  tries: Tries;
  record: RecordAct;
  sessionsEnded: (ended: { personId: string; sessionId?: string }) => void;
}

/** What better-auth's status means in our words. */
const refusalOf = async (answer: globalThis.Response, otherwise: Refusal): Promise<Refusal> => {
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status}: ${await answer.text()}`);
  return answer.status === 403 ? refusal('cross-origin', 'refused by the origin check of the sign-in') : otherwise;
};

export const createSignIn = (ports: SignInPorts) => {
  const { sessions, people, tries, record } = ports;
  const wrong = () => refusal('sign-in-wrong', 'no such account, wrong password, or disabled');

  /** Signs in; sets the cookie on `response`. Also used right after an account was created. */
  const open = async (
    request: Request,
    response: Response,
    given: { email: string; password: string },
  ): Promise<Refusal | undefined> => {
    const answer = await sessions.call('/sign-in/email', {
      method: 'POST',
      headers: sessions.headersOf(request.headers),
      body: given,
      address: request.ip ?? '',
    });
    if (!answer.ok) return refusalOf(answer, wrong());
    for (const cookie of answer.headers.getSetCookie()) response.append('Set-Cookie', cookie);
    return undefined;
  };

  const signIn = async (request: Request, response: Response, caller: Caller): Promise<void> => {
    const read = SignIn.safeParse(request.body);
    if (!read.success) {
      answerRefusal(response, refusalOfIssues('body', read.error.issues));
      return;
    }
    const tooMany = await tries.spend(read.data.email, caller.address);
    if (tooMany) {
      response.setHeader('Retry-After', '60');
      answerRefusal(response, tooMany);
      return;
    }
    // better-auth refuses an address without the form of one before it hashes, which would tell by time.
    const email = z.email().safeParse(read.data.email).success ? read.data.email : 'nobody@bangtin.invalid';
    const spoken = await open(request, response, { email, password: read.data.password });
    const person = spoken ? null : people.findByEmail(email);
    if (spoken || !person) {
      record({ actor: 'anyone', act: 'sign-in.refused', subject: read.data.email, address: caller.address });
      answerRefusal(response, spoken ?? wrong());
      return;
    }
    await tries.forgive(read.data.email, caller.address);
    record({ actor: person.id, act: 'person.signed-in', subject: person.id, address: caller.address });
    response.json({ person });
  };

  const signOut = async (request: Request, response: Response, caller: Caller): Promise<void> => {
    const headers = sessions.headersOf(request.headers);
    const live = await sessions.find(headers, { lengthen: false });
    const answer = await sessions.call('/sign-out', { method: 'POST', headers, body: {}, address: caller.address });
    for (const cookie of answer.headers.getSetCookie()) response.append('Set-Cookie', cookie);
    if (live) {
      const { personId, sessionId } = live.session;
      record({ actor: personId, act: 'person.signed-out', subject: personId, address: caller.address });
      ports.sessionsEnded({ personId, sessionId });
    }
    response.json({ person: null });
  };

  const changePassword = async (request: Request, response: Response, caller: Caller): Promise<void> => {
    const read = ChangePassword.safeParse(request.body);
    if (!read.success) {
      answerRefusal(response, refusalOfIssues('body', read.error.issues));
      return;
    }
    const account = caller.kind === 'person' ? caller.personId : '';
    const tooMany = await tries.spend(account, caller.address);
    if (tooMany) {
      answerRefusal(response, tooMany);
      return;
    }
    const answer = await sessions.call('/change-password', {
      method: 'POST',
      headers: sessions.headersOf(request.headers),
      body: { ...read.data, revokeOtherSessions: true },
      address: caller.address,
    });
    if (!answer.ok) {
      answerRefusal(response, await refusalOf(answer, wrong()));
      return;
    }
    await tries.forgive(account, caller.address);
    record({ ...actorOf(caller), act: 'person.password-changed', subject: account });
    for (const cookie of answer.headers.getSetCookie()) response.append('Set-Cookie', cookie);
    ports.sessionsEnded({ personId: account });
    response.json({ person: people.find(account) });
  };

  return {
    open,
    serve: async (request: Request, response: Response, caller: Caller): Promise<void> => {
      switch (`${request.method} ${request.path}`) {
        case 'POST /auth/sign-in/email':
          return signIn(request, response, caller);
        case 'POST /auth/sign-out':
          return signOut(request, response, caller);
        case 'POST /auth/change-password':
          return changePassword(request, response, caller);
        case 'GET /auth/get-session':
        case 'HEAD /auth/get-session': {
          response.json({ person: caller.kind === 'person' ? people.find(caller.personId) : null });
          return;
        }
        default:
          answerRefusal(response, refusal('not-found', `${request.method} ${request.path} is not ours`));
      }
    },
  };
};
