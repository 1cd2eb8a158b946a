/** Named values of the ward. One name, one value; whoever writes one does so inside a transaction with its audit line. */
import type { Database } from './open.ts';

export type SettingName = 'ward-name' | 'approval-required' | 'bin-days';

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

/** Whether content that nobody approved stops a publish; off until somebody switches it on. */
export const isApprovalRequired = (database: Database): boolean => readSetting(database, 'approval-required') === 'yes';

/** Until somebody says otherwise. */
const BIN_DAYS = 30;

/** For how many days deleted content and replaced files can be brought back. */
export const binDaysOf = (database: Database): number => Number(readSetting(database, 'bin-days') ?? BIN_DAYS);
