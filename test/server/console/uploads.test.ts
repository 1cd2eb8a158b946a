import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Digest } from '../../../playlists/model/ids.ts';
import type { FileDigest } from '../../../server/console/src/media/file-digest.ts';
import type { Unfinished, UnfinishedMemory } from '../../../server/console/src/media/unfinished.ts';
import type { UploadItem, UploadState } from '../../../server/console/src/media/upload-item.ts';
import { createSpeedGauge, overallOf } from '../../../server/console/src/media/upload-speed.ts';
import { createUploads, type Uploads } from '../../../server/console/src/media/uploads.ts';

const DIGEST = 'd'.repeat(64) as Digest;
const URL_A = `/api/uploads/${'a'.repeat(32)}`;
const fileOf = (name: string, bytes: number, lastModified = 1): File =>
  new File([new Uint8Array(bytes)], name, { lastModified });
const aMemory = (...left: Partial<Unfinished>[]): UnfinishedMemory & { left: Unfinished[] } => {
  const memory = {
    left: left.map((one) => ({
      url: URL_A,
      name: 'a.mp4',
      bytes: 10,
      lastModified: 1,
      digest: DIGEST,
      folder: null,
      replaces: null,
      at: 0,
      ...one,
    })),
    read: () => memory.left,
    keep: (one: Unfinished) => void memory.left.push(one),
    forget: (url: string) => {
      memory.left = memory.left.filter((one) => one.url !== url);
    },
  };
  return memory;
};

/** What the server has of an unfinished upload; null = it knows none. Sending itself is tried in the browser. */
let known: number | null;
let digests: Record<string, FileDigest>;
const open = (memory = aMemory(), twin: { id: string; title: string } | null = null): Uploads =>
  createUploads({
    digestFile: async (file) => digests[file.name] ?? { kind: 'unreadable', technician: 'gone' },
    mayHaveTwin: async () => true,
    findTwin: async () => twin as never,
    copyTwin: async () => ({ ok: true, value: null }),
    memory,
  });
const kinds = (uploads: Uploads): UploadState['kind'][] => uploads.items().map(({ state }) => state.kind);

beforeEach(() => {
  known = 4;
  digests = {};
  vi.stubGlobal('fetch', async () =>
    known === null
      ? new Response(null, { status: 404 })
      : new Response(null, { status: 200, headers: { 'Upload-Offset': String(known) } }),
  );
});
afterEach(() => vi.unstubAllGlobals());

describe('what an earlier session left unfinished', () => {
  it('is shown with what the server has of it', async () => {
    const uploads = open(aMemory({}));
    await uploads.recall();
    expect(uploads.items()).toMatchObject([{ name: 'a.mp4', bytes: 10, sent: 4, state: { kind: 'unfinished' } }]);
    await uploads.recall();
    expect(uploads.items()).toHaveLength(1);
  });

  it('is not shown when the server knows none of ours by that name, and kept for whoever it is', async () => {
    known = null;
    const memory = aMemory({});
    const uploads = open(memory);
    await uploads.recall();
    expect([uploads.items(), memory.left.length]).toEqual([[], 1]);
  });

  it('is forgotten when all of it arrived', async () => {
    known = 10;
    const memory = aMemory({});
    const uploads = open(memory);
    await uploads.recall();
    expect([uploads.items(), memory.left]).toEqual([[], []]);
  });

  it.each<[string, File, UploadState['kind']]>([
    ['another length', fileOf('a.mp4', 11), 'unfinished'],
    ['the same length, other bytes', fileOf('other.mp4', 10), 'unfinished'],
    ['an unreadable file', fileOf('gone.mp4', 10), 'refused'],
  ])('takes no %s', async (_, file, kind) => {
    digests = { 'other.mp4': { kind: 'digest', digest: 'e'.repeat(64) as Digest } };
    const uploads = open(aMemory({}));
    await uploads.recall();
    uploads.choose(1, file);
    await vi.waitFor(() => expect(kinds(uploads)).toEqual([kind]));
    if (kind === 'unfinished') expect(uploads.items()[0]?.state).toEqual({ kind: 'unfinished', isWrong: true });
    // Nothing is sent without a file: it is asked for again.
    if (kind === 'refused') uploads.resume(1);
    expect(kinds(uploads)).toEqual(['unfinished']);
  });
});

describe('a file that is added', () => {
  it('whose bytes the library has is asked about; added once more, it is done without being sent', async () => {
    digests = { 'b.png': { kind: 'digest', digest: DIGEST } };
    const uploads = open(aMemory(), { id: 'ast_a', title: 'Áp phích' });
    uploads.add([fileOf('b.png', 5)]);
    await vi.waitFor(() => expect(kinds(uploads)).toEqual(['twin']));
    uploads.keepTwin(1);
    await vi.waitFor(() => expect(kinds(uploads)).toEqual(['done']));
  });

  it('is sent before it was hashed when it is large and the library has nothing of its size, else it is hashed first', async () => {
    const large = 33 * 1024 * 1024;
    const asked: number[] = [];
    const hashed: string[] = [];
    const uploads = createUploads({
      digestFile: (file) => {
        hashed.push(file.name);
        return new Promise(() => undefined);
      },
      mayHaveTwin: async (bytes) => {
        asked.push(bytes);
        return bytes !== large;
      },
      findTwin: async () => null,
      copyTwin: async () => ({ ok: true, value: null }),
      memory: aMemory(),
      endpoint: 'http://127.0.0.1:9/uploads',
    });
    uploads.add([fileOf('phim.mp4', large), fileOf('phim-hai.mp4', large + 1), fileOf('nho.png', 5)]);
    await vi.waitFor(() => expect(hashed).toEqual(['phim.mp4', 'phim-hai.mp4']));
    expect(asked).toEqual([large, large + 1]);
    // Sending itself fails here; but it was tried, and the next one is being compared.
    await vi.waitFor(() => expect(kinds(uploads)).toEqual(['refused', 'checking', 'waiting']));
    // Hashing goes on meanwhile, and is not begun again.
    uploads.resume(1);
    await vi.waitFor(() => expect(kinds(uploads)[0]).toBe('refused'));
    expect(hashed).toEqual(['phim.mp4', 'phim-hai.mp4']);
    for (const id of [1, 2, 3]) uploads.cancel(id);
    expect(uploads.items()).toEqual([]);
  });

  it('that cannot be read is refused in words', async () => {
    const uploads = open();
    uploads.add([fileOf('gone.png', 5)]);
    await vi.waitFor(() => expect(uploads.items()[0]?.state).toMatchObject({ trouble: { code: 'file-unreadable' } }));
  });

  it('waits while others are hashed; all can be paused and go on', async () => {
    const uploads = createUploads({
      digestFile: () => new Promise(() => undefined),
      mayHaveTwin: async () => true,
      findTwin: async () => null,
      copyTwin: async () => ({ ok: true, value: null }),
      memory: aMemory(),
    });
    uploads.add([fileOf('a.png', 1), fileOf('b.png', 1), fileOf('c.png', 1)]);
    expect(kinds(uploads)).toEqual(['checking', 'waiting', 'waiting']);
    uploads.pauseAll();
    expect(kinds(uploads)).toEqual(['paused', 'paused', 'paused']);
    uploads.resumeAll();
    expect(kinds(uploads)).toEqual(['checking', 'waiting', 'waiting']);
    uploads.cancel(1);
    expect(kinds(uploads)).toEqual(['checking', 'waiting']);
  });
});

describe('speed', () => {
  it('is that of the last seconds, and none before there is something to go by', () => {
    const gauge = createSpeedGauge();
    expect(gauge.take(0, 0)).toBeNull();
    expect(gauge.take(200, 500)).toBeNull();
    expect(gauge.take(1_000, 2_000)).toBe(2_000);
    expect(gauge.take(10_000, 3_000)).toBeNull();
  });

  it('of all counts what moves, and the time left what is still to be sent', () => {
    const item = (bytes: number, sent: number, state: UploadState): UploadItem => ({
      id: 0,
      name: '',
      bytes,
      sent,
      state,
    });
    const running = (bytesPerSecond: number): UploadState => ({ kind: 'running', bytesPerSecond, isLost: false });
    expect(
      overallOf([
        item(100, 50, running(5)),
        item(100, 0, running(5)),
        item(50, 50, { kind: 'done' }),
        item(900, 0, { kind: 'unfinished', isWrong: false }),
      ]),
    ).toEqual({ sent: 100, bytes: 250, bytesPerSecond: 10, leftMs: 15_000 });
    expect(overallOf([item(10, 0, { kind: 'waiting' })]).leftMs).toBeNull();
  });
});
