/** One caller of every kind against a running server: nobody, staff, an approver, admin, a paired player, a revoked one. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import BetterSqlite3 from 'better-sqlite3';
import { DeviceId } from '../../playlists/model/ids.ts';
import { openTokens } from '../../server/fleet/token.ts';
import { openAgent, startTestServer, type TestServer } from '../support/server.ts';

const makeDevice = (): { id: DeviceId; publicKey: string } => {
  const raw = Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const id = DeviceId.parse(`dev_${createHash('sha256').update(raw).digest('hex').slice(0, 32)}`);
  return { id, publicKey: raw.toString('base64') };
};

export interface Callers {
  server: TestServer;
  /** Headers beyond those of the agent, and the agent, by kind of caller. */
  as: Record<
    'anyone' | 'staff' | 'approver' | 'admin' | 'device' | 'revoked',
    (method: string, path: string, body?: unknown) => ReturnType<TestServer['admin']['call']>
  >;
  siteId: string;
  screenId: string;
}

export const startWithCallers = async (): Promise<Callers> => {
  const first = await startTestServer();
  const site = await first.admin.call('POST', '/sites', { name: 'Trụ sở', kind: 'office' });
  const screen = await first.admin.call('POST', '/screens', {
    name: 'Cổng chính',
    siteId: site.body.id,
    canvas: { width: 768, height: 384 },
    zone: 'Asia/Ho_Chi_Minh',
  });
  const staff = await first.addPerson('staff');
  const approver = await first.addPerson('approver');
  const [paired, revoked] = [makeDevice(), makeDevice()];
  const raw = new BetterSqlite3(first.config.databaseFile);
  const insert = raw.prepare(
    'insert into device (id, public_key, screen_id, paired_at, paired_by, revoked_at) values (?, ?, ?, 1, ?, ?)',
  );
  insert.run(paired.id, paired.publicKey, screen.body.id, 'test', null);
  insert.run(revoked.id, revoked.publicKey, screen.body.id, 'test', 2);
  raw.close();
  const server = await first.restart();
  const tokens = await openTokens(server.dataFolder, Date.now);
  const bearer = (id: DeviceId) => ({ authorization: `Bearer ${tokens.issue(id).token}` });
  const nobody = openAgent(server.url);
  return {
    server,
    siteId: site.body.id,
    screenId: screen.body.id,
    as: {
      anyone: (method, path, body) => nobody.call(method, path, body),
      staff: (method, path, body) => staff.call(method, path, body),
      approver: (method, path, body) => approver.call(method, path, body),
      admin: (method, path, body) => server.admin.call(method, path, body),
      device: (method, path, body) => openAgent(server.url).call(method, path, body, bearer(paired.id)),
      revoked: (method, path, body) => openAgent(server.url).call(method, path, body, bearer(revoked.id)),
    },
  };
};
