/**
 * Frames of NovaStar's MCTRL and VX sending cards, over TCP 5200 or a serial line: a head of 18 bytes, data, a sum. Pure. What is known of the
 * protocol and from where: the LED chapter of the domain notes; multi-byte numbers are little-endian.
 */

/** A value above is an answer: 0 is good. */
export const ACK = { done: 0, timeout: 1, badRequestSum: 2, badReplySum: 3, unknownCommand: 4 } as const;

export const REGISTER = {
  /** Of receiving cards: 0–255. */
  brightness: 0x02_00_00_01,
} as const;

/** All receiving cards of all ports. */
export const EVERY_CARD = { port: 0xff, card: 0xffff } as const;
/** The first one of the first port: what is read back. */
export const FIRST_CARD = { port: 0, card: 0 } as const;

/** First sending card of the chain; `0xff` would be all of them, which do not answer. */
const FIRST_SENDER = 0;
const COMPUTER = 0xfe;
const RECEIVING_CARD = 1;
const HEAD_BYTES = 18;
const SUM_BYTES = 2;

export interface Request {
  /** 0–255; the answer has the same. */
  serial: number;
  /** Default: the first sending card. */
  sender?: number;
  to: { port: number; card: number };
  register: number;
  /** What is written; null = `length` bytes are read. */
  data: Uint8Array | null;
  length: number;
}

export interface Reply {
  serial: number;
  ack: number;
  register: number;
  isWrite: boolean;
  data: Uint8Array;
}

const sumOf = (bytes: Uint8Array, until: number): number => {
  let sum = 0x5555;
  for (let at = 2; at < until; at += 1) sum += bytes[at] ?? 0;
  return sum & 0xffff;
};

/** Percent of full as the register has it. */
export const registerOf = (percent: number): number => Math.round((percent * 255) / 100);
export const percentOf = (register: number): number => (register * 100) / 255;

export const writeRequest = ({ serial, sender = FIRST_SENDER, to, register, data, length }: Request): Uint8Array => {
  const held = data ?? new Uint8Array(0);
  const bytes = new Uint8Array(HEAD_BYTES + held.length + SUM_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set([0x55, 0xaa, 0, serial, COMPUTER, sender, RECEIVING_CARD, to.port]);
  view.setUint16(8, to.card, true);
  bytes[10] = data ? 1 : 0;
  view.setUint32(12, register, true);
  view.setUint16(16, length, true);
  bytes.set(held, HEAD_BYTES);
  view.setUint16(HEAD_BYTES + held.length, sumOf(bytes, HEAD_BYTES + held.length), true);
  return bytes;
};

/**
 * The first whole answer in what has come so far and how many bytes it and the rubbish before it took; null = more must come. An answer whose
 * sum does not hold is rubbish.
 */
export const readReply = (bytes: Uint8Array): { reply: Reply | null; taken: number } | null => {
  const start = bytes.findIndex((byte, i) => byte === 0xaa && bytes[i + 1] === 0x55);
  if (start < 0) return null;
  const rest = bytes.subarray(start);
  if (rest.length < HEAD_BYTES + SUM_BYTES) return null;
  const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength);
  const isWrite = rest[10] === 1;
  const length = isWrite ? 0 : view.getUint16(16, true);
  const whole = HEAD_BYTES + length + SUM_BYTES;
  if (rest.length < whole) return null;
  const sound = view.getUint16(HEAD_BYTES + length, true) === sumOf(rest, HEAD_BYTES + length);
  const reply = {
    serial: rest[3] ?? 0,
    ack: rest[2] ?? 0,
    register: view.getUint32(12, true),
    isWrite,
    data: rest.slice(HEAD_BYTES, HEAD_BYTES + length),
  };
  return sound ? { reply, taken: start + whole } : { reply: null, taken: start + 2 };
};
