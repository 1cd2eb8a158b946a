/** One condition for any number of values. */
import { type RawBuilder, sql } from 'kysely';

/** `column in (…)`. The values are one parameter, so the statement is the same for any number of them and stays prepared. */
export const among = (column: string, values: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;
