/**
 * Brightness through a NovaStar controller of the COEX family (MX, CX, KU), over its HTTP interface on port 8001: every answer is JSON with
 * `code`, of which 0 is good. Such a controller may have a brightness timetable of its own, which should be off. Not tried on a device.
 */
import { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import type { LedDriver, LedReading, LedResult } from './driver.ts';

const ANSWER_MS = 2_000;
const MOST_REPLY_BYTES = 200_000;
/** Controllers round what they are told. */
const CLOSE_ENOUGH = 1;

/** Firmware differs in where it lists screens and how it spells their id; brightness is in the list of some. */
const ListedScreen = z
  .looseObject({ brightness: z.number().min(0).max(100).optional() })
  .transform(({ brightness, ...rest }) => ({
    id: [rest.screenID, rest.screenId, rest.id].find((id) => typeof id === 'string' || typeof id === 'number'),
    brightness,
  }));
const Listing = z.union([
  z.array(ListedScreen),
  z.object({ screens: z.array(ListedScreen) }).transform((held) => held.screens),
]);
const Envelope = z.object({ code: z.number(), data: z.unknown().optional() });

type Answer = { result: Exclude<LedResult, 'done'> } | { result: 'done'; data: unknown };

export const createCoexDriver = (doors: {
  host: string;
  port: number;
  clocks: Clocks;
  fetch: typeof fetch;
}): LedDriver => {
  const { clocks } = doors;
  const base = `http://${doors.host}:${doors.port}/api/v1`;

  const call = async (method: 'GET' | 'PUT', path: string, body?: object): Promise<Answer> => {
    const stop = new AbortController();
    const cancel = clocks.after(ANSWER_MS, () => stop.abort());
    try {
      const response = await doors.fetch(`${base}${path}`, {
        method,
        redirect: 'error',
        signal: stop.signal,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      if (Number(response.headers.get('content-length') ?? 0) > MOST_REPLY_BYTES) {
        await response.body?.cancel();
        return { result: 'unsupported' };
      }
      const text = await response.text();
      if (response.status === 404) return { result: 'unsupported' };
      if (response.status === 409 || response.status === 423) return { result: 'busy' };
      const read = Envelope.safeParse(JSON.parse(text));
      if (!read.success) return { result: 'unsupported' };
      return read.data.code === 0 ? { result: 'done', data: read.data.data } : { result: 'refused' };
    } catch (thrown) {
      return { result: thrown instanceof SyntaxError ? 'unsupported' : 'unreachable' };
    } finally {
      cancel();
    }
  };

  const list = async (): Promise<LedReading & { ids: (string | number)[] }> => {
    const answer = await call('GET', '/screen');
    if (answer.result !== 'done') return { result: answer.result, percent: null, ids: [] };
    const read = Listing.safeParse(answer.data);
    const screens = read.success ? read.data : [];
    const ids = screens.flatMap(({ id }) => (id === undefined ? [] : [id as string | number]));
    if (ids.length === 0) return { result: 'unsupported', percent: null, ids };
    return { result: 'done', percent: screens[0]?.brightness ?? null, ids };
  };

  const read = async (): Promise<LedReading> => {
    const { result, percent } = await list();
    return { result, percent };
  };
  const write = async (percent: number): Promise<LedReading> => {
    const { ids, ...listed } = await list();
    if (listed.result !== 'done') return listed;
    const { result } = await call('PUT', '/screen/brightness', { brightness: percent, screenIds: ids });
    if (result !== 'done') return { result, percent: null };
    const back = await read();
    const isOff = back.percent !== null && Math.abs(back.percent - percent) > CLOSE_ENOUGH;
    return isOff ? { ...back, result: 'mismatch' } : back;
  };

  return { kind: 'coex', setBrightness: write, readBrightness: read, release: () => {} };
};
