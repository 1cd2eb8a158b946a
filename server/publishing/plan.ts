/**
 * Publishing at a set time: the schedule with the draft of whoever sets it is checked and frozen when the time is set, and checked
 * again and published when it comes. Where somebody published in between, what is then everybody's is taken with the draft on top,
 * so that nothing of theirs is taken back. At most one plan waits; it survives a restart, and a time that was missed meanwhile is made up for at the start
 * and said to have been late. What stops a publication then leaves a mark until somebody has seen it; nothing is published.
 */
import type { PublicationId } from '../../playlists/model/ids.ts';
import {
  FARTHEST_PLAN_MS,
  type PassedOver,
  type PlanId,
  PlanId as PlanIdSchema,
  type PublishingPlan,
} from '../../playlists/model/publishing-plan.ts';
import { accepted, type Outcome, type Refusal, refused } from '../../playlists/model/refusal.ts';
import type { Schedule } from '../../playlists/model/schedule.ts';
import { DAY_MS } from '../../playlists/model/time.ts';
import type { Alarm } from '../alarm.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import type { Handlers } from '../http/handlers.ts';
import type { DraftBooks } from '../schedules/draft-books.ts';
import { type DraftRow, isIdle } from '../schedules/draft-rows.ts';
import { ownerOf } from '../schedules/drafts.ts';
import type { Gathering } from '../schedules/gather.ts';
import type { Archive } from './archive.ts';
import { assetsUsed } from './intent.ts';
import { createPlanRow, type StoredPlan } from './plan-row.ts';
import { conflictsIn, type Publishing, refuseBlocked, refuseConflicts } from './publish.ts';
import { thawSchedule } from './thaw.ts';

const ALARM = 'publishing-plan';
/** From here on a publication counts as late though the server ran (the machine slept, the disk was full). */
const LATE_MS = 60_000;
/** After a fault of the machine. */
const RETRY_MS = 30_000;

export interface PublishingPlanPorts {
  database: Database;
  publishing: Pick<Publishing, 'inTurn' | 'publishNow' | 'findBlocks' | 'intentOf' | 'readStored'>;
  archive: Pick<Archive, 'newestDigest' | 'newestSeq' | 'digestAskedAfter'>;
  gatherSchedule: (of?: Gathering) => Promise<Schedule>;
  drafts: Pick<DraftBooks, 'snapshot' | 'changesIn' | 'passedOver'>;
  record: RecordAct;
  alarm: Pick<Alarm, 'at' | 'cancel'>;
  now: () => number;
  log: { info(fields: object, event: string): void; error(fields: object, event: string): void };
  /** Tells the consoles. */
  changed: () => void;
}

const toPlan = ({
  personId: _person,
  intent: _intent,
  basis: _basis,
  setAfter: _after,
  ...plan
}: StoredPlan): PublishingPlan => plan;

export const createPublishingPlan = (ports: PublishingPlanPorts) => {
  const { publishing, record, log, now } = ports;
  const { transact } = ports.database;
  const row = createPlanRow(ports.database);
  const startedAt = now();

  const waiting = (): StoredPlan | null => {
    const plan = row.read();
    return plan?.state.kind === 'waiting' ? plan : null;
  };
  const isLate = (plan: StoredPlan): boolean => plan.at < startedAt || now() - plan.at >= LATE_MS;

  const markPublished = (plan: StoredPlan, publicationId: PublicationId, passedOver: PassedOver[]): void => {
    if (isLate(plan)) row.end(plan.id, { kind: 'late', at: now(), publicationId, passedOver });
    else if (passedOver.length > 0) row.end(plan.id, { kind: 'partly', at: now(), publicationId, passedOver });
    else row.remove(plan.id);
  };

  const markBlocked = async (plan: StoredPlan, schedule: Schedule, refusal: Refusal): Promise<void> => {
    const findings = refusal.code === 'publish-blocked' ? (await publishing.findBlocks(schedule, now())).blocks : [];
    transact(() => {
      row.end(plan.id, { kind: 'blocked', at: now(), refusal, findings });
      record({
        actor: 'system',
        act: 'publishing-plan.blocked',
        subject: plan.id,
        detail: { refusal: refusal.code, why: refusal.technician, setBy: plan.personId },
      });
    });
    log.error({ planId: plan.id, refusal }, 'plan.blocked');
  };

  /** Whether a plan publishes what was frozen: nobody published since, nor handed in any of it before its time. */
  const isUntouched = (plan: StoredPlan, draft: readonly DraftRow[]): boolean => {
    const since = ports.archive.digestAskedAfter(plan.setAfter);
    return (since === null || since === plan.basis) && !draft.some(isIdle);
  };
  /** What a plan publishes now. */
  const scheduleFor = async (plan: StoredPlan, draft: readonly DraftRow[]): Promise<Schedule> => {
    const frozen = await publishing.readStored(row.scheduleOf(plan.id));
    const also = assetsUsed(frozen);
    return isUntouched(plan, draft)
      ? thawSchedule(frozen, await ports.gatherSchedule({ also }))
      : ports.gatherSchedule({ also, draft });
  };

  const carryOut = async (plan: StoredPlan): Promise<void> => {
    const draft = row.draftOf(plan.id);
    const schedule = await scheduleFor(plan, draft);
    const conflicts = conflictsIn(ports.drafts, draft);
    const passedOver = ports.drafts.passedOver(draft);
    if (conflicts > 0) {
      await markBlocked(plan, schedule, refuseConflicts(conflicts).refusal);
      return;
    }
    const made = await publishing.publishNow({
      schedule,
      draft,
      cause: 'plan',
      note: plan.note,
      caller: null,
      renew: false,
      plan: { id: plan.id, personId: plan.personId, name: plan.setBy },
      alongside: (publicationId) => markPublished(plan, publicationId, passedOver),
    });
    // Read anew, what stops it is a finding that says where it is.
    if (!made.ok && made.refusal.code === 'approval-withdrawn') return carryOut(plan);
    if (!made.ok) await markBlocked(plan, schedule, made.refusal);
    // What was asked for was on air already.
    else if (waiting()?.id === plan.id) markPublished(plan, made.value.id, passedOver);
    log.info({ planId: plan.id, setFor: plan.at, lateMs: now() - plan.at, ok: made.ok }, 'plan.carried-out');
  };

  const arm = (at: number): void => ports.alarm.at(ALARM, at, wake);
  /** Carries out the plan whose time has come, if it still is the one. */
  const wake = async (): Promise<void> => {
    try {
      await publishing.inTurn(async () => {
        const plan = waiting();
        if (!plan) return;
        if (plan.at > now()) arm(plan.at);
        else await carryOut(plan);
      });
    } catch (fault) {
      log.error({ err: fault }, 'plan.failed');
      arm(now() + RETRY_MS);
    }
    ports.changed();
  };

  /** Whether a new plan may take the place of what there is. */
  const mayReplace = (replaces: PlanId | null): Outcome<StoredPlan | null> => {
    const there = waiting();
    if (there && there.id !== replaces) return refused('plan-other', `${there.id} waits`);
    if (!there && replaces !== null) return refused('plan-over', `${replaces} does not wait`);
    return accepted(there);
  };

  const handlers: Pick<
    Handlers,
    'getPublishingPlan' | 'setPublishingPlan' | 'cancelPublishingPlan' | 'dismissPublishingPlan'
  > = {
    getPublishingPlan: async ({ caller }) => {
      const plan = row.read();
      if (!plan) return accepted({ plan: null, isCurrent: true, passedOver: [] });
      // Whoever has nothing of their own is told of the draft that the plan was made of.
      const own = await ports.drafts.snapshot(ownerOf(caller));
      const draft = ports.drafts.changesIn(own).length > 0 ? own : await ports.drafts.snapshot(plan.personId);
      const planned = row.draftOf(plan.id);
      const passedOver = ports.drafts.passedOver(planned);
      if (plan.state.kind !== 'waiting') return accepted({ plan: toPlan(plan), isCurrent: true, passedOver });
      const intentWith = async (rows: readonly DraftRow[]) =>
        publishing.intentOf(await ports.gatherSchedule({ draft: rows }));
      const wanted = isUntouched(plan, planned) ? plan.intent : await intentWith(planned);
      return accepted({ plan: toPlan(plan), isCurrent: (await intentWith(draft)) === wanted, passedOver });
    },

    setPublishingPlan: ({ body: { at, note, replaces }, caller }) =>
      publishing.inTurn(async () => {
        const setAt = now();
        if (at <= setAt) return refused('plan-in-past', `${new Date(at).toISOString()} is not to come`);
        if (at > setAt + FARTHEST_PLAN_MS)
          return refused('plan-too-far', `${new Date(at).toISOString()} is beyond a year`, {
            days: FARTHEST_PLAN_MS / DAY_MS,
          });
        const place = mayReplace(replaces);
        if (!place.ok) return place;
        const draft = await ports.drafts.snapshot(ownerOf(caller));
        const conflicts = conflictsIn(ports.drafts, draft);
        if (conflicts > 0) return refuseConflicts(conflicts);
        const schedule = await ports.gatherSchedule({ draft });
        if (schedule.screens.length === 0) return refused('publish-nothing', 'the schedule has no screens');
        const { blocks, intent } = await publishing.findBlocks(schedule, at);
        if (blocks.length > 0) return refuseBlocked(blocks);
        const plan: StoredPlan = {
          id: PlanIdSchema.parse(newId('pln')),
          at,
          note,
          setAt,
          setBy: caller.kind === 'person' ? caller.name : caller.kind,
          personId: actorOf(caller).actor,
          intent,
          basis: ports.archive.newestDigest(),
          setAfter: ports.archive.newestSeq(),
          state: { kind: 'waiting' },
        };
        transact(() => {
          row.write(
            plan,
            schedule,
            draft.filter((one) => !isIdle(one)),
          );
          record({
            ...actorOf(caller),
            act: 'publishing-plan.set',
            subject: plan.id,
            detail: { at, note, schedule: plan.intent, ...(place.value ? { replaces: place.value.id } : {}) },
          });
        });
        arm(at);
        ports.changed();
        return accepted(toPlan(plan));
      }),

    cancelPublishingPlan: ({ params: { planId }, caller }) =>
      publishing.inTurn(async () => {
        const plan = waiting();
        if (plan?.id !== planId) return refused('plan-over', `${planId} does not wait`);
        transact(() => {
          row.remove(planId);
          record({ ...actorOf(caller), act: 'publishing-plan.cancelled', subject: planId, detail: { at: plan.at } });
        });
        ports.alarm.cancel(ALARM);
        ports.changed();
        return accepted(undefined);
      }),

    dismissPublishingPlan: ({ params: { planId }, caller }) => {
      const plan = row.read();
      if (plan?.id !== planId) return refused('plan-over', `${planId} is gone`);
      if (plan.state.kind === 'waiting') return refused('plan-waits', `${planId} waits`);
      const { kind } = plan.state;
      transact(() => {
        row.remove(planId);
        record({ ...actorOf(caller), act: 'publishing-plan.dismissed', subject: planId, detail: { state: kind } });
      });
      ports.changed();
      return accepted(undefined);
    },
  };

  return {
    handlers,
    /** Arms the plan that waits; one that was missed is carried out at once. */
    start: (): void => {
      const plan = waiting();
      if (plan) arm(plan.at);
    },
    stop: (): void => ports.alarm.cancel(ALARM),
  };
};
