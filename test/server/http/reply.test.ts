/** Replies are the JSON they stand for, whole or in turns, and whoever hangs up harms nobody. */
import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { freezeWhole } from '../../../server/frozen.ts';
import { writeReply } from '../../../server/http/reply.ts';

let server: Server | null = null;
const faults: unknown[] = [];
let turns = 0;
let ended: Promise<unknown> = Promise.resolve();

/** Serves one value; counts the turns that the loop makes while it is written. */
const serve = async (reply: unknown): Promise<string> => {
  faults.length = 0;
  const app = express();
  app.get('/', (_request, response) => {
    let isDone = false;
    turns = 0;
    const spin = (): void => {
      turns += 1;
      if (!isDone) setImmediate(spin);
    };
    spin();
    ended = writeReply(response, reply)
      .catch((fault: unknown) => faults.push(fault))
      .finally(() => {
        isDone = true;
      });
  });
  server = app.listen(0);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const item = (n: number) => ({ id: `slt_${n}`, name: `Khung giờ “${n}”`, targets: [{ kind: 'all' }], zone: null });
const many = Array.from({ length: 4_000 }, (_, n) => item(n));

it.each([
  ['a short object', { a: 1, b: undefined, c: null, d: [], e: { f: ['x'] }, g: 'Ế "' }],
  ['a short list', [1, undefined, null, 'ạ', { a: [] }]],
  ['a text', 'Tin'],
  ['nothing', null],
  ['a date', new Date(0)],
  ['an object without members', {}],
  ['frozen items, whose text is kept, beside others', [freezeWhole({ a: ['ạ'] }), { a: 1 }, Object.freeze({ b: [2] })]],
])('%s goes out whole, with its length and tag', async (_name, value) => {
  const answer = await fetch(await serve(value));
  const text = await answer.text();
  expect(text).toBe(JSON.stringify(value));
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
  expect(answer.headers.get('etag')).toBeTruthy();
});

it.each([
  ['a list', many],
  [
    'an object with lists',
    { wardName: 'Phường', none: undefined, at: new Date(1), slots: many, empty: [], rest: { a: 1 } },
  ],
])('%s of thousands goes out in many turns of the loop', async (_name, value) => {
  const answer = await fetch(await serve(value));
  expect(await answer.text()).toBe(JSON.stringify(value));
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  await ended;
  expect(turns).toBeGreaterThan(3);
  expect(faults).toEqual([]);
});

it('a client that hangs up half way is no fault', async () => {
  const url = await serve(Array.from({ length: 60_000 }, (_, n) => item(n)));
  const request: ClientRequest = get(url);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  await once(answer, 'data');
  answer.destroy();
  await ended;
  expect(faults).toEqual([]);
});

it('what cannot be written breaks the reply off and is said', async () => {
  const answer = await fetch(await serve([...many, { id: 1n }]));
  await expect(answer.text()).rejects.toThrow();
  await ended;
  expect(faults).toHaveLength(1);
});
