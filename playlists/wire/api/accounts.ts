/** First run, people, sessions. Signing in and out itself is better-auth's, under `/api/auth`. */

import { z } from 'zod';
import { plainName } from '../../model/plain-name.ts';
import { Password, Role } from '../../model/role.ts';
import { Instant, ZoneId } from '../../model/time.ts';
import { contract } from './contract.ts';

const Email = z
  .email()
  .max(200)
  .transform((text) => text.toLowerCase());
const PersonName = plainName(120);

export const Person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: Role,
    disabled: z.boolean(),
    createdAt: Instant,
    lastSeenAt: Instant.nullable(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const accountContracts = {
  getSetup: contract({
    method: 'GET',
    path: '/setup',
    access: 'anyone',
    summary: 'Whether the first administrator is still to be created',
    reply: z.object({ needed: z.boolean() }),
  }),
  /** Creates the first admin; works once, with the token printed at boot. Signs in. */
  completeSetup: contract({
    method: 'POST',
    path: '/setup',
    access: 'anyone',
    summary: 'Create the first administrator with the one-time token',
    body: z.object({
      token: z.string().min(20).max(200),
      wardName: plainName(200),
      name: PersonName,
      email: Email,
      password: Password,
    }),
    reply: Person,
    status: 201,
  }),
  getMe: contract({
    method: 'GET',
    path: '/me',
    access: 'staff',
    summary: 'The signed-in person and the ward',
    reply: z.object({ person: Person, wardName: z.string(), zone: ZoneId, serverTime: Instant }),
  }),
  listPeople: contract({
    method: 'GET',
    path: '/people',
    access: 'admin',
    summary: 'All accounts',
    reply: z.array(Person),
  }),
  invitePerson: contract({
    method: 'POST',
    path: '/people/invitations',
    access: 'admin',
    summary: 'Make a one-time link with which a person creates the account',
    body: z.object({ name: PersonName, email: Email, role: Role }),
    reply: z.object({ url: z.string(), expiresAt: Instant }),
    status: 201,
  }),
  getInvitation: contract({
    method: 'GET',
    path: '/invitations/{token}',
    access: 'anyone',
    summary: 'Whom an invitation is for',
    params: z.object({ token: z.string().min(20).max(200) }),
    reply: z.object({ name: z.string(), email: z.string(), wardName: z.string() }),
  }),
  acceptInvitation: contract({
    method: 'POST',
    path: '/invitations/{token}',
    access: 'anyone',
    summary: 'Create the account of an invitation',
    params: z.object({ token: z.string().min(20).max(200) }),
    body: z.object({ password: Password }),
    reply: Person,
    status: 201,
  }),
  changePerson: contract({
    method: 'PATCH',
    path: '/people/{personId}',
    access: 'admin',
    summary: 'Change role or disable an account; its sessions end at once',
    params: z.object({ personId: z.string().max(100) }),
    body: z.object({ role: Role.optional(), disabled: z.boolean().optional() }),
    reply: Person,
  }),
};

/** What better-auth serves that we let through; everything else below `/api/auth` is refused. */
export const AUTH_ROUTES = [
  { method: 'POST', path: '/auth/sign-in/email', access: 'anyone' },
  { method: 'POST', path: '/auth/sign-out', access: 'anyone' },
  { method: 'GET', path: '/auth/get-session', access: 'anyone' },
  { method: 'POST', path: '/auth/change-password', access: 'staff' },
] as const;
