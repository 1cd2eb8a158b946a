/**
 * A real server for tests: port 0, a folder of its own, a first administrator signed in. `await using` or call `stop`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import request from 'supertest';
import { type Doors, startServer } from '../../server/compose.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { createLog } from '../../server/http/log.ts';
import { foundTools } from './media-tools.ts';

export const ADMIN = { name: 'Quản trị thử', email: 'admin@phuong.test', password: 'Mat-khau-thu-2026' } as const;
export const WARD = 'Phường thử nghiệm';

export interface Answer {
  status: number;
  // Tests read many shapes; the contract is checked by the server itself (`checkReplies`).
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any;
  headers: Headers;
}

/** A browser in small: keeps cookies, says its origin. `path` is below `/api`. */
export interface Agent {
  cookie(): string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The body of an answer that is no refusal; throws on one that is. */
  ask(method: string, path: string, body?: unknown): Promise<Answer['body']>;
}

type Verb = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options';

export const openAgent = (url: string): Agent => {
  const agent = request.agent(url);
  const self: Agent = {
    cookie: () =>
      agent.jar.getCookies({ domain: new URL(url).hostname, path: '/', secure: false, script: false }).toValueString(),
    call: async (method, path, body, headers = {}) => {
      const ask = agent[method.toLowerCase() as Verb](`/api${path}`).set({ origin: url, ...headers });
      if (body !== undefined && !('content-type' in headers)) ask.set('content-type', 'application/json');
      const answer = await (body === undefined
        ? ask
        : ask.send(typeof body === 'string' ? body : JSON.stringify(body)));
      const isJson = answer.type.includes('json') && answer.text !== '';
      return {
        status: answer.status,
        body: isJson ? answer.body : (answer.text ?? ''),
        headers: new Headers(
          Object.entries(answer.headers as Record<string, string | string[]>).flatMap(([name, value]) =>
            [value].flat().map((one): [string, string] => [name, one]),
          ),
        ),
      };
    },
    ask: async (method, path, body) => {
      const answer = await self.call(method, path, body);
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
  };
  return self;
};

export interface TestServer {
  url: string;
  config: Config;
  dataFolder: string;
  /** Signed in as the first administrator; not signed in when `setUp: false`. */
  admin: Agent;
  /** Links of first-run setup printed so far. */
  setupLinks: string[];
  logLines: string[];
  /** Invites, accepts and signs in one more person. */
  addPerson(
    role: 'admin' | 'staff' | 'approver',
    email?: string,
  ): Promise<Agent & { id: string; email: string; password: string }>;
  /** Stops and keeps the folder; `restart` brings it back. */
  pause(): Promise<void>;
  /** Stops, keeps the folder, starts anew on it. Cookies of agents stay good when the port does. */
  restart(): Promise<TestServer>;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Options {
  environment?: Record<string, string>;
  doors?: Partial<Doors>;
  /** False: leave the server without any person. */
  setUp?: boolean;
}

const boot = async (dataFolder: string, options: Options, fresh: boolean, port = 0): Promise<TestServer> => {
  const config = readConfig({
    BANGTIN_DATA: dataFolder,
    PORT: String(port),
    HOST: '127.0.0.1',
    MIN_FREE_MB: '1',
    ...options.environment,
  });
  const setupLinks: string[] = [];
  const logLines: string[] = [];
  const running = await startServer(config, {
    now: Date.now,
    monotonicMs: () => performance.now(),
    log: createLog('info', { write: (line: string) => logLines.push(line) }),
    announceSetup: (url) => setupLinks.push(url),
    version: '0.0.0-test',
    tools: await foundTools(),
    checkReplies: true,
    ...options.doors,
  });
  const url = `http://127.0.0.1:${running.port}`;
  const admin = openAgent(url);
  if (fresh && options.setUp !== false) {
    const token = setupLinks[0]?.split('#token=')[1];
    const done = await admin.call('POST', '/setup', { token, wardName: WARD, ...ADMIN });
    if (done.status !== 201) throw new Error(`setup failed: ${done.status} ${JSON.stringify(done.body)}`);
  }
  let people = 0;
  let isStopped = false;
  const halt = async () => {
    if (isStopped) return;
    isStopped = true;
    await running.stop();
  };
  const server: TestServer = {
    url,
    config,
    dataFolder,
    admin,
    setupLinks,
    logLines,
    addPerson: async (role, email = `person${++people}@phuong.test`) => {
      const invited = await admin.call('POST', '/people/invitations', { name: `Người ${people}`, email, role });
      if (invited.status !== 201) throw new Error(`invitation failed: ${JSON.stringify(invited.body)}`);
      const token = String(invited.body.url).split('#token=')[1];
      const agent = openAgent(url);
      const password = 'Mat-khau-rieng-2026';
      const joined = await agent.call('POST', `/invitations/${token}`, { password });
      if (joined.status !== 201) throw new Error(`joining failed: ${JSON.stringify(joined.body)}`);
      return { ...agent, id: joined.body.id, email, password };
    },
    pause: halt,
    restart: async () => {
      await halt();
      const again = await boot(dataFolder, options, false, running.port);
      return { ...again, admin };
    },
    stop: async () => {
      await halt();
      await rm(dataFolder, { recursive: true, force: true });
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
  return server;
};

/** Starts a server in a temporary folder. Stop it: nothing outlives a test. */
export const startTestServer = async (options: Options = {}): Promise<TestServer> =>
  boot(await mkdtemp(join(tmpdir(), 'bang-tin-test-')), options, true);
