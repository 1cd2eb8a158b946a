/**
 * The half of the server that airs: keys, devices and pairing, publishing, the sockets, proof of play. Built by plain calls
 * from one set of ports, so the server, the benches and the tests run exactly the same parts.
 */
import type { Server as HttpServer, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { ScreenId } from '../playlists/model/ids.ts';
import { type Refusal, refusal } from '../playlists/model/refusal.ts';
import type { Schedule } from '../playlists/model/schedule.ts';
import type { Alarm } from './alarm.ts';
import type { RecordAct } from './audit/chain.ts';
import type { Database } from './database/open.ts';
import { isApprovalRequired } from './database/settings.ts';
import { createFleet, type FleetPorts } from './fleet/fleet.ts';
import { openTokens } from './fleet/token.ts';
import type { Caller, Served } from './http/handlers.ts';
import { titlesUnapproved } from './library/approvals.ts';
import { createProof, type ProofPorts } from './proof/proof.ts';
import { createArchive } from './publishing/archive.ts';
import { createHorizon } from './publishing/horizon.ts';
import { assetsUsed } from './publishing/intent.ts';
import { createPublishingPlan } from './publishing/plan.ts';
import { createPressRoom } from './publishing/press-room.ts';
import { createPublishing } from './publishing/publish.ts';
import { openSigner } from './publishing/signer.ts';
import { createTimeMachine } from './publishing/time-machine.ts';
import { createDraftBooks } from './schedules/draft-books.ts';
import type { Gathering } from './schedules/gather.ts';
import { createRestore } from './schedules/restore.ts';
import { createDevices } from './screens/devices.ts';
import { createPairing } from './screens/pairing.ts';
import { findScreen } from './screens/screen-rows.ts';

export interface OnAirPorts {
  database: Database;
  /** Where `signing-key.pem` and `token-key` live. */
  dataFolder: string;
  now: () => number;
  record: RecordAct;
  log: FleetPorts['log'];
  alarm: Pick<Alarm, 'nightly' | 'at' | 'cancel'>;
  /** Zone in which the nightly roll happens. */
  zone: string;
  gatherSchedule: (of?: Gathering) => Schedule | Promise<Schedule>;
  /** The person behind the cookies of a socket's handshake; must not lengthen the session. */
  whoIs: FleetPorts['whoIs'];
  /** Whether a browser's request comes from our own pages. */
  comesFromUs: (headers: IncomingHttpHeaders) => boolean;
  /** The address behind our own proxies. */
  addressOf: FleetPorts['addressOf'];
  /** Address of the console, without a slash at the end. */
  publicUrl: () => string;
  sendFile: ProofPorts['sendFile'];
  /** For tests and benches. */
  answerTimeoutMs?: number;
  answered?: FleetPorts['answered'];
}

/** Opens the keys (made at first run) and builds everything. Nothing listens before `attach`, nothing ticks before `start`. */
export const openOnAir = async (ports: OnAirPorts) => {
  const { database, now, record, log } = ports;
  const signer = await openSigner(ports.dataFolder);
  const hasDevices = database.now.first(database.query.selectFrom('device').select('id').limit(1)) !== undefined;
  const tokens = await openTokens(ports.dataFolder, now, () => {
    if (hasDevices)
      log.error(
        {
          file: 'token-key',
          vi: 'Không thấy tệp token-key nên máy chủ đã tạo tệp mới. Màn hình tự nhận mã mới khi nối lại, không phải ghép nối lại. Thư mục dữ liệu có thể được khôi phục thiếu: hãy đối chiếu với bản sao lưu.',
          en: 'token-key was gone, so a new one was made. Screens get new tokens when they connect and need not be paired again. The data folder may have been restored in part: compare it with the backup.',
        },
        'secret.made-anew',
      );
  });
  const archive = createArchive({ database });
  const room = createPressRoom();
  const devices = createDevices({
    database,
    now,
    record,
    findScreen: async (screenId) => findScreen(database, screenId),
    changed: (change) => fleet.deviceChanged(change),
  });
  const pairing = createPairing({ devices, now, findScreen: async (screenId) => findScreen(database, screenId) });
  const fleet = createFleet({
    database,
    commandFolder: join(ports.dataFolder, 'commands'),
    record,
    devices,
    pairing,
    tokens,
    signingKey: signer.publicKey,
    archive,
    whoIs: ports.whoIs,
    comesFromUs: (request: IncomingMessage) => ports.comesFromUs(request.headers),
    addressOf: ports.addressOf,
    pairingUrl: (code) => `${ports.publicUrl()}/pair?code=${code}`,
    now,
    log,
    answerTimeoutMs: ports.answerTimeoutMs,
    answered: ports.answered,
  });
  await fleet.open();
  const gatherSchedule = async (of?: Gathering): Promise<Schedule> => ports.gatherSchedule(of);
  const drafts = createDraftBooks(database);
  const publishing = createPublishing({
    archive,
    room,
    signer,
    gatherSchedule,
    drafts,
    transact: database.transact,
    restore: createRestore(database, now),
    approvalsLost: (schedule) => {
      if (!isApprovalRequired(database)) return [];
      const used = assetsUsed(schedule);
      // Where the ward came to want approvals while the press ran, what had none counts as well.
      const airing = schedule.assets.filter(
        ({ id, approval }) => used.has(id) && (approval !== null || !schedule.approvalRequired),
      );
      return titlesUnapproved(
        database,
        airing.map(({ id }) => id),
      );
    },
    changed: (...what) => fleet.feed.changed(...what),
    record,
    now,
    log,
    sendBodies: fleet.sendBodies,
    deliver: fleet.deliver,
    versionsAhead: fleet.roster.versionsAhead,
  });
  const plan = createPublishingPlan({
    database,
    publishing,
    archive,
    gatherSchedule,
    drafts,
    record,
    alarm: ports.alarm,
    now,
    log,
    changed: () => fleet.feed.changed('publications'),
  });
  const timeMachine = createTimeMachine({ archive, room, gatherSchedule, drafts });
  const horizon = createHorizon({
    archive,
    publishing,
    gatherSchedule,
    versionsAhead: fleet.roster.versionsAhead,
    alarm: ports.alarm,
    zone: ports.zone,
    now,
    log,
  });
  const proof = createProof({ database, archive, now, sendFile: ports.sendFile, feed: fleet.feed });

  const served: Served = {
    handlers: {
      ...devices.handlers,
      ...pairing.handlers,
      ...publishing.handlers,
      ...plan.handlers,
      ...timeMachine.handlers,
      ...proof.handlers,
      ...fleet.handlers,
    },
    streams: { ...proof.streams, ...fleet.streams },
  };

  return {
    ...served,
    signer,
    archive,
    publishing,
    fleet,
    horizon,
    /** The device behind `Authorization: Bearer …`, as it stands at this moment. */
    identifyDevice: (token: string, address: string): Caller | Refusal => {
      const deviceId = tokens.read(token);
      if (!deviceId) return refusal('device-unknown', 'the token is wrong or has expired');
      const standing = devices.standingOf(deviceId);
      switch (standing.kind) {
        case 'paired':
          return { kind: 'device', address, deviceId, screenId: standing.screenId };
        case 'revoked':
          return refusal('device-revoked', `${deviceId} was revoked`);
        case 'unknown':
          return refusal('device-unknown', `${deviceId} was never paired`);
      }
    },
    liveOf: fleet.roster.live,
    revokeOf: devices.revokeOf,
    screenDeleted: (screenId: ScreenId): void => fleet.screenDeleted(screenId),
    attach: (server: HttpServer): void => fleet.attach(server),
    /** Arms the nightly roll and the publication at a set time. */
    start: (): void => {
      horizon.start();
      plan.start();
    },
    /** Ends sockets and timers, commits what is in memory. Before the database closes. */
    stop: async (): Promise<void> => {
      horizon.stop();
      plan.stop();
      await fleet.stop();
      proof.stop();
      await room.stop();
    },
  };
};
export type OnAir = Awaited<ReturnType<typeof openOnAir>>;
