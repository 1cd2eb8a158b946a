/**
 * Who may call what: one table over every route of the API, derived from the contracts and nothing else. A route that is not
 * in it does not exist; the binding serves rows of this table only.
 */
import type { Access } from '../../playlists/model/role.ts';
import { AUTH_ROUTES } from '../../playlists/wire/api/accounts.ts';
import { CONTRACTS, type ContractName } from '../../playlists/wire/api/index.ts';
import { UPLOAD_ROUTES } from '../../playlists/wire/api/library.ts';

export interface PolicyRow {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** Below `/api`, `{name}` marks a parameter. */
  path: string;
  access: Access;
  serves: { kind: 'contract'; name: ContractName } | { kind: 'sign-in' } | { kind: 'upload' };
}

export const POLICY: readonly PolicyRow[] = [
  ...Object.entries(CONTRACTS).map(
    ([name, { method, path, access }]): PolicyRow => ({
      method,
      path,
      access,
      serves: { kind: 'contract', name: name as ContractName },
    }),
  ),
  ...AUTH_ROUTES.map((route): PolicyRow => ({ ...route, serves: { kind: 'sign-in' } })),
  ...UPLOAD_ROUTES.map((route): PolicyRow => ({ ...route, serves: { kind: 'upload' } })),
];

/** `/screens/{screenId}` → `/screens/:screenId`, as express writes it. */
export const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');
