/**
 * Who may what. An approver does what staff do and approves content, which nobody else may, administrators included.
 * `device` is not a role of people: it is what a player's key may do.
 */
import { z } from 'zod';

export const Role = z.enum(['admin', 'staff', 'approver']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

/** Who may call a route or an event. Anything that carries no access is refused, and fails the build. */
export type Access = 'anyone' | 'staff' | 'admin' | 'approver' | 'device';

/** True when a person of `role` passes `access`; an admin passes everything meant for people but approving. */
export const rolePasses = (role: Role, access: Access): boolean =>
  access === 'anyone' ||
  access === 'staff' ||
  (access === 'admin' && role === 'admin') ||
  (access === 'approver' && role === 'approver');

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
