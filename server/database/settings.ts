/** Named values of the ward. One name, one value; whoever writes one does so inside a transaction with its audit line. */
import { z } from 'zod';
import { RelayHost } from '../../playlists/model/relay.ts';
import { HOUSE_PALETTE, Palette } from '../../playlists/model/slide.ts';
import { DEFAULT_LOUDNESS } from '../../playlists/model/treatment.ts';
import type { Database } from './open.ts';

export type SettingName =
  | 'ward-name'
  | 'approval-required'
  | 'bin-days'
  | 'palette'
  | 'loudness-target'
  | 'relay-hosts';

/** Null when it was never set. */
export const readSetting = ({ now, query }: Database, name: SettingName): string | null =>
  now.first(query.selectFrom('setting').select('value').where('name', '=', name))?.value ?? null;

export const writeSetting = ({ now, query }: Database, name: SettingName, value: string): void => {
  now.run(
    query
      .insertInto('setting')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
  );
};

/** What the ward calls itself; until setup, the product's name. */
export const wardNameOf = (database: Database): string => readSetting(database, 'ward-name') ?? 'Bảng Tin';

/** The ward's colours; until it chooses some, those of the player's own card. */
export const paletteOf = (database: Database): Palette => {
  const stored = readSetting(database, 'palette');
  return stored === null ? HOUSE_PALETTE : Palette.parse(JSON.parse(stored));
};

/** Whether content that nobody approved stops a publish; off until somebody switches it on. */
export const isApprovalRequired = (database: Database): boolean => readSetting(database, 'approval-required') === 'yes';

/** Until somebody says otherwise. */
const BIN_DAYS = 30;

/** For how many days deleted content and replaced files can be brought back. */
export const binDaysOf = (database: Database): number => Number(readSetting(database, 'bin-days') ?? BIN_DAYS);

/** The loudness by EBU R128 that videos are brought to, LUFS; that of television until somebody sets another. */
export const loudnessTargetOf = (database: Database): number =>
  Number(readSetting(database, 'loudness-target') ?? DEFAULT_LOUDNESS);

/** Hosts that relays may come from; none until an administrator allows some. */
export const relayHostsOf = (database: Database): RelayHost[] => {
  const stored = readSetting(database, 'relay-hosts');
  return stored === null ? [] : z.array(RelayHost).parse(JSON.parse(stored));
};
