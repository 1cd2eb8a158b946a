/** The server of `schedule-reads.ts`: watches its own loop between `begin` and `end`, and reads the bare rows when asked to. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import BetterSqlite3 from 'better-sqlite3';
import { startTestServer } from '../support/server.ts';

export type Asked = 'begin' | 'end' | 'bare' | 'stop';
export interface Said {
  url?: string;
  ms?: number;
}

const server = await startTestServer({ doors: { checkReplies: false } });
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

/** Every row of the slots that are published and drafted, and the JSON in it. */
const readBare = (): number => {
  const raw = new BetterSqlite3(server.config.databaseFile, { readonly: true });
  const statements = [
    'select *, except_days as a, extra_days as b, avoid_calendars as c, require_calendars as d, changes as e, share as f from slot',
    'select was as a, slot as b from draft_slot',
    'select * from slot_target order by slot_id, position',
  ].map((sql) => raw.prepare(sql));
  const begun = performance.now();
  for (const statement of statements)
    for (const row of statement.all() as Record<string, unknown>[])
      for (const name of 'abcdef') if (typeof row[name] === 'string') JSON.parse(row[name]);
  const took = performance.now() - begun;
  raw.close();
  return took;
};

const say = (said: Said): void => void process.send?.(said);
process.on('message', async (asked: Asked) => {
  switch (asked) {
    case 'begin':
      delay.reset();
      return say({});
    case 'end':
      return say({ ms: delay.max / 1e6 });
    case 'bare':
      return say({ ms: readBare() });
    case 'stop':
      await server.stop();
      say({});
      process.exit(0);
  }
});
say({ url: server.url });
