import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { buildOpenApi } from '../../../server/http/openapi.ts';
import { POLICY } from '../../../server/http/policy.ts';

const root = new URL('../../../', import.meta.url);
const readJson = async (path: string) => JSON.parse(await readFile(new URL(path, root), 'utf8'));

/** Every value below `node`, with the path to it. */
const walk = function* (node: unknown, path = '#'): Generator<[string, unknown]> {
  yield [path, node];
  if (typeof node === 'object' && node !== null)
    for (const [name, member] of Object.entries(node)) yield* walk(member, `${path}/${name}`);
};

describe('openapi.json', () => {
  it('is what the contracts say now', async () => {
    const { version } = await readJson('package.json');
    expect(await readJson('server/http/openapi.json')).toEqual(JSON.parse(JSON.stringify(buildOpenApi(version))));
  });

  it('describes every row of the policy and nothing else', async () => {
    const { paths } = await readJson('server/http/openapi.json');
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(POLICY.map((row) => `${row.method} ${row.path}`).sort());
  });

  it('is whole: references resolve, path parameters are declared, operation ids are unique', async () => {
    const document = await readJson('server/http/openapi.json');
    expect(document.openapi).toMatch(/^3\.1\./);
    const nodes = [...walk(document)];
    const broken = nodes
      .filter(([path]) => path.endsWith('/$ref'))
      .filter(([, target]) => !nodes.some(([path]) => path === target))
      .map(([path]) => path);
    expect(broken).toEqual([]);
    const ids: string[] = [];
    for (const [path, item] of Object.entries(document.paths))
      for (const operation of Object.values(
        item as Record<
          string,
          { operationId?: string; parameters?: { in: string; name: string }[]; responses: object }
        >,
      )) {
        if (operation.operationId) ids.push(operation.operationId);
        const declared = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name);
        expect(declared.sort(), path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
        expect(Object.keys(operation.responses)).toContain('default');
      }
    expect(new Set(ids).size).toBe(ids.length);
  });
});
