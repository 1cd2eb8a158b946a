/**
 * Who may what. Two roles today; the ward's seven (domain) join this list as the approval workflow arrives.
 * `device` is not a role of people: it is what a player's key may do.
 */
import { z } from 'zod';

export const Role = z.enum(['admin', 'staff']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

/** Who may call a route or an event. Anything that carries no access is refused, and fails the build. */
export type Access = 'anyone' | 'staff' | 'admin' | 'device';

/** True when a person of `role` passes `access`; an admin passes everything meant for people. */
export const rolePasses = (role: Role, access: Access): boolean =>
  access === 'anyone' ||
  (access === 'staff' && (role === 'staff' || role === 'admin')) ||
  (access === 'admin' && role === 'admin');

/** At least 14 characters of 4 classes: lower, upper, digit, other. Longest 128. */
export const Password = z
  .string()
  .max(128)
  .refine(
    (text) =>
      [...text].length >= 14 &&
      /\p{Ll}/u.test(text) &&
      /\p{Lu}/u.test(text) &&
      /\d/.test(text) &&
      /[^\p{L}\d]/u.test(text),
    'password-weak',
  );
