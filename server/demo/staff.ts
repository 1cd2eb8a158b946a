/** A member of staff as a program: signs in and works through the same HTTP contracts as the console. */
import { setTimeout } from 'node:timers/promises';
import { Upload } from 'tus-js-client';
import type { z } from 'zod';
import { CONTRACTS, type ContractName } from '../../playlists/wire/api/index.ts';
import { UPLOADS_PATH } from '../../playlists/wire/api/library.ts';

type Input<Name extends ContractName, Part extends 'params' | 'query' | 'body'> = z.input<
  (typeof CONTRACTS)[Name][Part]
>;
type Answer<Name extends ContractName> = z.output<(typeof CONTRACTS)[Name]['reply']>;

export interface Staff {
  /** Throws with the technician's words when the server refuses: in the demo a refusal is a fault. */
  call<Name extends ContractName>(
    name: Name,
    parts?: { params?: Input<Name, 'params'>; query?: Input<Name, 'query'>; body?: Input<Name, 'body'> },
  ): Promise<Answer<Name>>;
  /** Signs in with an account that exists. Throws when the server refuses. */
  signIn(email: string, password: string): Promise<void>;
  /** Waits until the server answers; throws when it does not in time. */
  waitUntilUp(withinMs: number): Promise<void>;
  /** Resumable upload; resolves when the server has durably taken the last byte. */
  upload(bytes: Buffer, filename: string, topic: string): Promise<void>;
}

export const openStaff = (base: string): Staff => {
  let cookie = '';
  const headers = () => ({ origin: base, ...(cookie ? { cookie } : {}) });

  const keepCookies = (answer: Response): void => {
    const fresh = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
    if (fresh.length > 0) cookie = fresh.join('; ');
  };

  const call: Staff['call'] = async (name, parts = {}) => {
    const contract = CONTRACTS[name];
    const path = contract.path.replace(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(String((parts.params as Record<string, unknown> | undefined)?.[key])),
    );
    const query = new URLSearchParams(
      Object.entries((parts.query ?? {}) as Record<string, unknown>).map(([key, value]) => [key, String(value)]),
    );
    const answer = await fetch(`${base}/api${path}${query.size > 0 ? `?${query}` : ''}`, {
      method: contract.method,
      headers: { ...headers(), ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: parts.body === undefined ? undefined : JSON.stringify(parts.body),
    });
    keepCookies(answer);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${text.slice(0, 600)}`);
    return contract.reply.parse(text === '' ? undefined : JSON.parse(text)) as never;
  };

  const upload: Staff['upload'] = (bytes, filename, topic) =>
    new Promise((resolve, reject) => {
      new Upload(bytes, {
        endpoint: `${base}${UPLOADS_PATH}`,
        headers: headers(),
        metadata: { filename, topic, source: 'Phòng Văn hóa – Xã hội (nội dung mẫu)' },
        chunkSize: 4 * 1024 * 1024,
        retryDelays: [200, 1_000, 3_000],
        onError: reject,
        onSuccess: () => resolve(),
      }).start();
    });

  const signIn: Staff['signIn'] = async (email, password) => {
    const answer = await fetch(`${base}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { ...headers(), 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    keepCookies(answer);
  };

  const waitUntilUp: Staff['waitUntilUp'] = async (withinMs) => {
    const deadline = Date.now() + withinMs;
    while (
      !(await fetch(`${base}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      ))
    ) {
      if (Date.now() > deadline) throw new Error(`no answer from ${base} within ${withinMs} ms`);
      await setTimeout(200);
    }
  };

  return { call, signIn, upload, waitUntilUp };
};
