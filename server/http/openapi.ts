/** The OpenAPI 3.1 document, made from the contracts and nothing else. `openapi.json` beside this file is its checked-in copy. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { Refusal } from '../../playlists/model/refusal.ts';
import type { Access } from '../../playlists/model/role.ts';
import { Bytes, type Contract } from '../../playlists/wire/api/contract.ts';
import { CONTRACTS } from '../../playlists/wire/api/index.ts';
import { POLICY } from './policy.ts';

const SECURITY: Record<Access, ZodOpenApiOperationObject['security']> = {
  anyone: [],
  staff: [{ session: [] }],
  admin: [{ session: [] }],
  approver: [{ session: [] }],
  device: [{ deviceToken: [] }],
};

const refused = {
  description: 'Refused: code, words for staff (vi, en), detail for technicians',
  content: { 'application/json': { schema: z.object({ refusal: Refusal }) } },
};

const successOf = ({ reply, status }: Contract): Record<string, unknown> => {
  if (reply === Bytes)
    return { '200': { description: 'The bytes', content: { 'application/octet-stream': { schema: Bytes } } } };
  const isNothing = reply.safeParse(undefined).success && !reply.safeParse(null).success;
  return isNothing
    ? { '204': { description: 'Done' } }
    : { [String(status ?? 200)]: { description: 'Done', content: { 'application/json': { schema: reply } } } };
};

const shapeOf = (schema: z.ZodType): z.ZodObject | undefined =>
  schema instanceof z.ZodObject && Object.keys(schema.shape).length > 0 ? schema : undefined;

const operationOf = (name: string, contract: Contract): ZodOpenApiOperationObject => {
  const path = shapeOf(contract.params);
  const query = shapeOf(contract.query);
  const takesBody = !contract.body.safeParse(undefined).success;
  return {
    operationId: name,
    summary: contract.summary,
    description: `Access: ${contract.access}`,
    security: SECURITY[contract.access],
    ...(path || query ? { requestParams: { ...(path ? { path } : {}), ...(query ? { query } : {}) } } : {}),
    ...(takesBody
      ? { requestBody: { required: true, content: { 'application/json': { schema: contract.body } } } }
      : {}),
    responses: { ...successOf(contract), default: refused } as ZodOpenApiOperationObject['responses'],
  };
};

/** Sign-in and uploads have no contract of ours: named with their access, described by their own protocols. */
const foreignPaths = (): ZodOpenApiPathsObject => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { method, path, access, serves } of POLICY) {
    if (serves.kind === 'contract') continue;
    const params = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string()] as const);
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        summary: serves.kind === 'upload' ? 'Resumable upload, tus 1.0' : 'Sign-in and session',
        description: `Access: ${access}`,
        security: SECURITY[access],
        ...(params.length > 0 ? { requestParams: { path: z.object(Object.fromEntries(params)) } } : {}),
        responses: { '2XX': { description: 'Done' }, default: refused },
      },
    };
  }
  return paths;
};

export const buildOpenApi = (version: string): ReturnType<typeof createDocument> => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, contract] of Object.entries(CONTRACTS) as [string, Contract][])
    paths[contract.path] = { ...paths[contract.path], [contract.method.toLowerCase()]: operationOf(name, contract) };
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Bảng Tin',
        version,
        description: 'Schedules, media, screens and proof of play. Every error body is `{ refusal }`.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/api' }],
      paths: { ...paths, ...foreignPaths() },
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'bangtin-session',
            description: '`__Host-bangtin-session` over https',
          },
          deviceToken: { type: 'http', scheme: 'bearer', description: 'Given to a paired player at its welcome' },
        },
      },
    },
    { allowEmptySchema: { any: true, custom: true } },
  );
};
