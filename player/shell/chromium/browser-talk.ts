/** The private pipe to a browser: commands there, events and answers back, one JSON text after another parted by zero bytes. */
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

const ANSWER_WITHIN_MS = 8_000;

const Said = z.object({
  id: z.int().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
  sessionId: z.string().optional(),
});
export type Said = z.infer<typeof Said>;

export interface BrowserTalk {
  /** Says something that nobody waits for. */
  tell(method: string, params?: object, sessionId?: string): void;
  /** Asks and gives the result; throws what the browser answers, or when it does not. */
  ask(method: string, params?: object, sessionId?: string): Promise<unknown>;
  /** Listens to an event of the browser or of a page; returns its end. */
  on(method: string, heard: (said: Said) => void): () => void;
}

export const openBrowserTalk = (toBrowser: Writable, fromBrowser: Readable): BrowserTalk => {
  let lastId = 0;
  const asked = new Map<number, (said: Said) => void>();
  const listeners = new Map<string, Set<(said: Said) => void>>();
  let rest = '';
  fromBrowser.setEncoding('utf8');
  fromBrowser.on('data', (text: string) => {
    const lines = (rest + text).split('\0');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = Said.parse(JSON.parse(line));
      if (said.id !== undefined) asked.get(said.id)?.(said);
      for (const heard of listeners.get(said.method ?? '') ?? []) heard(said);
    }
  });
  // A pipe breaks when the other side dies; whoever started the browser hears of its end.
  toBrowser.on('error', () => {});
  fromBrowser.on('error', () => {});

  const send = (method: string, params: object, sessionId?: string): number => {
    lastId += 1;
    toBrowser.write(`${JSON.stringify({ id: lastId, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    return lastId;
  };
  return {
    tell: (method, params = {}, sessionId) => void send(method, params, sessionId),
    ask: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        const id = send(method, params, sessionId);
        const late = setTimeout(() => {
          asked.delete(id);
          reject(new Error(`the browser did not answer ${method}`));
        }, ANSWER_WITHIN_MS);
        asked.set(id, (said) => {
          clearTimeout(late);
          asked.delete(id);
          if (said.error) reject(new Error(`${method}: ${said.error.message}`));
          else resolve(said.result);
        });
      }),
    on: (method, heard) => {
      const known = listeners.get(method) ?? new Set();
      listeners.set(method, known.add(heard));
      return () => known.delete(heard);
    },
  };
};
