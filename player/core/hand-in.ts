/**
 * Brings the journal to the server: one batch under way at a time, oldest boot first, again and again until the backlog is
 * empty. A batch that the server cannot read is said loudly and tried again slowly; it is never thrown away.
 */
import { MAX_PLAYS_PER_BATCH, PlayReceipt } from '../../playlists/wire/play.ts';
import { type Cancel, type Clocks, jittered } from './clocks.ts';
import type { Journal } from './journal.ts';
import { type Log, wordsOf } from './log.ts';
import type { ServerCalls } from './server-calls.ts';

/** New plays wait so long for company. */
const GATHER_MS = 1_000;
const RETRY_FIRST_MS = 2_000;
const RETRY_MOST_MS = 300_000;
const REPLY_MAX_BYTES = 16_384;

export interface HandIn {
  /** There is something to hand in, or somebody to hand it to. */
  nudge(): void;
  stop(): Promise<void>;
}

export const startHandIn = (doors: {
  journal: Journal;
  calls: Pick<ServerCalls, 'call'>;
  online: () => boolean;
  clocks: Clocks;
  log: Log;
  stored: (receipt: PlayReceipt) => void;
  fault: (code: string, detail: string) => void;
}): HandIn => {
  const { journal, clocks, log } = doors;
  let timer: Cancel | null = null;
  let work: Promise<void> | null = null;
  let failures = 0;
  let limit = MAX_PLAYS_PER_BATCH;
  let stopped = false;

  const handInOne = async (): Promise<boolean> => {
    const batch = await journal.batch(limit);
    if (!batch) return false;
    const reply = await doors.calls.call('/player/plays', { method: 'POST', json: batch, maxBytes: REPLY_MAX_BYTES });
    if (reply.status === 413 && limit > 1) {
      limit = Math.ceil(limit / 2);
      return true;
    }
    if (reply.status !== 200) {
      if (reply.status >= 400 && reply.status < 500 && reply.status !== 401 && reply.status !== 429)
        doors.fault('plays-refused', `status ${reply.status}: ${reply.text.slice(0, 150)}`);
      throw new Error(`status ${reply.status} for plays ${batch.plays[0]?.seq}… of ${batch.bootId}`);
    }
    const receipt = PlayReceipt.safeParse(JSON.parse(reply.text));
    if (!receipt.success || receipt.data.bootId !== batch.bootId) throw new Error('the receipt is not for this batch');
    const [first, last] = [batch.plays[0]?.seq ?? 0, batch.plays.at(-1)?.seq ?? 0];
    const upTo = Math.min(receipt.data.storedUpTo, last);
    if (upTo < first - 1) {
      journal.retreat({ bootId: batch.bootId, storedUpTo: upTo });
      return true;
    }
    if (upTo < first) throw new Error(`the receipt covers nothing of the batch: ${upTo}`);
    await journal.acknowledge({ bootId: batch.bootId, storedUpTo: upTo });
    doors.stored({ bootId: batch.bootId, storedUpTo: upTo });
    return true;
  };

  const drain = async (): Promise<void> => {
    try {
      while (!stopped && doors.online() && (await handInOne())) failures = 0;
    } catch (thrown) {
      failures += 1;
      const waitMs = jittered(clocks, Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** (failures - 1)));
      log('plays.not-handed-in', { why: wordsOf(thrown), retryMs: Math.round(waitMs), backlog: journal.backlog() });
      arm(waitMs);
    }
  };

  function arm(ms: number): void {
    if (timer || work || stopped) return;
    timer = clocks.after(ms, () => {
      timer = null;
      work = drain().finally(() => {
        work = null;
        if (!timer && !stopped && doors.online() && journal.backlog() > 0) arm(GATHER_MS);
      });
    });
  }

  return {
    nudge: () => {
      if (doors.online()) arm(GATHER_MS);
    },
    stop: async () => {
      stopped = true;
      timer?.();
      await work;
    },
  };
};
