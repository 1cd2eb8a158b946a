/**
 * Publishing: gather → press → refuse or sign → one transaction → push. One publication at a time; whoever comes meanwhile
 * waits. An answered publish is durable; one that was cut off at any point happened whole or not at all. Screens whose
 * picture did not change keep their version, and a schedule that asks for nothing new makes no publication.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Finding } from '../../playlists/model/finding.ts';
import {
  type Digest,
  type PublicationId,
  PublicationId as PublicationIdSchema,
  type ScreenId,
  type SlotId,
} from '../../playlists/model/ids.ts';
import type { PlanId } from '../../playlists/model/publishing-plan.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import type { Instant } from '../../playlists/model/time.ts';
import { namePlaces } from '../../playlists/model/usage.ts';
import type { Publication } from '../../playlists/wire/api/schedules.ts';
import { canonicalJson } from '../../playlists/wire/canonical-json.ts';
import type { Changed } from '../../playlists/wire/console-feed.ts';
import { HIGHEST_COUNT, type SignedEnvelope } from '../../playlists/wire/manifest.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Caller, Handlers } from '../http/handlers.ts';
import type { DraftBooks } from '../schedules/draft-books.ts';
import type { DraftRow } from '../schedules/draft-rows.ts';
import { ownerOf } from '../schedules/drafts.ts';
import type { Gathering } from '../schedules/gather.ts';
import { findLeftOut, refuseRollBack } from '../schedules/left-out.ts';
import type { Restore, Restored, RestorePlan } from '../schedules/restore.ts';
import type { Archive } from './archive.ts';
import { assetsUsed, reviveSchedule } from './intent.ts';
import {
  type Draft,
  type Frozen,
  type Newest,
  type Pressed,
  type PressOrder,
  type PrintedBody,
  signedEnvelope,
} from './press.ts';
import type { Listener, PressRoom } from './press-room.ts';
import { createPreviews } from './previews.ts';
import type { Signer } from './signer.ts';

/** Bodies of a large publication are kept as they come, batch by batch; a few are written with the rest. */
const LEAST_AHEAD_BYTES = 250_000;

/** What goes out to one screen after the commit. */
export interface Delivery {
  screenId: ScreenId;
  signed: SignedEnvelope;
  /** Exact text of the body; the same string for all screens that share it. */
  bodyText: string;
}

export interface PublishPorts {
  archive: Archive;
  room: PressRoom;
  signer: Signer;
  /** What is everybody's schedule, with what is asked for besides. */
  gatherSchedule: (of?: Gathering) => Promise<Schedule>;
  drafts: DraftBooks;
  transact: Database['transact'];
  restore: Restore;
  /** Titles of content of the schedule that would air and whose approval, which the ward wants, is not there any more. */
  approvalsLost: (schedule: Schedule) => string[];
  /** Tells the consoles what became everybody's. */
  changed: (...what: Changed[]) => void;
  record: RecordAct;
  now: () => number;
  log: { info(fields: object, event: string): void };
  /**
   * Sends bodies ahead, so that they travel while the books are written. A body means nothing before a signed envelope names
   * it, and envelopes go out after the commit only. Returns at once.
   */
  sendBodies: (bodies: readonly PrintedBody[]) => void;
  /** Sends envelopes (and bodies that were not sent ahead); returns at once. Called after the commit. */
  deliver: (deliveries: Delivery[], publicationId: PublicationId) => void;
  /** Versions that players hold though we never made them (a restored server); empty as a rule. Each counts for its screen alone. */
  versionsAhead: () => ReadonlyMap<ScreenId, { epoch: number; version: number }>;
}

export interface PublishOrder {
  schedule: Schedule;
  cause: Publication['cause'];
  note: string;
  caller: Caller | null;
  renew: boolean;
  /** Screens that keep what they have; none by default. */
  skip?: ScreenId[];
  /** The plan that is carried out, and who set it. */
  plan?: { id: PlanId; personId: string; name: string };
  /** The draft in it, which becomes everybody's with it. */
  draft?: readonly DraftRow[];
  /** The earlier schedule that becomes everybody's again with it, and what was on air until now. */
  restores?: { earlier: Schedule; onAir: Schedule | null };
  /** Commits with the publication or not at all; not called when nothing new is published. */
  alongside?: (publicationId: PublicationId) => void;
}

/** True where people asked for it, so that findings and missing approvals stop it. */
const isAskedFor = (cause: Publication['cause']): boolean => cause === 'person' || cause === 'plan';

const blocking = ({ findings }: Pick<Draft, 'findings'>): Finding[] => findings.filter(({ blocks }) => blocks);

/** Says that findings stop a publication. */
export const refuseBlocked = (findings: readonly Finding[]) =>
  refused('publish-blocked', findings.map(({ code }) => code).join(', '), { count: findings.length });

/** How many edits of a draft stand against what somebody else published. */
export const conflictsIn = (drafts: Pick<DraftBooks, 'changesIn'>, draft: readonly DraftRow[]): number =>
  drafts.changesIn(draft).filter(({ conflict }) => conflict !== null).length;

/** Says that a draft has to be brought together with what others published. */
export const refuseConflicts = (count: number) => refused('draft-conflict', `${count} slots in conflict`, { count });

/** Why what was pressed cannot be committed any more; null when it can. */
type Overtaken = ReturnType<typeof refused> | null;

export const createPublishing = (ports: PublishPorts) => {
  const { archive, room, signer } = ports;
  let last: Promise<unknown> = Promise.resolve();
  /** Runs after everything that was asked before; a failure of those is theirs. */
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };

  /**
   * From where a screen's versions count: our newest, or what its player holds if that is beyond. What is beyond our epoch, or
   * at the end of the numbers, is passed by a new epoch. No claim moves the numbers of another screen.
   */
  const countFrom = (
    screenId: ScreenId,
    held: { epoch: number; version: number } | undefined,
  ): [ScreenId, Newest][] => {
    const known = archive.newestOf(screenId);
    if (!held)
      return known ? [[screenId, { epoch: known.epoch, version: known.version, bodyDigest: known.bodyDigest }]] : [];
    const beyond = held.epoch > (known?.epoch ?? 1) || held.version >= HIGHEST_COUNT;
    const { epoch, version } = beyond ? { epoch: held.epoch + 1, version: 0 } : held;
    return [[screenId, { epoch, version, bodyDigest: null }]];
  };

  const orderFor = (schedule: Schedule, renew = false, skip: ScreenId[] = []): PressOrder => {
    const ahead = ports.versionsAhead();
    return {
      publicationId: PublicationIdSchema.parse(newId('pub')),
      schedule,
      now: ports.now(),
      newest: schedule.screens.flatMap(({ id }) => countFrom(id, ahead.get(id))),
      keyId: signer.keyId,
      renew,
      skip,
    };
  };

  const nameOf = ({ plan, caller }: PublishOrder): string => {
    if (plan) return plan.name;
    if (!caller) return 'system';
    return caller.kind === 'person' ? caller.name : actorOf(caller).actor;
  };
  /** Makes the draft of an order, or the schedule it restores, everybody's; inside the transaction. What the audit tells of it. */
  const handIn = ({ draft = [] }: PublishOrder, restoring: RestorePlan | null, by: string): Partial<Restored> => {
    if (restoring) {
      queueMicrotask(() => ports.changed('slots', 'playlists', 'calendars', 'day-parts', 'tickers'));
      return ports.restore.carryOut(restoring, by);
    }
    if (draft.length === 0) return {};
    queueMicrotask(() => ports.changed('slots'));
    const slots = ports.drafts.handIn(draft, by);
    return slots.length > 0 ? { slots } : {};
  };

  /**
   * What people did while the press ran, and were told is done, counts. No turn of the loop lies between this and the commit, and nobody
   * else writes (`sole`), so nothing is acknowledged in between.
   */
  const findOvertaken = ({ draft = [], schedule, cause }: PublishOrder): Overtaken => {
    // Whoever threw the draft away may have deleted what it names.
    const lost: readonly SlotId[] = ports.drafts.lostIn(draft);
    if (lost.length > 0) return refused('slot-refers-nowhere', lost.slice(0, 10).join(', '));
    if (!isAskedFor(cause)) return null;
    const unapproved = ports.approvalsLost(schedule);
    if (unapproved.length === 0) return null;
    const what = namePlaces(unapproved.map((name) => ({ name })));
    return refused('approval-withdrawn', `withdrawn while the press ran: ${what}`, { what });
  };
  /** How an order restores, as it holds at this moment; null when it restores nothing. */
  const planOf = ({ restores }: PublishOrder, known: RestorePlan | null = null): RestorePlan | null =>
    restores ? ports.restore.plan(restores.earlier, restores.onAir, known) : null;
  const leftOutOf = (restoring: RestorePlan | null): Finding[] => (restoring ? findLeftOut(restoring.leftOut) : []);

  /** `ahead`: bodies that are kept already. */
  const commit = (
    order: PressOrder,
    pressed: Pressed & { frozen: Frozen },
    asked: PublishOrder,
    restoring: RestorePlan | null,
    ahead: ReadonlySet<Digest>,
  ): Publication => {
    const { statement, frozen } = pressed;
    if (!statement) throw new Error('nothing was pressed');
    const signature = signer.sign(canonicalJson(statement));
    const { actor, address } = asked.caller ? actorOf(asked.caller) : { actor: 'system', address: null };
    const publishedBy = nameOf(asked);
    const planned = asked.plan && { plan: asked.plan.id, setBy: asked.plan.personId };
    const findings = [...pressed.findings, ...leftOutOf(restoring)];
    archive.store(
      {
        id: order.publicationId,
        publishedAt: order.now,
        publishedBy,
        cause: asked.cause,
        note: asked.note,
        statement,
        signature,
        frozen,
        findings,
        screens: pressed.screens,
        bodies: pressed.bodies.filter(({ digest }) => !ahead.has(digest)),
      },
      () => {
        const { cause } = asked;
        const handedIn = handIn(asked, restoring, publishedBy);
        ports.record({
          actor,
          address,
          act: 'publication.published',
          subject: order.publicationId,
          detail: {
            cause,
            root: statement.root,
            screens: pressed.screens.length,
            schedule: frozen.intent,
            ...planned,
            ...handedIn,
          },
        });
        asked.alongside?.(order.publicationId);
      },
    );
    const texts = new Map(pressed.bodies.map((body) => [body.digest, body.text]));
    ports.deliver(
      pressed.screens.map((screen) => ({
        screenId: screen.screenId,
        signed: signedEnvelope(screen, statement, signature),
        bodyText: texts.get(screen.envelope.bodyDigest) ?? '',
      })),
      order.publicationId,
    );
    return {
      id: order.publicationId,
      publishedAt: order.now,
      publishedBy,
      cause: asked.cause,
      note: asked.note,
      findings,
      screens: pressed.screens.map(({ screenId, envelope, changed }) => ({
        screenId,
        epoch: envelope.epoch,
        version: envelope.version,
        bodyDigest: envelope.bodyDigest,
        changed,
      })),
    };
  };

  const publishNow = async (asked: PublishOrder): Promise<Outcome<Publication>> => {
    const begunAt = performance.now();
    if (asked.schedule.screens.length === 0) return refused('publish-nothing', 'the schedule has no screens');
    const blocks = (made: Pick<Draft, 'findings'>) => (isAskedFor(asked.cause) ? blocking(made) : []);
    const skip = asked.skip ?? [];
    let order = orderFor(asked.schedule, asked.renew, skip);
    let isStopped = false;
    const ahead = new Set<Digest>();
    const listener: Listener = {
      drafted: (head) => {
        isStopped = blocks(head).length > 0;
      },
      printed: (bodies) => {
        if (isStopped) return;
        ports.sendBodies(bodies);
        if (bodies.reduce((sum, { bytes }) => sum + bytes, 0) < LEAST_AHEAD_BYTES) return;
        archive.keepBodies([...bodies], order.now);
        for (const { digest } of bodies) ahead.add(digest);
      },
    };
    let pressed = await room.press(order, listener);
    const stops = blocks(pressed);
    if (stops.length > 0)
      return asked.restores ? refuseRollBack(stops, planOf(asked)?.leftOut ?? []) : refuseBlocked(stops);
    if (pressed.screens.length === 0) {
      const newest = archive.newestPublication();
      if (pressed.frozen.intent === archive.newestDigest() && newest) {
        const overtaken = findOvertaken(asked);
        if (overtaken) return overtaken;
        const restoring = planOf(asked);
        // Names and the like: the screens show the same, but the edits become everybody's.
        ports.transact(() => handIn(asked, restoring, nameOf(asked)));
        return accepted({ ...newest, findings: [...newest.findings, ...leftOutOf(restoring)] });
      }
      // Nothing moves within the horizon, but what comes after it does: every screen gets a new lease on the same picture.
      order = orderFor(asked.schedule, true, skip);
      pressed = await room.press(order, listener);
    }
    const pressedAt = performance.now();
    // What the commit needs is worked out in turns before it, so that it does nothing but write.
    await nextTurn();
    const planned = planOf(asked);
    if (planned) await nextTurn();
    const overtaken = findOvertaken(asked);
    if (overtaken) return overtaken;
    const published = commit(order, pressed, asked, planOf(asked, planned), ahead);
    ports.log.info(
      {
        publicationId: published.id,
        cause: asked.cause,
        screens: published.screens.length,
        bodies: pressed.bodies.length,
        pressMs: Math.round(pressedAt - begunAt),
        commitMs: Math.round(performance.now() - pressedAt),
      },
      'publication.published',
    );
    return accepted(published);
  };

  const readFrozen = async (): Promise<Schedule | null> => {
    const stored = archive.frozenAsStored();
    return stored === null ? null : room.read(stored);
  };

  const publish = (order: Omit<PublishOrder, 'schedule'> & { schedule?: Schedule }): Promise<Outcome<Publication>> =>
    inTurn(async () => publishNow({ ...order, schedule: order.schedule ?? (await ports.gatherSchedule()) }));

  const handlers: Pick<Handlers, 'publish' | 'rollBack' | keyof ReturnType<typeof createPreviews>> = {
    publish: ({ body, caller }) =>
      inTurn(async () => {
        const draft = await ports.drafts.snapshot(ownerOf(caller));
        const conflicts = conflictsIn(ports.drafts, draft);
        if (conflicts > 0) return refuseConflicts(conflicts);
        await nextTurn();
        const schedule = await ports.gatherSchedule({ draft });
        await nextTurn();
        return publishNow({ schedule, draft, cause: 'person', note: body.note, caller, renew: false });
      }),

    rollBack: ({ params: { publicationId }, caller }) =>
      inTurn(async () => {
        const stored = archive.storedOf(publicationId);
        if (!stored) return refused('not-found', `publication ${publicationId} does not exist`);
        const earlier = await room.read(stored.schedule);
        const onAir = await readFrozen();
        await nextTurn();
        const today = await ports.gatherSchedule({ also: assetsUsed(earlier) });
        await nextTurn();
        const slots = ports.restore.slotsOf(earlier);
        const then = { ...earlier, playlists: ports.restore.playlistsOf(earlier, today.screens) };
        const at = new Date(stored.publishedAt).toISOString();
        const note = `↩ ${stored.note || at}`.slice(0, 500);
        return publishNow({
          schedule: reviveSchedule(then, today, slots),
          restores: { earlier, onAir },
          cause: 'person',
          note,
          caller,
          renew: false,
        });
      }),

    ...createPreviews({
      archive,
      room,
      drafts: ports.drafts,
      gatherSchedule: ports.gatherSchedule,
      orderFor,
      now: ports.now,
    }),
  };

  return {
    handlers,
    /** Publishes in turn. Without `schedule`, the working one as it is when the turn comes. */
    publish,
    /** Runs `work` in turn with publications, so what it reads of the newest one stays true until it ends. */
    inTurn,
    publishNow,
    /** Findings that would stop a person from publishing `schedule` at `at`, and its intent. */
    findBlocks: async (schedule: Schedule, at: Instant): Promise<{ blocks: Finding[]; intent: string }> => {
      const looked = await room.look({ ...orderFor(schedule), now: at });
      return { blocks: blocking(looked), intent: looked.intent };
    },
    intentOf: room.intentOf,
    /** The schedule as frozen by the newest publication; null before the first. */
    readFrozen,
    /** A stored schedule, read off the loop where it is long. */
    readStored: room.read,
  };
};
export type Publishing = ReturnType<typeof createPublishing>;
