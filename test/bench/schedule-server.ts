/** The server of `schedule-reads.ts`: watches its own loop between `begin` and `end`, and reads the bare rows when asked to. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import BetterSqlite3 from 'better-sqlite3';
import { startTestServer } from '../support/server.ts';

/** `begin` … `end`: the longest delay. `count` … `end`: the turn that took most of the processor, whatever other processes take. */
export type Asked = 'begin' | 'count' | 'end' | 'bare' | 'stop';
export interface Said {
  url?: string;
  ms?: number;
}

const server = await startTestServer({ doors: { checkReplies: false } });
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

/** Processor time of this thread, ms. */
const busyMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};
let counting = 0;
let longestTurnMs = 0;
/** Looks at the processor's clock once in each turn, until `counting` is another. */
const countTurns = (): void => {
  counting += 1;
  longestTurnMs = 0;
  const mine = counting;
  let last = busyMs();
  const tick = (): void => {
    if (counting !== mine) return;
    const now = busyMs();
    longestTurnMs = Math.max(longestTurnMs, now - last);
    last = now;
    setImmediate(tick);
  };
  setImmediate(tick);
};

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
    case 'count':
      countTurns();
      return say({});
    case 'end': {
      const ms = longestTurnMs || delay.max / 1e6;
      counting += 1;
      longestTurnMs = 0;
      return say({ ms });
    }
    case 'bare':
      return say({ ms: readBare() });
    case 'stop':
      await server.stop();
      say({});
      process.exit(0);
  }
});
say({ url: server.url });
