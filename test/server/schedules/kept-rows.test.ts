/** Slots and drafts are parsed once and kept: what is kept is never older than its row, and never what was rolled back. */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Slot } from '../../../playlists/model/slot.ts';
import { type Database, openDatabase } from '../../../server/database/open.ts';
import {
  type DraftRow,
  dropDraftRow,
  readDraftRows,
  warmDraftRows,
  writeDraftRow,
} from '../../../server/schedules/draft-rows.ts';
import { deleteSlots, readSlots, warmSlots, writeSlots } from '../../../server/schedules/slot-rows.ts';
import { prepareScreens } from '../../support/air.ts';
import { aSchedule, aScreen, aSlot } from '../../support/builders.ts';
import { aFolder } from '../../support/folder.ts';

let database: Database;
let file: string;
const onTwo = (parts: Partial<Slot> = {}): Slot =>
  aSlot({
    ...parts,
    targets: [
      { kind: 'screen', screenId: 'scr_1' as never },
      { kind: 'screen', screenId: 'scr_2' as never },
    ],
  });
const write = (slot: Slot): void => database.transact(() => writeSlots(database, [slot], 'Cán bộ'));
const nameOf = (id: string): string | undefined => readSlots(database, [id])[0]?.name;

beforeEach(async () => {
  file = join(await aFolder(), 'kept.sqlite');
  database = await openDatabase(file);
  prepareScreens(database, aSchedule({ screens: [aScreen({ id: 'scr_1' }), aScreen({ id: 'scr_2' })] }));
  database.raw
    .prepare(
      `insert into playlist (id, name, version, updated_at, play_order, transition)
       values (?, 'Sáng', 1, 1, '{"kind":"listed"}', '{"kind":"cut"}')`,
    )
    .run(aSlot().playlistId);
});
afterEach(() => database.close());

it('gives one frozen object for a row until the row is another', () => {
  write(onTwo({ id: 'slt_a' as never, name: 'A' }));
  write(onTwo({ id: 'slt_b' as never, name: 'B' }));
  const [a, b] = readSlots(database);
  expect([a?.name, b?.name]).toEqual(['A', 'B']);
  expect(() => a?.targets.pop()).toThrow();
  write(onTwo({ id: 'slt_b' as never, name: 'C', version: 2 }));
  const [again, changed] = readSlots(database);
  expect(again).toBe(a);
  expect(changed).toMatchObject({ name: 'C', version: 2 });
  database.transact(() => deleteSlots(database, ['slt_a']));
  expect(readSlots(database)).toEqual([changed]);
});

it('keeps nothing of what was rolled back', () => {
  write(onTwo({ name: 'Trước' }));
  const { id } = onTwo();
  const seen: unknown[] = [nameOf(id)];
  expect(() =>
    database.transact(() => {
      writeSlots(database, [onTwo({ name: 'Sau', version: 2 })], 'Cán bộ');
      seen.push(nameOf(id), readSlots(database)[0]?.name);
      throw new Error('taken back');
    }),
  ).toThrow('taken back');
  expect([...seen, nameOf(id), readSlots(database)[0]?.name]).toEqual(['Trước', 'Sau', 'Sau', 'Trước', 'Trước']);
  // The same version and time, with other content.
  write(onTwo({ name: 'Khác', version: 2 }));
  expect(nameOf(id)).toBe('Khác');
});

it('knows of a target that went with its screen, and of what another connection wrote', () => {
  write(onTwo());
  expect(readSlots(database)[0]?.targets).toHaveLength(2);
  database.raw.prepare('delete from screen where id = ?').run('scr_1');
  expect(readSlots(database)[0]?.targets).toEqual([{ kind: 'screen', screenId: 'scr_2' }]);
  const other = new BetterSqlite3(file);
  other.prepare(`update slot set name = 'Từ nơi khác', version = 7`).run();
  other.close();
  expect(readSlots(database)[0]).toMatchObject({ name: 'Từ nơi khác', version: 7 });
});

it('parses what is new in many turns of the loop, and a read then gives the same as one without', async () => {
  const slots = Array.from({ length: 1_200 }, (_, n) => onTwo({ id: `slt_${n}` as never, name: `Khung ${n}` }));
  database.transact(() => {
    writeSlots(database, slots, 'Cán bộ');
  });
  let turns = 0;
  let isDone = false;
  const spin = (): void => {
    turns += 1;
    if (!isDone) setImmediate(spin);
  };
  setImmediate(spin);
  await warmSlots(database);
  isDone = true;
  expect(turns).toBeGreaterThan(3);
  const warm = readSlots(database);
  const fresh = await openDatabase(file);
  expect(warm).toEqual(readSlots(fresh));
  await fresh.close();
  expect(warm).toHaveLength(1_200);
  expect(readSlots(database, ['slt_7', 'slt_1199', 'slt_none']).map(({ id }) => id)).toEqual(['slt_1199', 'slt_7']);
});

it('a draft that was thrown away is not remembered when another comes with the same version and time', async () => {
  const row = (name: string): DraftRow => ({
    personId: 'per_1',
    slotId: onTwo().id,
    basedOn: null,
    was: null,
    slot: onTwo({ name }),
    version: 1,
    updatedAt: 5,
  });
  const names = (): unknown[] => readDraftRows(database, { personId: 'per_1' }).map(({ slot }) => slot?.name);
  writeDraftRow(database, row('Một'));
  writeDraftRow(database, { ...row('Của người khác'), personId: 'per_2' });
  await warmDraftRows(database);
  expect(names()).toEqual(['Một']);
  dropDraftRow(database, row('Một'));
  writeDraftRow(database, row('Bốn'));
  expect(names()).toEqual(['Bốn']);
  expect(readDraftRows(database).map(({ personId }) => personId)).toEqual(['per_1', 'per_2']);
});
