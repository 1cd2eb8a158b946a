/** Who may approve content, what voids an approval, and what the ward's setting makes of it. */
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';

type Person = Awaited<ReturnType<TestServer['addPerson']>>;
type Answer = Awaited<ReturnType<TestServer['admin']['call']>>;
const DIGEST = 'a'.repeat(64);
const SEEN = { digest: DIGEST, fit: 'contain' };
let server: TestServer;
let staff: Person;
let approver: Person;

beforeEach(async () => {
  server = await startTestServer();
  staff = await server.addPerson('staff');
  approver = await server.addPerson('approver');
});
afterEach(() => server.stop());

const code = (answer: Answer): string | undefined => answer.body?.refusal?.code;
const sql = <Value>(work: (raw: BetterSqlite3.Database) => Value): Value => {
  const raw = new BetterSqlite3(server.config.databaseFile);
  try {
    return work(raw);
  } finally {
    raw.close();
  }
};
const addAsset = (uploadedBy: string, parts: { state?: string; id?: string } = {}): string =>
  sql((raw) => {
    const id = parts.id ?? 'ast_a';
    raw
      .prepare(
        `insert into asset (id, title, title_folded, kind, bytes, digest, fit, state, thumbnail, uploaded_by, created_at)
         values (?, 'Ảnh', 'anh', 'image', 1, ?, 'contain', ?, ?, ?, 1)`,
      )
      .run(id, DIGEST, parts.state ?? 'ready', DIGEST, uploadedBy);
    return `/assets/${id}`;
  });
const acts = (): string[] =>
  sql((raw) =>
    raw
      .prepare("select act || ' ' || actor from audit where act like 'asset.%' or act like 'ward.%' order by seq")
      .pluck()
      .all(),
  ) as string[];
const approve = (asset: string, by: Pick<Person, 'call'> = approver, seen: object = SEEN) =>
  by.call('POST', `${asset}/approval`, seen);

describe('approvals', () => {
  it('are given by an approver, named with the moment, and stand in the audit chain', async () => {
    const asset = addAsset(staff.id);
    expect((await staff.call('GET', asset)).body.approval).toBeNull();
    const given = await approve(asset);
    expect(given.body.approval).toEqual({ by: approver.id, name: expect.any(String), at: expect.any(Number) });
    expect((await staff.call('GET', asset)).body).toEqual(given.body);
    // A second one changes nothing.
    const other = await server.addPerson('approver');
    expect((await approve(asset, other)).body.approval.by).toBe(approver.id);
    expect(acts()).toEqual([`asset.approved ${approver.id}`]);
  });

  it('are not given by staff or administrators, and not taken back by them', async () => {
    const asset = addAsset(approver.id);
    for (const person of [staff, server.admin]) {
      expect(code(await approve(asset, person))).toBe('not-allowed');
      expect(code(await person.call('DELETE', `${asset}/approval`))).toBe('not-allowed');
    }
    expect(acts()).toEqual([]);
  });

  it('are never given by the person who uploaded it, in two voices', async () => {
    const asset = addAsset(approver.id);
    const answer = await approve(asset);
    expect(answer.status).toBe(403);
    expect(answer.body.refusal).toMatchObject({
      code: 'approval-own-upload',
      staff: { vi: 'Bạn đã tải nội dung này lên nên không thể tự duyệt. Hãy nhờ người duyệt khác.' },
    });
    const other = await server.addPerson('approver');
    expect((await approve(asset, other)).body.approval.by).toBe(other.id);
  });

  it('are of what was looked at: not of what is being prepared, or was changed meanwhile', async () => {
    const asset = addAsset(staff.id, { state: 'checking' });
    expect(code(await approve(asset))).toBe('approval-not-ready');
    sql((raw) => raw.exec("update asset set state = 'ready'"));
    expect(code(await approve(asset, approver, { ...SEEN, digest: 'b'.repeat(64) }))).toBe('changed-meanwhile');
    expect(code(await approve(asset, approver, { ...SEEN, fit: 'cover' }))).toBe('changed-meanwhile');
    expect(code(await approve(asset, approver, {}))).toBe('request-malformed');
    expect(code(await approve('/assets/ast_nobody'))).toBe('not-found');
    expect(acts()).toEqual([]);
  });

  it('are voided by another fit, also when it is changed back, and by other bytes; not by another title', async () => {
    const asset = addAsset(staff.id);
    const approvalNow = async () => (await staff.call('GET', asset)).body.approval;
    await approve(asset);
    await staff.call('PATCH', asset, { title: 'Ảnh khác', fit: 'contain', usableUntil: '2026-12-31' });
    expect(await approvalNow()).not.toBeNull();
    expect((await staff.call('PATCH', asset, { fit: 'cover' })).body.approval).toBeNull();
    await staff.call('PATCH', asset, { fit: 'contain' });
    expect(await approvalNow()).toBeNull();
    expect(acts()).toContain(`asset.approval-voided ${staff.id}`);
    expect(acts().filter((act) => act.startsWith('asset.approval-voided'))).toHaveLength(1);
    await approve(asset);
    sql((raw) => raw.prepare('update asset set digest = ?').run('c'.repeat(64)));
    expect(await approvalNow()).toBeNull();
  });

  it('are taken back by any approver, once', async () => {
    const asset = addAsset(staff.id);
    await approve(asset);
    const other = await server.addPerson('approver');
    expect((await other.call('DELETE', `${asset}/approval`)).body.approval).toBeNull();
    expect((await other.call('DELETE', `${asset}/approval`)).status).toBe(200);
    expect(acts()).toEqual([`asset.approved ${approver.id}`, `asset.approval-withdrawn ${other.id}`]);
  });

  it('PL7 days of content are kept, may be opened again, and end after they begin', async () => {
    const asset = addAsset(staff.id);
    const days = { usableFrom: '2026-03-01', usableUntil: '2026-03-31' };
    expect((await staff.call('PATCH', asset, days)).body).toMatchObject(days);
    const wrong = await staff.call('PATCH', asset, { usableFrom: '2026-04-01' });
    expect(wrong.body.refusal.fields).toEqual({ usableUntil: 'order' });
    expect((await staff.call('PATCH', asset, { title: 'Khác' })).body).toMatchObject(days);
    expect((await staff.call('PATCH', asset, { usableUntil: null })).body).toMatchObject({
      ...days,
      usableUntil: null,
    });
  });
});

describe('FD16 the ward may want approvals', () => {
  const settings = (by: Pick<Person, 'call'> = server.admin) => by.call('GET', '/ward-settings');
  const findings = async () =>
    (await server.admin.call('GET', '/publications/preview')).body.findings
      .filter((finding: { code: string }) => finding.code === 'content-unapproved')
      .map(({ assetId, blocks }: { assetId?: string; blocks: boolean }) => [assetId, blocks]);
  const airIt = async (): Promise<void> => {
    const site = await server.admin.call('POST', '/sites', { name: 'Trụ sở', kind: 'office' });
    const entries = [{ assetId: 'ast_a', durationMs: null }];
    const playlist = await server.admin.call('POST', '/playlists', { name: 'Sáng', entries });
    await server.admin.call('POST', '/screens', {
      name: 'Cổng',
      siteId: site.body.id,
      canvas: { width: 768, height: 384 },
      zone: 'Asia/Ho_Chi_Minh',
      defaultPlaylistId: playlist.body.id,
    });
  };

  it('FD16 off by default; switched by an administrator alone, with a line in the audit chain', async () => {
    expect((await settings(staff)).body).toEqual({ approvalRequired: false, binDays: 30 });
    for (const person of [staff, approver])
      expect(code(await person.call('PATCH', '/ward-settings', { approvalRequired: true }))).toBe('not-allowed');
    const on = await server.admin.call('PATCH', '/ward-settings', { approvalRequired: true });
    expect(on.body).toMatchObject({ approvalRequired: true });
    await server.admin.call('PATCH', '/ward-settings', {});
    expect((await settings()).body).toMatchObject({ approvalRequired: true });
    expect(acts()).toEqual([expect.stringMatching(/^ward\.changed /)]);
  });

  it('FD16 mentions what nobody approved, or lets nobody publish it', async () => {
    const asset = addAsset(staff.id);
    await approve(asset);
    await airIt();
    await server.admin.call('PATCH', '/ward-settings', { approvalRequired: true });
    expect(await findings()).toEqual([]);
    expect((await staff.call('POST', '/publications', { note: '' })).status).toBeLessThan(300);
    await approver.call('DELETE', `${asset}/approval`);
    expect(await findings()).toEqual([['ast_a', true]]);
    expect(code(await staff.call('POST', '/publications', { note: '' }))).toBe('publish-blocked');
    await server.admin.call('PATCH', '/ward-settings', { approvalRequired: false });
    expect(await findings()).toEqual([['ast_a', false]]);
    expect((await staff.call('POST', '/publications', { note: '' })).status).toBeLessThan(300);
  });
});
