/** B5: whatever is sent to any route, valid, bent or absurd, the answer is never a 5xx and a bad request says which field. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Contract } from '../../../playlists/wire/api/contract.ts';
import { CONTRACTS } from '../../../playlists/wire/api/index.ts';
import { type Callers, startWithCallers } from '../callers.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** Strings that match the patterns of our ids, times, dates …; the rest is drawn freely. */
const SAMPLES = [
  ...['sit', 'scr', 'grp', 'ast', 'pls', 'ent', 'slt', 'pub'].map((prefix) => `${prefix}_0k3v9x`),
  ...['08:00', '24:00', '2026-02-28', 'FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,FR', 'Asia/Ho_Chi_Minh', 'a@phuong.vn'],
  ...['ABCD2345', `dev_${'0'.repeat(32)}`, 'boot_00000001', 'f'.repeat(64), '1.2.a', 'Mat-khau-thu-2026', 'AAAA'],
];
const ABSURD = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, -1, 2 ** 53, 1e308, '', '\u0000', '../../etc/passwd', '\u202e', 'x'.repeat(5_000), [], {}),
);

/** Arbitrary of what a schema wants. `defs` are the definitions that its `$ref`s name; `hint` is the member's name. */
const wanted = (
  schema: Schema,
  ids: readonly string[],
  defs: Record<string, Schema> = (schema.$defs ?? {}) as Record<string, Schema>,
  hint = '',
): fc.Arbitrary<unknown> => {
  if (schema.$ref) return wanted(defs[schema.$ref.replace('#/$defs/', '')] ?? {}, ids, defs, hint);
  if (hint === 'zone') return fc.constantFrom('Asia/Ho_Chi_Minh', 'Europe/Paris');
  if (hint === 'width' || hint === 'height') return fc.constantFrom(16, 768, 1920, 17);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((one) => wanted(one as Schema, ids, defs, hint)));
  if (schema.allOf) return wanted(schema.allOf[0] as Schema, ids, defs, hint);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).map(
        ([name, member]) => [name, wanted(member as Schema, ids, defs, name)] as const,
      );
      return fc.record(Object.fromEntries(members), { requiredKeys: schema.required ?? [] });
    }
    case 'array':
      return fc.array(wanted((schema.items ?? {}) as Schema, ids, defs), {
        maxLength: 3,
        minLength: Math.min(schema.minItems ?? 0, 3),
      });
    case 'string': {
      const pattern = schema.pattern === undefined ? null : new RegExp(schema.pattern, 'u');
      const fits = (text: string) => pattern === null || pattern.test(text);
      // What really exists comes first, so drafts get past their references too.
      const existing = pattern === null ? [] : ids.filter(fits);
      const fitting = existing.length > 0 ? existing : SAMPLES.filter(fits);
      return fitting.length > 0
        ? fc.oneof(
            { weight: 29, arbitrary: fc.constantFrom(...fitting) },
            { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
          )
        : fc.string();
    }
    case 'integer': {
      // Safe integers have a minimum of their own; a smaller one is meant, a loudness below zero for example.
      const isMeant = (schema.minimum ?? 0) > Number.MIN_SAFE_INTEGER;
      const least = isMeant ? (schema.minimum ?? 0) : 0;
      return fc.integer({ min: least, max: Math.min(schema.maximum ?? least + 5_000, least + 5_000) });
    }
    case 'number':
      return fc.double({ min: 0, max: 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return ABSURD;
  }
};

/** Mostly what the schema wants, now and then with one member bent, dropped or absurd. */
const bent = (whole: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(whole, fc.nat(99), ABSURD).map(([value, dice, absurd]) => {
    if (dice < 55) return value;
    if (dice < 62 || typeof value !== 'object' || value === null) return absurd;
    const names = Object.keys(value);
    const name = names[dice % Math.max(1, names.length)] ?? '__proto__';
    const copy: Record<string, unknown> = { ...value };
    if (dice < 75) delete copy[name];
    else copy[name] = absurd;
    return copy;
  });

/** Players first and deletions last, so nothing is gone before it was tried. */
const rank = ({ access, method }: Contract): number => (access === 'device' ? 0 : method === 'DELETE' ? 2 : 1);
const ALL = (Object.entries(CONTRACTS) as [string, Contract][]).sort(([, a], [, b]) => rank(a) - rank(b));
/** Routes that wrote something at least once, so the test is known to reach past the parser. */
const written = new Set<string>();

let callers: Callers;
/** A playlist and a group to refer to. */
let made: string[] = [];
beforeAll(async () => {
  callers = await startWithCallers();
  const playlist = await callers.as.admin('POST', '/playlists', { name: 'có sẵn', entries: [] });
  const group = await callers.as.admin('POST', '/groups', { name: 'có sẵn', screenIds: [] });
  made = [playlist.body.id, group.body.id];
});
afterAll(() => callers.server.stop());

describe('B5 malformed input', () => {
  it.each(ALL)(
    '%s never answers 5xx',
    async (name, contract) => {
      const ids = [callers.siteId, callers.screenId, ...made];
      const schemaOf = (part: z.ZodType) => z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' }) as Schema;
      const takesBody = !contract.body.safeParse(undefined).success;
      const asked = fc.record({
        params: wanted(schemaOf(contract.params), ids),
        query: bent(wanted(schemaOf(contract.query), ids)),
        body: takesBody ? bent(wanted(schemaOf(contract.body), ids)) : fc.constant(undefined),
      });
      const caller = contract.access === 'device' ? callers.as.device : callers.as.admin;
      await fc.assert(
        fc.asyncProperty(asked, async ({ params, query, body }) => {
          const path = contract.path.replace(/\{(\w+)\}/g, (_mark, name: string) =>
            encodeURIComponent(String((params as Record<string, unknown>)[name] ?? '').toWellFormed() || '-'),
          );
          const words = new URLSearchParams(
            Object.entries(typeof query === 'object' && query !== null ? query : {}).map(
              ([name, value]): [string, string] => [
                name.toWellFormed(),
                String(typeof value === 'object' ? JSON.stringify(value) : value)
                  .toWellFormed()
                  .slice(0, 3_000),
              ],
            ),
          );
          const { status, body: answer } = await caller(
            contract.method,
            `${path}${words.size > 0 ? `?${words}` : ''}`,
            body === undefined ? undefined : JSON.stringify(body),
          );
          if (status >= 500)
            throw new Error(`${status} ${JSON.stringify(answer)} for ${JSON.stringify({ path, body })}`);
          if (status >= 200 && status < 300) written.add(name);
          if (status === 400) expect(answer.refusal).toMatchObject({ code: 'request-malformed' });
        }),
        { numRuns: 40 },
      );
    },
    60_000,
  );

  it('reaches past the parser', () => {
    const reached = [
      'createSite',
      'createScreen',
      'createGroup',
      'createPlaylist',
      'invitePerson',
      'handInPlays',
      'publish',
    ];
    expect(reached.filter((name) => !written.has(name))).toEqual([]);
  });

  it.each([
    ['broken JSON', '{"name":', 400],
    ['a bare word', '"x"', 400],
    ['a deep nest', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 400],
    ['two megabytes', JSON.stringify({ name: 'x'.repeat(2_000_000) }), 413],
    ['prototype keys', '{"__proto__":{"admin":true},"constructor":{"prototype":{}},"name":"g","screenIds":[]}', 201],
  ])('answers %s with its own refusal', async (_, body, status) => {
    const answer = await callers.as.admin('POST', '/groups', body);
    expect(answer.status).toBe(status);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('names the fields that are wrong', async () => {
    const answer = await callers.as.admin('POST', '/screens', {
      name: '',
      siteId: 'x',
      canvas: { width: 15, height: 384 },
    });
    expect(answer.body.refusal.code).toBe('request-malformed');
    expect(Object.keys(answer.body.refusal.fields).sort()).toEqual(['canvas.width', 'name', 'siteId', 'zone']);
    expect(answer.body.refusal.fields.name).toBe('required');
    expect(answer.body.refusal.staff.vi).toMatch(/kiểm tra/);
  });

  it('refuses a body that is not JSON, and a broken address', async () => {
    const form = await fetch(`${callers.server.url}/api/groups`, {
      method: 'POST',
      headers: { cookie: callers.server.admin.cookie(), origin: callers.server.url, 'content-type': 'text/plain' },
      body: '{"name":"x","screenIds":[]}',
    });
    expect(form.status).toBe(400);
    expect((await callers.as.admin('GET', '/screens/%ff')).status).toBe(400);
    expect((await callers.as.admin('GET', '/assets/%ff')).status).toBe(400);
  });
});
