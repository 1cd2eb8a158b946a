/**
 * Writes JSON replies. A short one goes out whole, with its length and tag; of a long one some items of its lists are written in each
 * turn of the loop, so that a ward's thousands of slots never hold the sockets up.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Response } from 'express';
import { isFrozenWhole } from '../frozen.ts';

/** Characters written in one turn: about 1 ms. */
const CHARACTERS_A_TURN = 100_000;

/** Text of what cannot change any more; everybody's console asks for the same thousands of slots. */
const texts = new WeakMap<object, string>();
const textOf = (value: unknown): string => {
  if (!isFrozenWhole(value)) return JSON.stringify(value) ?? 'null';
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
};

/** The text of a value, piece by piece: the lists in it, or in its members, item by item. */
const piecesOf = function* (value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    yield '[';
    for (let i = 0; i < value.length; i += 1) yield `${i > 0 ? ',' : ''}${textOf(value[i])}`;
    yield ']';
  } else if (typeof value === 'object' && value !== null && !('toJSON' in value)) {
    let isFirst = true;
    yield '{';
    for (const [name, member] of Object.entries(value)) {
      if (!Array.isArray(member) && JSON.stringify(member) === undefined) continue;
      yield `${isFirst ? '' : ','}${JSON.stringify(name)}:`;
      isFirst = false;
      if (Array.isArray(member)) yield* piecesOf(member);
      else yield JSON.stringify(member);
    }
    yield '}';
  } else yield JSON.stringify(value);
};

/** Pieces put together to what one turn writes. */
const chunksOf = function* (value: unknown): Generator<string> {
  let chunk = '';
  for (const piece of piecesOf(value)) {
    chunk += piece;
    if (chunk.length < CHARACTERS_A_TURN) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
};

/** Writes `reply` with the status that is set. Whoever hangs up meanwhile gets the rest not, which is no fault. */
export const writeReply = async (response: Response, reply: unknown): Promise<void> => {
  const chunks = chunksOf(reply);
  const first = chunks.next();
  const text = first.done ? '' : first.value;
  response.type('application/json');
  if (text.length < CHARACTERS_A_TURN) {
    response.send(text);
    return;
  }
  const inTurns = async function* (): AsyncGenerator<string> {
    yield text;
    for (const chunk of chunks) {
      await nextTurn();
      yield chunk;
    }
  };
  try {
    await pipeline(Readable.from(inTurns()), response);
  } catch (fault) {
    if ((fault as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
  }
};
