/** Undoing and doing again against a real server: versions and ids change with every step, the content must not. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlaylistId } from '../../../playlists/model/ids.ts';
import type { Slot } from '../../../playlists/model/slot.ts';
import type { SlotEdits } from '../../../playlists/wire/api/schedules.ts';
import {
  dropStep,
  type EditHistory,
  madeBy,
  NO_HISTORY,
  nextSaid,
  noteEdit,
  noteStep,
  requestFor,
  type Way,
} from '../../../server/console/src/schedule/edit-history.ts';
import { draftOf } from '../../../server/console/src/schedule/slot-edits.ts';
import type { MadeBeside } from '../../../server/console/src/schedule/take-back.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { aSlotDraft } from '../../support/ward-hand.ts';

let server: TestServer;
let playlistId: string;
let history: EditHistory;

beforeAll(async () => {
  server = await startTestServer();
  playlistId = (await server.admin.call('POST', '/playlists', { name: 'Bản tin', entries: [] })).body.id;
});
afterAll(() => server.stop());

const slots = async (): Promise<Slot[]> => (await server.admin.call('GET', '/slots')).body;
const send = (edits: SlotEdits) => server.admin.call('POST', '/slot-edits', edits);
const named = async (name: string): Promise<Slot> => {
  const found = (await slots()).find((slot) => slot.name === name);
  if (!found) throw new Error(`no slot ${name}`);
  return found;
};
/** The content of all slots, without what the books add. */
const content = async (): Promise<string[]> =>
  (await slots()).map(({ name, from, until }) => `${name} ${from}–${until}`).sort();
const aDraft = (name: string) => aSlotDraft({ playlistId, name });

const edit = async (
  said: string,
  before: Slot[],
  edits: Partial<SlotEdits>,
  more: { made?: MadeBeside } = {},
): Promise<void> => {
  const answer = await send({ change: [], add: [], remove: [], ...edits });
  expect(answer.status).toBe(200);
  history = noteEdit(history, { said, ...more }, before, answer.body);
};
const change = async (name: string, from: string): Promise<void> => {
  const slot = await named(name);
  const wanted = { id: slot.id, basedOn: slot.version, slot: { ...draftOf(slot), from } };
  await edit(`${name} ${from}`, [slot], { change: [wanted] });
};
const remove = async (name: string): Promise<void> => {
  const slot = await named(name);
  await edit(`remove ${name}`, [slot], { remove: [{ id: slot.id, basedOn: slot.version }] });
};
const add = async (name: string): Promise<void> => {
  const draft = { ...draftOf(await named('A')), name };
  await edit(`add ${name}`, [], { add: [draft] });
};
const take = async (way: Way): Promise<number> => {
  const wanted = requestFor(history, way);
  if (!wanted) throw new Error(`nothing to ${way}`);
  const answer = await send(wanted);
  if (answer.status === 200) history = noteStep(history, way, answer.body);
  return answer.status;
};

beforeEach(async () => {
  history = NO_HISTORY;
  for (const { id } of await slots()) await server.admin.call('DELETE', `/slots/${id}`);
  for (const name of ['A', 'B']) await server.admin.call('POST', '/slots', aDraft(name));
});

describe('the history of edits', () => {
  it('brings a slot back as itself, and once, also when the answer got lost and it is asked again', async () => {
    const { id } = await named('A');
    await remove('A');
    const asked = await send(requestFor(history, 'undo') as SlotEdits);
    expect(asked.body.added.map((slot: Slot) => slot.id)).toEqual([id]);
    expect(await take('undo')).toBe(200);
    expect((await slots()).map(({ name }) => name)).toEqual(['A', 'B']);
    expect((await named('A')).id).toBe(id);
  });

  it('leads back through changes, removals and additions of the same slots, forth again, and back once more', async () => {
    const states = [await content()];
    const then = async (done: Promise<void>): Promise<void> => {
      await done;
      states.push(await content());
    };
    await then(change('A', '07:00'));
    await then(add('C'));
    await then(change('C', '06:00'));
    await then(remove('A'));
    await then(change('B', '05:00'));
    await then(remove('C'));
    const last = states.length - 1;
    for (const _round of [1, 2]) {
      for (let at = last - 1; at >= 0; at -= 1) {
        expect(await take('undo')).toBe(200);
        expect(await content()).toEqual(states[at]);
      }
      expect(requestFor(history, 'undo')).toBeNull();
      for (let at = 1; at <= last; at += 1) {
        expect(await take('redo')).toBe(200);
        expect(await content()).toEqual(states[at]);
      }
      expect(requestFor(history, 'redo')).toBeNull();
    }
  });

  it('names the step that is next, and forgets what was undone when something new is done', async () => {
    await change('A', '07:00');
    await change('B', '06:00');
    expect([nextSaid(history, 'undo'), nextSaid(history, 'redo')]).toEqual(['B 06:00', null]);
    await take('undo');
    expect([nextSaid(history, 'undo'), nextSaid(history, 'redo')]).toEqual(['A 07:00', 'B 06:00']);
    await add('C');
    expect([nextSaid(history, 'undo'), nextSaid(history, 'redo')]).toEqual(['add C', null]);
  });

  it('never overwrites what somebody else changed: that step is refused and dropped, others stay', async () => {
    await change('A', '07:00');
    await change('B', '06:00');
    await change('A', '05:00');
    const slot = await named('A');
    const { status } = await server.admin.call('PUT', `/slots/${slot.id}`, {
      ...draftOf(slot),
      from: '04:00',
      basedOn: slot.version,
    });
    expect(status).toBe(200);
    expect(await take('undo')).toBe(409);
    history = dropStep(history, 'undo');
    expect(history.done.map(({ said }) => said)).toEqual(['B 06:00']);
    expect(await take('undo')).toBe(200);
    expect((await content()).sort()).toEqual(['A 04:00–09:00', 'B 08:00–09:00']);
  });

  it('does not reach past an edit of somebody else that a later step of ours was based on', async () => {
    await change('A', '07:00');
    const slot = await named('A');
    await server.admin.call('PUT', `/slots/${slot.id}`, { ...draftOf(slot), until: '11:00', basedOn: slot.version });
    await change('A', '06:00');
    expect(await take('undo')).toBe(200);
    expect((await named('A')).until).toBe('11:00');
    expect(await take('undo')).toBe(409);
    expect((await named('A')).until).toBe('11:00');
  });
});

it('a step that made more than slots takes that back with them, whoever asks, and is not done again without it', async () => {
  const made: MadeBeside = { playlists: ['pls_a' as PlaylistId], calendars: [] };
  await edit('a campaign', [], { add: [{ ...draftOf(await named('A')), name: 'D' }] }, { made });
  await change('B', '09:00');
  expect(madeBy(history)).toBeNull();
  await take('undo');
  expect([madeBy(history), nextSaid(history, 'redo')]).toEqual([made, 'B 09:00']);
  expect(await take('undo')).toBe(200);
  expect([madeBy(history), nextSaid(history, 'redo')]).toEqual([null, null]);
});
