/**
 * The form of an HTTP contract: one value per route, from which come the server's binding, its deny-by-default access, the
 * OpenAPI document and the console's typed client. A route that is not a contract does not exist.
 */
import { z } from 'zod';
import type { Access } from '../../model/role.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Contract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** Express/OpenAPI path with `{name}` parameters, below `/api`. */
  path: string;
  access: Access;
  summary: string;
  params: Params;
  query: Query;
  body: Body;
  /** JSON reply; `Nothing` = 204. Files and streams use `Bytes` and are written by their own handler. */
  reply: Reply;
  /** Status of success; 200 unless said, 204 for `Nothing`. */
  status?: 200 | 201 | 202 | 204;
}

export const Nothing = z.undefined();
export const Bytes = z.any().meta({ description: 'Raw bytes', override: { type: 'string', format: 'binary' } });
const Empty = z.object({});

/** Writes a contract; parts left out are empty. */
export const contract = <
  Reply extends z.ZodType,
  Params extends z.ZodType = typeof Empty,
  Query extends z.ZodType = typeof Empty,
  Body extends z.ZodType = typeof Nothing,
>(parts: {
  method: Method;
  path: string;
  access: Access;
  summary: string;
  reply: Reply;
  params?: Params;
  query?: Query;
  body?: Body;
  status?: 200 | 201 | 202 | 204;
}): Contract<Params, Query, Body, Reply> => ({
  ...parts,
  params: parts.params ?? (Empty as unknown as Params),
  query: parts.query ?? (Empty as unknown as Query),
  body: parts.body ?? (Nothing as unknown as Body),
});

/** Keyset page: items and the cursor of the next page, null at the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
export const PageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
