/** Slides as content: written, written anew, approved as they are, in the ward's colours; never lost, never prepared. */
import { afterEach, expect, it } from 'vitest';
import { HOUSE_PALETTE } from '../../../playlists/model/slide.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
afterEach(() => server?.stop());
const start = async (): Promise<TestServer> => {
  server = await startTestServer();
  return server;
};
const A_TITLE = { template: 'title', title: 'Chuyển đổi số', subtitle: '' };
const write = async (content: object = A_TITLE, title = 'Trang chữ') =>
  (await server.admin.call('POST', '/slides', { title, content })).body;

it('a slide is content of the library at once: ready, found by its words, with what it shows', async () => {
  await start();
  const made = await server.admin.call('POST', '/slides', { title: 'Lễ hội', content: A_TITLE });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    kind: 'slide',
    state: { kind: 'ready' },
    renditions: [],
    slide: { content: { ...A_TITLE, look: 'brand' }, palette: HOUSE_PALETTE, digest: made.body.digest },
  });
  const listed = await server.admin.call('GET', '/assets?kind=slide&search=le%20hoi');
  expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual([made.body.id]);
});

it('what is written anew is a new version on what was seen; the earlier ones stay', async () => {
  await start();
  const { id, digest } = await write();
  const change = (basedOn: number, title: string) =>
    server.admin.call('PUT', `/slides/${id}`, { basedOn, title: 'Trang chữ', content: { ...A_TITLE, title } });
  const second = await change(1, 'Bình dân học vụ số');
  expect(second.body.digest).not.toBe(digest);
  expect((await change(1, 'Ai đó khác')).body.refusal).toMatchObject({ code: 'changed-meanwhile' });
  const versions = (await server.admin.call('GET', `/slides/${id}/versions`)).body;
  expect(
    versions.map((one: { version: number; content: { title: string } }) => [one.version, one.content.title]),
  ).toEqual([
    [2, 'Bình dân học vụ số'],
    [1, 'Chuyển đổi số'],
  ]);
  // The same words again are the same picture.
  expect((await change(2, 'Chuyển đổi số')).body.digest).toBe(digest);
});

it('letters that players do not have, and markup, are refused or shown as they are', async () => {
  await start();
  const refused = await server.admin.call('POST', '/slides', {
    title: 'a',
    content: { ...A_TITLE, title: 'Tin 漢字' },
  });
  expect(refused.body.refusal).toMatchObject({
    code: 'request-malformed',
    fields: { 'content.title': 'letters-unknown' },
  });
  const markup = await write({ ...A_TITLE, title: '<b>Đậm</b>' });
  expect(markup.slide.content.title).toBe('<b>Đậm</b>');
});

it('an approval is of the words that were read: other words void it', async () => {
  await start();
  const approver = await server.addPerson('approver');
  const { id, digest } = await write();
  const approved = await approver.call('POST', `/assets/${id}/approval`, { digest, fit: 'contain' });
  expect(approved.body.approval).not.toBeNull();
  await server.admin.call('PUT', `/slides/${id}`, { basedOn: 1, title: 'x', content: { ...A_TITLE, title: 'Khác' } });
  expect((await server.admin.call('GET', `/assets/${id}`)).body.approval).toBeNull();
});

it('the ward chooses its colours: what cannot be read is refused, what can repaints every slide', async () => {
  await start();
  const approver = await server.addPerson('approver');
  const { id, digest } = await write();
  await approver.call('POST', `/assets/${id}/approval`, { digest, fit: 'contain' });
  const set = (palette: object) => server.admin.call('PATCH', '/ward-settings', { palette });
  expect((await set({ ground: '#222222', ink: '#444444', accent: '#ffffff' })).body.refusal).toMatchObject({
    code: 'palette-unreadable',
  });
  const palette = { ground: '#3a0a0a', ink: '#ffffff', accent: '#ffd24a' };
  expect((await set(palette)).body).toMatchObject({ palette });
  const repainted = (await server.admin.call('GET', `/assets/${id}`)).body;
  expect(repainted).toMatchObject({ slide: { palette }, approval: null });
  expect((await server.admin.call('GET', `/slides/${id}/versions`)).body).toHaveLength(2);
});

it('a picture of an event must be there, and is not deleted while a slide shows it', async () => {
  await start();
  const content = { template: 'event', title: 'Ngày hội', when: '', where: '', picture: 'ast_nowhere0' };
  expect((await server.admin.call('POST', '/slides', { title: 'x', content })).body.refusal).toMatchObject({
    code: 'slide-picture-unknown',
  });
  const slide = await write();
  const own = { ...content, picture: slide.id };
  expect((await server.admin.call('POST', '/slides', { title: 'x', content: own })).status).toBe(422);
});

it('a slide is played like any content, is in use then, and a slide that is gone is not found', async () => {
  await start();
  const { id } = await write();
  const entries = [{ kind: 'asset', assetId: id, durationMs: 12_000 }];
  const playlist = await server.admin.call('POST', '/playlists', { name: 'Tin', entries });
  expect(playlist.status).toBe(201);
  expect((await server.admin.call('DELETE', `/assets/${id}`)).body.refusal).toMatchObject({ code: 'asset-in-use' });
  await server.admin.call('DELETE', `/playlists/${playlist.body.id}`);
  expect((await server.admin.call('DELETE', `/assets/${id}`)).status).toBe(204);
  expect((await server.admin.call('GET', `/slides/${id}/versions`)).status).toBe(404);
});

it('slides come through a restart, and nothing prepares them', async () => {
  await start();
  const { id } = await write();
  server = await server.restart();
  expect((await server.admin.call('GET', `/assets/${id}`)).body.state).toEqual({ kind: 'ready' });
});
