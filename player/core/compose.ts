/**
 * Builds the player core by plain calls and starts and stops it. Whatever starts here also stops here, awaited. The order
 * matters once: what is on disk is opened and on the stage before the network is even tried.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { BootId } from '../../playlists/model/ids.ts';
import { assertNever } from '../../playlists/model/refusal.ts';
import { compareVersions, type Envelope } from '../../playlists/wire/manifest.ts';
import type { ClockQuality, Play } from '../../playlists/wire/play.ts';
import type { Heartbeat } from '../../playlists/wire/player-link.ts';
import type { CoreToPage, PageToCore, StageCue } from '../../playlists/wire/stage.ts';
import { startAlive } from './alive.ts';
import { createCache } from './cache.ts';
import { createServerClock, type RoundTrip, SAVE_FLOOR_EVERY_MS, SavedClock } from './clock.ts';
import { type Clocks, every, realClocks } from './clocks.ts';
import { openCommandBook } from './command-book.ts';
import type { PlayerConfig } from './config.ts';
import { openCover } from './cover.ts';
import { type CrashMemory, openCrashMemory, thisMachine } from './crash-memory.ts';
import { startDelivery } from './delivery.ts';
import { createDesk, type Leaving } from './desk.ts';
import { createDirector } from './director.ts';
import { makeFolder, type SayDamaged, sweepLeftovers } from './durable-file.ts';
import { networkAddresses, startFirstBoot } from './first-boot.ts';
import { startHandIn } from './hand-in.ts';
import { canOf, createHands, readMachineStart, type ShellHands } from './hands.ts';
import { openIdentity } from './identity.ts';
import { openJournal } from './journal.ts';
import { createKeptFile } from './kept-file.ts';
import { chooseLedDriver } from './led/choose-driver.ts';
import { openLight } from './led/light.ts';
import { createLink, type LinkState } from './link.ts';
import { tryServer } from './link-trial.ts';
import { openLocalPin } from './local-pin.ts';
import { type Log, wordsOf } from './log.ts';
import { createLogTail } from './log-tail.ts';
import { createManifestCheck } from './manifest-check.ts';
import { createProof } from './proof.ts';
import { startRelayWatch } from './relay-watch.ts';
import { openServerAddress } from './server-address.ts';
import { takeFolder } from './sole.ts';
import type { OpenStage, Stage } from './stage.ts';
import { startStageWatch } from './stage-watch.ts';
import { createVault, versionOf } from './vault.ts';
import { createDiskVaultStore } from './vault-store.ts';
import { startVitals } from './vitals.ts';

/** What a player did, for whoever watches it from outside (demo, tests). Never needed for its work. */
export type PlayerEvent =
  | { kind: 'link'; state: LinkState['kind']; code?: string }
  | { kind: 'manifest-active'; epoch: number; version: number; bodyDigest: string }
  | { kind: 'shown'; cue: StageCue; at: number; clock: ClockQuality }
  | { kind: 'play-written'; bootId: string; play: Play }
  | { kind: 'plays-stored'; bootId: string; storedUpTo: number };

export interface PlayerDoors {
  openStage: OpenStage;
  /** What commands may ask of the program around the core; absent = it cannot be restarted by command. */
  hands?: ShellHands;
  log: Log;
  /** Where the shell opened it already, because its engine had to know of safe mode first. Default: opened here. */
  crashes?: CrashMemory;
  /** Default: the clocks of this machine. */
  clocks?: Clocks;
  /** Default: the global fetch. */
  fetch?: typeof fetch;
  happened?: (event: PlayerEvent) => void;
  /** A technician at the box asked for it; whoever runs the player stops it then. Default: nothing. */
  leave?: (how: Leaving) => void;
}

export interface Player {
  /**
   * Resolves when the stage is open and the first sheet was sent; the server need not be there. Throws when the disk is
   * broken or another player has the folder; nothing runs then.
   */
  start(): Promise<void>;
  /** Ends plays in progress as partial, makes them durable, closes the stage. Never throws; safe to call twice. */
  stop(): Promise<void>;
}

/** Size of the stage until a manifest names the wall's own. */
const DEFAULT_CANVAS = { width: 1920, height: 1080 };
const RECHECK_CLOCK_MS = 5_000;
/** As many as a heartbeat takes. */
const FAULTS_AT_MOST = 5;

/** What was started, newest last; stopping goes backwards. */
interface Ending {
  name: string;
  stop: () => unknown;
}

const build = async (
  config: PlayerConfig,
  doors: Required<Omit<PlayerDoors, 'hands'>> & Pick<PlayerDoors, 'hands'>,
  endings: Ending[],
): Promise<void> => {
  const { clocks, happened } = doors;
  const tail = createLogTail(doors.log, clocks.wall);
  const { log } = tail;
  const ending = (name: string, stop: () => unknown): void => {
    endings.push({ name, stop });
  };
  const { crashes } = doors;
  const folder = config.dataFolder;
  if (config.aliveFile !== null) ending('alive', startAlive({ file: config.aliveFile, clocks, log }));
  await makeFolder(folder);
  ending('folder', await takeFolder(folder));
  await crashes.begin();
  ending('crash memory', crashes.end);
  const leftovers = await sweepLeftovers(folder);
  if (leftovers.length > 0) log('leftovers.swept', { files: leftovers.length });

  /** Said to the server as soon as there are vitals to say it. */
  const found: string[] = [];
  let sayFound = (): void => {};
  const damaged: SayDamaged = ({ file, why, aside }) => {
    log('file.damaged', { file, why, aside });
    found.push(`${file}: ${why}`);
    sayFound();
  };

  const store = createDiskVaultStore(folder, clocks.wall, damaged);
  const address = await openServerAddress({ folder, configured: config.serverUrl, wall: clocks.wall, damaged });
  if (config.forgetServer || address.forget) {
    await store.forgetTrust();
    for (const place of ['a', 'b', 'staged'] as const) await store.remove(place);
    await address.forgotten();
    log('server.forgotten');
  }
  const identity = await openIdentity({ folder, wall: clocks.wall, log, damaged });
  const pin = await openLocalPin({ folder, pinFile: config.pinFile, clocks, log, damaged });
  const { leave } = doors;
  const facts = { deviceId: identity.deviceId, version: config.appVersion };
  const { url: serverUrl } = address;
  if (serverUrl === null) {
    const canvas = config.window ?? DEFAULT_CANVAS;
    const { openStage, fetch } = doors;
    const crashed = (): void => crashes.crashed('page');
    await startFirstBoot({ openStage, clocks, log, fetch, canvas, address, pin, facts, crashed, leave, ending });
    return;
  }
  const bootId = BootId.parse(`boot_${randomBytes(8).toString('hex')}`);
  log('player.started', { deviceId: identity.deviceId, bootId, server: serverUrl, version: config.appVersion });

  /** The clock and its memory. */
  const clockPaths = [join(folder, 'clock.json')];
  const clockFile = createKeptFile({ paths: clockPaths, schema: SavedClock, wall: clocks.wall, damaged });
  const saved = await clockFile.read();
  const clock = createServerClock({
    clocks,
    builtAt: config.builtAt,
    saved: saved.kind === 'read' ? saved.value : null,
  });
  const quality = (): ClockQuality => clock.state().kind;
  /** One after the other, or the older one might be the last on the disk. */
  let saving: Promise<void> = Promise.resolve();
  const saveClock = (): Promise<void> => {
    saving = saving.then(async () => {
      const worth = clock.toSave();
      if (!worth) return;
      await clockFile.write(worth).catch((thrown: unknown) => log('clock.not-saved', { why: wordsOf(thrown) }));
    });
    return saving;
  };
  ending('clock', saveClock);
  ending(
    'clock saving',
    every(clocks, SAVE_FLOOR_EVERY_MS, () => void saveClock()),
  );
  ending('clock rechecks', every(clocks, RECHECK_CLOCK_MS, clock.recheck));

  const vitals = startVitals({ folder, clocks, now: clock.now });
  ending('vitals', vitals.stop);
  sayFound = () => vitals.fault('file-damaged', found.slice(-3).join('; '));
  if (found.length > 0) sayFound();
  const vault = createVault({ store, check: createManifestCheck(), log, faults: vitals });
  ending('vault', vault.stop);
  await vault.open();
  /** By what the newest manifest says of time, staged ones too: they are verified. True = ask the server anew. */
  const newestHeld = (): Envelope | undefined => {
    const held = [vault.active(), vault.staged()].flatMap((one) => (one ? [one.signed.envelope] : []));
    return held.sort((a, b) => compareVersions(b, a))[0];
  };
  const witness = (): boolean => {
    const newest = newestHeld();
    return newest !== undefined && clock.witnessed(newest.issuedAt, newest.validUntil);
  };
  witness();

  const journal = await openJournal({ folder: join(folder, 'plays'), bootId, log, wall: clocks.wall, damaged });
  ending('journal', journal.close);

  /** Assigned before anything can call them: the page and the link start last. */
  let stage: Stage | null = null;
  const send = (message: CoreToPage): void => stage?.send(message);

  const proof = createProof({
    append: journal.append,
    quality,
    clocks,
    log,
    fault: vitals.fault,
    written: (play) => {
      happened({ kind: 'play-written', bootId, play });
      handIn.nudge();
    },
  });
  ending('proof', async () => {
    proof.lost('the player was stopped');
    await proof.settled();
    proof.stop();
  });

  const nowOrZero = (): number => Math.max(0, Math.round(clock.now()));
  const beat = (): Heartbeat => {
    const active = vault.active();
    const safeMode = crashes.safeMode();
    /** A state, not an event: it is said first in every beat as long as it lasts. */
    const standing = safeMode ? [{ code: 'safe-mode', detail: safeMode.why.slice(0, 200), at: nowOrZero() }] : [];
    return {
      now: proof.now(),
      active: active ? versionOf(active.signed) : null,
      clock: clock.report(),
      backlog: journal.backlog(),
      vitals: vitals.read(),
      faults: [...standing, ...vitals.faults()].slice(0, FAULTS_AT_MOST),
      cover: cover.now(),
      volume: cover.volume(),
      light: light.now(),
    };
  };

  const revoke = async (): Promise<void> => {
    try {
      await vault.clear();
      await cache.wipe();
    } catch (thrown) {
      vitals.fault('wipe-failed', wordsOf(thrown));
      log('device.wipe-failed', { why: wordsOf(thrown) });
    }
  };

  const linkChanged = (state: LinkState): void => {
    happened({ kind: 'link', state: state.kind, ...(state.kind === 'unpaired' ? { code: state.code } : {}) });
    switch (state.kind) {
      case 'online':
        screenName = state.screenName;
        director.standing({ kind: 'paired', screenName });
        delivery.refresh();
        handIn.nudge();
        return;
      case 'unpaired':
        director.standing(state);
        return;
      case 'revoked':
        director.standing({ kind: 'revoked' });
        return void revoke();
      case 'refused':
        vitals.fault(state.refusal.code, state.refusal.technician);
        return;
      case 'connecting':
      case 'offline':
        return;
      default:
        assertNever(state);
        return;
    }
  };

  const hearTime = (trip: RoundTrip): boolean => {
    const taken = clock.heard(trip);
    if (taken) {
      vitals.mended('clock-refused');
      book.clockKnown();
    } else {
      const issuedAt = newestHeld()?.issuedAt ?? config.builtAt;
      const [said, floor] = [trip.repliedAt, issuedAt].map((at) => new Date(at).toISOString());
      vitals.fault(
        'clock-refused',
        `the server says ${said}; what we know was issued ${floor}. Publish anew if that is wrong`,
      );
    }
    return taken;
  };

  let screenName = '';
  const cover = await openCover({
    folder,
    clocks,
    now: clock.now,
    screenName: () => screenName,
    send,
    changed: () => {
      director.refresh();
      link.beatSoon();
    },
    damaged,
  });
  ending('cover', cover.stop);
  const machine = await readMachineStart();
  const driver = chooseLedDriver(config.led, doors, (percent) => send({ kind: 'light', percent }));
  const light = await openLight({
    folder,
    clocks,
    driver,
    faults: vitals,
    changed: () => link.beatSoon(),
    log,
    damaged,
  });
  ending('light', light.stop);
  const can = canOf(config.shell, doors.hands, machine, driver.kind);
  const book = await openCommandBook({
    folder,
    bootId,
    machine,
    clocks,
    trustedNow: () => {
      const state = clock.state();
      return state.kind === 'untrusted' || clock.report().errorMs === null ? null : clock.now();
    },
    can,
    run: (command) => hands(command),
    tell: (result) => link.tellResult(result),
    log,
    damaged,
  });
  ending('commands', book.stop);

  const link = createLink({
    serverUrl,
    identity,
    bootId,
    app: { version: config.appVersion, shell: config.shell, can },
    commands: book,
    vault,
    clocks,
    clock: { heard: hearTime },
    fetch: doors.fetch,
    log,
    beat,
    changed: linkChanged,
    faults: vitals,
  });
  vault.onChange(() => {
    if (witness()) link.measure();
  });
  const online = (): boolean => link.state().kind === 'online';

  const cache = createCache({
    folder: join(folder, 'files'),
    calls: link.calls,
    clocks,
    log,
    reserveBytes: config.reserveBytes,
    fault: vitals.fault,
  });
  await cache.open();
  ending('cache', cache.stop);

  const relays = startRelayWatch({
    calls: link.calls,
    clocks,
    now: clock.now,
    body: () => (clock.state().kind === 'untrusted' ? null : (vault.active()?.body ?? null)),
    log,
    changed: () => director.refresh(),
  });
  ending('relays', relays.stop);

  const director = createDirector({
    clock,
    clocks,
    log,
    canvas: config.window ?? DEFAULT_CANVAS,
    serverUrl,
    active: vault.active,
    progress: () => {
      const staged = vault.staged();
      return staged ? cache.progressOf(staged.body.files) : null;
    },
    has: cache.has,
    relay: relays.live,
    isCovered: () => cover.now() !== null,
    stillsOnly: () => crashes.safeMode() !== null,
    send,
    planned: (cues, version) => proof.planned(cues, version, clock.now()),
  });
  ending('director', director.stop);

  const delivery = startDelivery({
    vault,
    cache,
    report: link.report,
    now: clock.now,
    clocks,
    log,
    faults: vitals,
    promoted: (held) => {
      happened({ kind: 'manifest-active', ...versionOf(held.signed) });
      link.beatSoon();
    },
  });
  ending('delivery', delivery.stop);
  const handIn = startHandIn({
    journal,
    calls: link.calls,
    online,
    clocks,
    log,
    fault: vitals.fault,
    stored: (receipt) => happened({ kind: 'plays-stored', ...receipt }),
  });
  ending('hand-in', handIn.stop);

  crashes.onChange(() => {
    director.refresh();
    link.beatSoon();
  });
  vault.onChange(() => {
    relays.look();
    director.refresh();
  });
  cache.onChange(() => director.refresh());
  clock.onChange((steppedMs) => {
    if (steppedMs !== 0) void saveClock();
    log('clock.changed', { quality: quality(), steppedMs: Math.round(steppedMs) });
    cover.look();
    director.refresh();
  });

  /** A page that we threw away dies as well: that is one crash, not two. */
  let thrownAway = false;
  const watch = startStageWatch({
    clocks,
    log,
    send,
    reload: (reason) => {
      proof.lost(reason);
      vitals.fault('stage-reloaded', reason);
      crashes.crashed('page');
      thrownAway = true;
      stage?.reload(reason).catch((thrown: unknown) => log('stage.reload-failed', { why: wordsOf(thrown) }));
    },
  });
  ending('stage watch', watch.stop);

  const hands = createHands({
    shell: doors.hands,
    clocks,
    cover,
    light,
    cache,
    calls: link.calls,
    capture: async () => {
      if (!stage?.capture) throw new Error('this shell has no glass');
      return stage.capture();
    },
    reload: async (reason) => {
      proof.lost(reason);
      // Thrown away on purpose: no crash at all.
      thrownAway = true;
      await stage?.reload(reason);
    },
    diagnose: () => ({
      at: new Date(clocks.wall()).toISOString(),
      deviceId: identity.deviceId,
      bootId,
      machine,
      app: { version: config.appVersion, shell: config.shell, can },
      runtime: { platform: process.platform, arch: process.arch, versions: process.versions },
      server: serverUrl,
      link: link.state().kind,
      heartbeat: beat(),
      manifests: {
        active: vault.active()?.signed.envelope ?? null,
        staged: vault.staged()?.signed.envelope ?? null,
      },
      cache: cache.summary(),
      commands: book.list(),
      log: tail.lines(),
    }),
  });
  const desk = createDesk({
    clocks,
    log,
    show: (panel) => send({ kind: 'desk', panel }),
    pin,
    address,
    tryServer: (url) => tryServer(url, doors.fetch, clocks),
    network: networkAddresses,
    facts,
    leave,
    fault: vitals.fault,
  });
  ending('desk', desk.stop);

  const heard = (message: PageToCore): void => {
    switch (message.kind) {
      case 'ready':
        proof.lost('the page was loaded anew');
        thrownAway = false;
        watch.ready();
        director.resend();
        cover.look();
        light.look();
        desk.redraw();
        return;
      case 'clock-ask':
        send({ kind: 'clock', askedAt: message.askedAt, serverTime: clock.now() });
        return;
      case 'shown': {
        const cue = proof.shown(message.cueId, message.at);
        if (cue) happened({ kind: 'shown', cue, at: message.at, clock: quality() });
        link.beatSoon();
        return;
      }
      case 'left':
        if (message.droppedFrames !== null) vitals.framesDropped(message.droppedFrames);
        proof.left(message);
        return;
      case 'failed': {
        log('cue.failed', { cueId: message.cueId, reason: message.reason });
        vitals.fault('cue-failed', `${message.cueId}: ${message.reason}`);
        const cue = proof.failed(message.cueId, message.at, message.reason);
        director.failed(message.cueId);
        if (cue?.kind === 'relay') relays.failed();
        else if (cue?.digest) void cache.verify(cue.digest);
        link.beatSoon();
        return;
      }
      case 'key':
        desk.key(message);
        return;
      case 'pong':
        watch.pong(message.token);
        return;
      case 'fault':
        vitals.fault('page-fault', message.detail);
        log('page.faulted', { detail: message.detail });
        return;
      default:
        assertNever(message);
        return;
    }
  };
  stage = await doors.openStage({
    heard,
    locate: cache.locate,
    relay: relays.stream,
    gone: (reason) => {
      log('stage.gone', { reason });
      vitals.fault('stage-gone', reason);
      if (!thrownAway) crashes.crashed('page');
      proof.lost(reason);
      watch.gone();
    },
  });
  ending('stage', () => stage?.stop());
  director.refresh();

  link.start();
  ending('link', link.stop);
  /** Files are read whole once per start, in the background: rot is found before it is on the glass. */
  void cache.verifyAll();
};

/** A player that is not started yet; no work happens here. */
export const composePlayer = (config: PlayerConfig, given: PlayerDoors): Player => {
  const clocks = given.clocks ?? realClocks();
  const crashes =
    given.crashes ??
    openCrashMemory({ folder: config.dataFolder, machine: thisMachine(clocks.wall), clocks, log: given.log });
  const doors = { fetch: globalThis.fetch, happened: () => {}, leave: () => {}, ...given, clocks, crashes };
  const endings: Ending[] = [];
  let stopping: Promise<void> | null = null;

  const end = async (): Promise<void> => {
    for (const { name, stop } of endings.splice(0).reverse()) {
      try {
        await stop();
      } catch (thrown) {
        doors.log('stop.failed', { part: name, why: wordsOf(thrown) });
      }
    }
  };
  return {
    start: async () => {
      try {
        await build(config, doors, endings);
      } catch (thrown) {
        await end();
        throw thrown;
      }
    },
    stop: () => {
      stopping ??= end().then(() => doors.log('player.stopped'));
      return stopping;
    },
  };
};
