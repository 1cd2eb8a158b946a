/** Folders, tags, filters, bulk edits: the library in order. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAssets } from '../../../server/library/find-assets.ts';
import { readTagsCarried } from '../../../server/library/tag-rows.ts';
import { type LibraryServer, startLibraryServer } from '../../support/library-server.ts';
import { scratchFolder } from '../../support/media-samples.ts';
import { type ShelfParts, shelve } from '../../support/shelf.ts';

let server: LibraryServer;
let drop: () => Promise<void>;
beforeEach(async () => {
  const scratch = await scratchFolder();
  drop = scratch.drop;
  server = await startLibraryServer({ folder: scratch.path });
});
afterEach(async () => {
  await server.stop();
  await drop();
});

const put = (...all: ShelfParts[]): void => {
  for (const parts of all) shelve(server.database, parts);
};
const call = (method: string, path: string, body?: unknown) => server.call(method, `/api${path}`, body);
const code = ({ body }: { body: { refusal?: { code: string } } }) => body.refusal?.code;
const found = async (query: string): Promise<string> =>
  (await call('GET', `/assets?${query}`)).body.items.map(({ id }: { id: string }) => id.slice(4)).join(' ');
const tag = async (name: string): Promise<string> => (await call('POST', '/tags', { name })).body.id;
const folder = async (name: string, parentId: string | null = null): Promise<string> =>
  (await call('POST', '/folders', { name, parentId })).body.id;
const acts = (): string[] =>
  server.database.raw.prepare(`select act from audit order by seq`).pluck().all() as string[];

describe('finding', () => {
  it('words are found without accents in title, source and tags, in any order, a part of a word too', async () => {
    put(
      { id: 'ast_a', title: 'Tuyên truyền Nghị quyết 57', source: 'Cổng thông tin điện tử', createdAt: 3 },
      { id: 'ast_b', title: 'Đô thị thông minh', createdAt: 2 },
      { id: 'ast_c', title: 'Hội chợ', createdAt: 1 },
    );
    const id = await tag('Chuyển đổi số');
    await call('PATCH', '/assets/ast_c', { tags: [id] });
    expect(await found(`search=${encodeURIComponent('nghi quyet')}`)).toBe('a');
    expect(await found(`search=${encodeURIComponent('quyet NGHI dien')}`)).toBe('a');
    expect(await found(`search=${encodeURIComponent('đô')}`)).toBe('b c');
    expect(await found(`search=${encodeURIComponent('do')}`)).toBe('b c');
    expect(await found(`search=${encodeURIComponent('chuyen doi')}`)).toBe('c');
    expect(await found(`search=${encodeURIComponent('thong')}`)).toBe('a b');
    expect(await found(`search=${encodeURIComponent('khong co')}`)).toBe('');
  });

  it('filters hold together, and topics and folders take in what is below them', async () => {
    const [top, other] = [await folder('Năm 2026'), await folder('Khác')];
    const inner = await folder('Tết', top);
    put(
      { id: 'ast_a', topic: '1.2.a', folderId: inner, audiences: ['nguoi-dan'], createdAt: 4 },
      { id: 'ast_b', topic: '1.2', kind: 'video', folderId: top, usableUntil: '2026-05-31', createdAt: 3 },
      { id: 'ast_c', topic: '1.20', folderId: other, audiences: ['nguoi-dan', 'startup'], createdAt: 2 },
      { id: 'ast_d', usableUntil: '2026-06-01', createdAt: 1 },
    );
    const [x, y] = [await tag('X'), await tag('Y')];
    await call('PATCH', '/assets/ast_a', { tags: [x, y] });
    await call('PATCH', '/assets/ast_b', { tags: [x] });
    expect(await found('topic=1.2')).toBe('a b');
    expect(await found(`folder=${top}`)).toBe('a b');
    expect(await found(`folder=${inner}`)).toBe('a');
    expect(await found('folder=none')).toBe('d');
    expect(await found('audience=startup')).toBe('c');
    expect(await found(`tags=${x},${y}`)).toBe('a b');
    expect(await found(`tags=${x},${y}&match=all`)).toBe('a');
    expect(await found(`tags=${x}&kind=video&topic=1.2`)).toBe('b');
    expect(await found('expiresFrom=2026-06-01')).toBe('d');
    expect(await found('expiresUntil=2026-05-31')).toBe('b');
    expect(await found('state=ready')).toBe('a b c d');
    expect(await found('state=troubled')).toBe('');
    expect((await call('GET', '/assets?tags=nonsense')).status).toBe(400);
    expect((await call('GET', '/assets?topic=1.2')).body).toMatchObject({ total: 2, next: null });
  });

  it.each(['created', 'title', 'bytes', 'duration', 'expiry'].flatMap((sort) => ['asc', 'desc'].map((o) => [sort, o])))(
    'pages by %s, %s: each once, in one order, though somebody adds and deletes between the pages',
    async (sort, order) => {
      for (let i = 0; i < 23; i += 1)
        put({
          id: `ast_n${String(i).padStart(2, '0')}`,
          title: `Bài ${i % 5}`,
          bytes: 100 * (i % 4),
          durationMs: i % 3 === 0 ? null : 1_000 * (i % 7),
          usableUntil: i % 2 === 0 ? null : `2026-0${1 + (i % 6)}-01`,
          createdAt: 1_000 + (i % 9),
        });
      const page = async (cursor: string | null) =>
        (await call('GET', `/assets?limit=5&sort=${sort}&order=${order}${cursor ? `&cursor=${cursor}` : ''}`)).body;
      const seen: string[] = [];
      let { items, next, total } = await page(null);
      expect(total).toBe(23);
      for (;;) {
        seen.push(...items.map(({ id }: { id: string }) => id));
        if (next === null) break;
        // A newcomer that belongs on a page already seen, and the last of that page gone.
        put({ id: `ast_late${seen.length}`, title: order === 'asc' ? 'A' : 'Z', bytes: order === 'asc' ? 0 : 9_999 });
        ({ items, next } = await page(next));
      }
      const old = seen.filter((id) => id.startsWith('ast_n'));
      expect(new Set(old).size).toBe(23);
      expect(old).toHaveLength(23);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );
});

describe('the walk', () => {
  it.each([
    [{ search: 'nghi quyet' }, 'asset_newest'],
    [{ topic: '1.2', folder: 'none', kind: 'video' }, 'asset_newest'],
    [{ sort: 'title' }, 'asset_by_title'],
    [{ sort: 'bytes' }, 'asset_by_bytes'],
    [{ sort: 'duration' }, 'asset_by_duration'],
    [{ sort: 'expiry' }, 'asset_by_expiry'],
  ])('%j needs one index and no row, and sorts nothing', (asked, index) => {
    const { database } = server;
    const plans: string[] = [];
    const all: typeof database.now.all = (query) => {
      const { sql, parameters } = query.compile();
      const steps = database.raw.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
      plans.push(steps.map(({ detail }) => detail).join('; '));
      return database.now.all(query);
    };
    const question = { in: 'library', match: 'any', sort: 'created', order: 'desc', limit: 50, ...asked } as const;
    findAssets({ ...database, now: { ...database.now, all } }, question as Parameters<typeof findAssets>[1]);
    const walk = plans.find((plan) => plan.includes('SCAN asset')) ?? '';
    expect(walk).toContain(`COVERING INDEX ${index}`);
    expect(walk).not.toContain('TEMP B-TREE');
  });
});

describe('folders', () => {
  it('names differ within a folder by more than accents; moving into oneself or too deep is refused', async () => {
    const top = await folder('Tuyên truyền');
    expect(code(await call('POST', '/folders', { name: 'TUYEN TRUYEN' }))).toBe('name-taken');
    const inner = await folder('Tuyên truyền', top);
    expect(code(await call('PATCH', `/folders/${top}`, { parentId: inner }))).toBe('folder-in-circle');
    expect(code(await call('PATCH', `/folders/${inner}`, { parentId: null }))).toBe('name-taken');
    expect((await call('PATCH', `/folders/${inner}`, { name: 'Tết', parentId: null })).body).toMatchObject({
      name: 'Tết',
      parentId: null,
    });
    let deep: string | null = null;
    for (let i = 0; i < 8; i += 1) deep = await folder(`Cấp ${i}`, deep);
    expect(code(await call('POST', '/folders', { name: 'Cấp 9', parentId: deep }))).toBe('folder-too-deep');
    expect(code(await call('PATCH', `/folders/${top}`, { parentId: deep }))).toBe('folder-too-deep');
    expect(code(await call('POST', '/folders', { name: 'X', parentId: 'fld_gone' }))).toBe('asset-order-gone');
    expect(acts().filter((act) => act === 'folder.changed')).toHaveLength(1);
  });

  it('an empty one is deleted; one with contents only when they may go into the bin, from where they come to the top', async () => {
    const top = await folder('Năm 2025');
    const inner = await folder('Hè', top);
    put({ id: 'ast_a', folderId: inner }, { id: 'ast_b', folderId: top });
    expect((await call('GET', '/folders')).body).toMatchObject([
      { name: 'Hè', count: 1 },
      { name: 'Năm 2025', count: 2 },
    ]);
    expect(code(await call('DELETE', `/folders/${top}`))).toBe('folder-not-empty');
    server.database.raw.exec(`insert into playlist (id, name, version, updated_at) values ('pls_a', 'Sáng', 1, 0);
      insert into playlist_entry (id, playlist_id, position, kind, asset_id, weight) values ('ent_a', 'pls_a', 0, 'asset', 'ast_a', 1)`);
    const inUse = await call('DELETE', `/folders/${top}?contents=bin`);
    expect([inUse.status, code(inUse)]).toEqual([409, 'assets-in-use']);
    expect(await found('')).toBe('b a');
    server.database.raw.exec(`delete from playlist_entry`);
    expect((await call('DELETE', `/folders/${top}?contents=bin`)).status).toBe(204);
    expect((await call('GET', '/folders')).body).toEqual([]);
    expect(await found('')).toBe('');
    expect(await found('in=bin')).toBe('b a');
    expect((await call('POST', '/bin/restored', { assetIds: ['ast_a'] })).body).toEqual({ restored: ['ast_a'] });
    expect((await call('GET', '/assets/ast_a')).body).toMatchObject({ folderId: null, binned: null });
  });
});

describe('tags', () => {
  it('the tag of the campaign is there, keeps its id through a new name, and never goes', async () => {
    expect((await call('GET', '/tags')).body).toEqual([
      { id: 'tag_bdhvs', name: 'Bình dân học vụ số', fixed: true, count: 0 },
    ]);
    expect(code(await call('POST', '/tags', { name: 'binh dan HOC VU so' }))).toBe('name-taken');
    expect((await call('PATCH', '/tags/tag_bdhvs', { name: 'BDHVS' })).body).toMatchObject({ name: 'BDHVS' });
    expect(code(await call('DELETE', '/tags/tag_bdhvs'))).toBe('tag-fixed');
    const other = await tag('Khác');
    expect(code(await call('POST', '/tags/tag_bdhvs/merge', { into: other }))).toBe('tag-fixed');
  });

  it('merging moves content and playlists over, and frees the name', async () => {
    put({ id: 'ast_a' }, { id: 'ast_b' }, { id: 'ast_c' });
    const [old, heir] = [await tag('Lễ hội'), await tag('Lễ')];
    await call('PATCH', '/assets/ast_a', { tags: [old, heir] });
    await call('PATCH', '/assets/ast_b', { tags: [old] });
    server.database.raw.exec(`insert into playlist (id, name, version, updated_at) values ('pls_a', 'Sáng', 1, 0);
      insert into playlist_entry (id, playlist_id, position, kind, tags, tag_match, weight)
        values ('ent_a', 'pls_a', 0, 'tags', '["${old}","${heir}"]', 'all', 1)`);
    expect((await call('GET', `/tags/${old}/usage`)).body).toMatchObject({ kind: 'used', places: [{ name: 'Sáng' }] });
    expect(code(await call('DELETE', `/tags/${old}`))).toBe('tag-in-use');
    expect((await call('POST', `/tags/${old}/merge`, { into: heir })).body).toMatchObject({ id: heir, count: 2 });
    const entry = server.database.raw.prepare('select tags from playlist_entry').pluck().get();
    expect([entry, server.database.raw.prepare('select version from playlist').pluck().get()]).toEqual([
      `["${heir}"]`,
      2,
    ]);
    expect((await call('GET', '/tags')).body.map(({ name }: { name: string }) => name)).toEqual([
      'Bình dân học vụ số',
      'Lễ',
    ]);
    expect((await call('GET', '/assets/ast_a')).body.tags).toEqual([heir]);
    // What was published by the old tag still finds its content.
    expect(readTagsCarried(server.database).get('ast_b')).toEqual([heir, old].sort());
    expect(await tag('Lễ hội')).not.toBe(old);
    expect(acts()).toContain('tag.merged');
  });

  it('a tag that nothing plays is deleted and leaves the content', async () => {
    put({ id: 'ast_a' });
    const id = await tag('Tạm');
    await call('PATCH', '/assets/ast_a', { tags: [id] });
    expect((await call('DELETE', `/tags/${id}`)).status).toBe(204);
    expect((await call('GET', '/assets/ast_a')).body.tags).toEqual([]);
    expect(code(await call('PATCH', '/assets/ast_a', { tags: [id] }))).toBe('asset-order-gone');
  });
});

describe('bulk edits', () => {
  it('change what is said and nothing else, with a line for each that was changed', async () => {
    const [x, y] = [await tag('X'), await tag('Y')];
    const target = await folder('Tết');
    put({ id: 'ast_a', source: 'Báo' }, { id: 'ast_b', source: 'Đài' }, { id: 'ast_c', topic: '1.1' });
    await call('PATCH', '/assets/ast_a', { tags: [y] });
    const before = acts().length;
    const edit = { topic: '1.1', folderId: target, addTags: [x], removeTags: [y], rights: 'Được phát trong năm 2026' };
    const done = await call('POST', '/asset-edits', { assetIds: ['ast_a', 'ast_b'], change: edit });
    expect(done.body).toEqual({ changed: ['ast_a', 'ast_b'] });
    expect(acts().slice(before)).toEqual(['asset.changed', 'asset.changed']);
    for (const [id, source] of [
      ['ast_a', 'Báo'],
      ['ast_b', 'Đài'],
    ])
      expect((await call('GET', `/assets/${id}`)).body).toMatchObject({
        topic: '1.1',
        folderId: target,
        tags: [x],
        rights: 'Được phát trong năm 2026',
        source,
      });
    const again = await call('POST', '/asset-edits', { assetIds: ['ast_a', 'ast_c'], change: { topic: '1.1' } });
    expect(again.body).toEqual({ changed: [] });
    expect(acts()).toHaveLength(before + 2);
  });

  it('one that cannot be changed so, or is gone, stops all', async () => {
    put({ id: 'ast_a', usableUntil: '2026-05-01' }, { id: 'ast_b' });
    const change = { usableFrom: '2026-06-01' };
    expect((await call('POST', '/asset-edits', { assetIds: ['ast_b', 'ast_a'], change })).status).toBe(400);
    expect(code(await call('POST', '/asset-edits', { assetIds: ['ast_b', 'ast_gone'], change }))).toBe(
      'changed-meanwhile',
    );
    expect(code(await call('POST', '/asset-edits', { assetIds: ['ast_b'], change: { addTags: ['tag_gone'] } }))).toBe(
      'asset-order-gone',
    );
    expect((await call('GET', '/assets/ast_b')).body.usableFrom).toBeNull();
  });

  it('nobody but staff may', async () => {
    put({ id: 'ast_a' });
    for (const who of ['', 'device:scr_a']) {
      const tried = await server.call(
        'POST',
        '/api/asset-edits',
        { assetIds: ['ast_a'], change: { topic: '1.1' } },
        who,
      );
      expect([401, 403]).toContain(tried.status);
    }
  });
});
