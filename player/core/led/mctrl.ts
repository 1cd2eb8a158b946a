/**
 * Brightness through a NovaStar sending card of the MCTRL and VX families, over TCP. One request in flight, one second for its answer; the
 * connection is kept, since whoever holds it is the only writer. Not tried on a device.
 */
import { connect, type Socket } from 'node:net';
import type { Clocks } from '../clocks.ts';
import type { LedDriver, LedReading, LedResult } from './driver.ts';
import {
  ACK,
  EVERY_CARD,
  FIRST_CARD,
  percentOf,
  REGISTER,
  type Reply,
  type Request,
  readReply,
  registerOf,
  writeRequest,
} from './mctrl-frame.ts';

const ANSWER_MS = 1_000;
/** More than any answer; a stranger that talks on is not listened to. */
const MOST_HELD_BYTES = 4_096;

type Answer = Reply | Extract<LedResult, 'unreachable' | 'busy'>;

const failure = (result: LedResult): LedReading => ({ result, percent: null });

const RESULT_OF_ACK: Readonly<Record<number, LedResult>> = {
  [ACK.done]: 'done',
  [ACK.timeout]: 'unreachable',
  [ACK.unknownCommand]: 'unsupported',
};

export const createMctrlDriver = (doors: { host: string; port: number; clocks: Clocks }): LedDriver => {
  const { clocks } = doors;
  let socket: Socket | null = null;
  let serial = 0;
  let held: Uint8Array = new Uint8Array(0);
  /** Whoever waits for the answer that is due. */
  let waiting: { serial: number; settle: (answer: Answer) => void } | null = null;

  const drop = (answer: Extract<Answer, string>): void => {
    socket?.destroy();
    socket = null;
    held = new Uint8Array(0);
    waiting?.settle(answer);
  };

  const hear = (bytes: Uint8Array): void => {
    held = Buffer.concat([held, bytes]);
    for (let found = readReply(held); found; found = readReply(held)) {
      held = held.subarray(found.taken);
      if (found.reply && found.reply.serial === waiting?.serial) waiting.settle(found.reply);
    }
    if (held.length > MOST_HELD_BYTES) held = new Uint8Array(0);
  };

  const open = (): Promise<Socket | 'unreachable'> =>
    new Promise((resolve) => {
      const opening = connect({ host: doors.host, port: doors.port, noDelay: true });
      const give = (opened: Socket | 'unreachable'): void => {
        cancel();
        if (opened === 'unreachable') opening.destroy();
        resolve(opened);
      };
      const cancel = clocks.after(ANSWER_MS, () => give('unreachable'));
      opening.once('connect', () => give(opening));
      opening.on('error', () => give('unreachable'));
    });

  const take = async (): Promise<boolean> => {
    if (socket) return true;
    const opened = await open();
    if (opened === 'unreachable') return false;
    socket = opened;
    opened.on('data', hear);
    // Taken, and dropped at once or in the middle: somebody else has it.
    opened.once('close', () => {
      if (socket === opened) drop('busy');
    });
    return true;
  };

  const ask = async (request: Omit<Request, 'serial'>): Promise<Answer> => {
    if (!(await take())) return 'unreachable';
    serial = (serial + 1) % 256;
    const mine = serial;
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        cancel();
        waiting = null;
        resolve(answer);
      };
      const cancel = clocks.after(ANSWER_MS, () => drop('unreachable'));
      waiting = { serial: mine, settle };
      socket?.write(writeRequest({ ...request, serial: mine }));
    });
  };

  const read = async (): Promise<LedReading> => {
    const answer = await ask({ to: FIRST_CARD, register: REGISTER.brightness, data: null, length: 1 });
    if (typeof answer === 'string') return failure(answer);
    const result = RESULT_OF_ACK[answer.ack] ?? 'refused';
    const [value] = answer.data;
    return result === 'done' && value !== undefined ? { result, percent: percentOf(value) } : failure(result);
  };

  const write = async (percent: number): Promise<LedReading> => {
    const value = registerOf(percent);
    const data = Uint8Array.of(value);
    const answer = await ask({ to: EVERY_CARD, register: REGISTER.brightness, data, length: 1 });
    if (typeof answer === 'string') return failure(answer);
    const result = RESULT_OF_ACK[answer.ack] ?? 'refused';
    if (result !== 'done') return failure(result);
    const back = await read();
    if (back.percent === null) return back;
    return registerOf(back.percent) === value ? back : { ...back, result: 'mismatch' };
  };

  /** One after the other. */
  let working: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<LedReading>): Promise<LedReading> => {
    const done = working.then(work);
    working = done;
    return done;
  };

  return {
    kind: 'mctrl',
    setBrightness: (percent) => inTurn(() => write(percent)),
    readBrightness: () => inTurn(read),
    release: () => {
      socket?.end();
      drop('unreachable');
    },
  };
};
