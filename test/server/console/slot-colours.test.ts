/** What the colours say, and that everybody can read on them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AssetId, PlaylistId } from '../../../playlists/model/ids.ts';
import type { Asset } from '../../../playlists/model/media.ts';
import type { Playlist } from '../../../playlists/model/playlist.ts';
import { TONES, tonesOf, topicOfPlaylist } from '../../../server/console/src/schedule/slot-colours.ts';
import { aPlaylist } from '../../support/builders.ts';

const assets = new Map(
  Object.entries({ ast_a: '1.1', ast_b: '1.2.a', ast_c: '1.2.b', ast_d: '1.2.b', ast_none: null }).map(
    ([id, topic]): [AssetId, Pick<Asset, 'id' | 'topic' | 'tags'>] => [
      id as AssetId,
      { id: id as AssetId, topic, tags: [] },
    ],
  ),
);
const topicOf = (...playlists: Playlist[]) =>
  topicOfPlaylist(
    (playlists[0] as Playlist).id,
    (id: PlaylistId) => playlists.find((playlist) => playlist.id === id),
    assets,
  );
const withEntries = (entries: object[], parts: object = {}): Playlist =>
  aPlaylist({ entries: entries as never, ...parts });
const asset = (assetId: string, weight = 1) => ({
  id: assetId.replace('ast_', 'ent_'),
  kind: 'asset',
  assetId,
  durationMs: null,
  weight,
});
const topic = (code: string, take: number | null = null) => ({
  id: 'ent_topic',
  kind: 'topic',
  topic: code,
  take,
  durationMs: null,
});

describe('the topic of a playlist', () => {
  it('is that of most of its content, by its turns', () => {
    expect(topicOf(aPlaylist({}, ['ast_a', 'ast_c', 'ast_d']))).toBe('1.2.b');
    expect(topicOf(withEntries([asset('ast_a', 3), asset('ast_c'), asset('ast_d')]))).toBe('1.1');
  });

  it('of equal ones is the first in the list', () => {
    expect(topicOf(aPlaylist({}, ['ast_b', 'ast_a']))).toBe('1.2.a');
  });

  it('weighs an entry of a topic by the content there is of it', () => {
    expect(topicOf(withEntries([asset('ast_a', 2), topic('1.2')]))).toBe('1.2');
    expect(topicOf(withEntries([asset('ast_a', 2), topic('1.2', 1)]))).toBe('1.1');
    expect(topicOf(withEntries([asset('ast_a'), { ...topic('1.5'), weight: 2 }]))).toBe('1.5');
  });

  it('counts the playlists within it, and does not go round in a circle', () => {
    const inner = withEntries(
      [asset('ast_c'), asset('ast_d'), { id: 'ent_up', kind: 'playlist', playlistId: 'pls_main' }],
      { id: 'pls_inner' },
    );
    const outer = withEntries([asset('ast_a'), { id: 'ent_in', kind: 'playlist', playlistId: 'pls_inner' }]);
    expect(topicOf(outer, inner)).toBe('1.2.b');
  });

  it('is none when nothing in it has one', () => {
    expect(topicOf(aPlaylist({}, ['ast_none', 'ast_unknown']))).toBeNull();
    expect(topicOf(aPlaylist({}, []))).toBeNull();
  });
});

describe('tones', () => {
  it('are one for each key, whatever the order they come in, and come again only when there are more keys than tones', () => {
    expect([...tonesOf(['b', 'a', 'b'])]).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
    const many = [
      ...tonesOf(Array.from({ length: TONES + 1 }, (_, index) => `k${String(index).padStart(2, '0')}`)).values(),
    ];
    expect(new Set(many.slice(0, TONES)).size).toBe(TONES);
    expect(many[TONES]).toBe(0);
  });

  const sheet = readFileSync(new URL('../../../server/console/src/schedule/schedule.css', import.meta.url), 'utf8');
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one: string, other: string): number => {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const rulesOf = (isDark: boolean) =>
    [...sheet.matchAll(/^(\[data-mantine-color-scheme="dark"\] )?\.slot-tone-(\d+) \{([^}]*)\}/gm)].flatMap(
      ([, dark, tone, body = '']) => {
        const value = (name: string): string => new RegExp(`--slot-${name}: (#[0-9a-f]{6})`).exec(body)?.[1] ?? '';
        return (dark !== undefined) === isDark
          ? [{ tone: Number(tone), ground: value('ground'), text: value('text'), edge: value('edge') }]
          : [];
      },
    );

  it.each([
    ['light', false, '#ffffff'],
    ['dark', true, '#1b1f25'],
  ] as const)('can be read in %s: text 4.5 : 1 on its ground, the edge 3 : 1 on the page', (_name, isDark, page) => {
    const rules = rulesOf(isDark);
    expect(rules.map(({ tone }) => tone)).toEqual(Array.from({ length: TONES }, (_, index) => index));
    expect(rules.filter(({ ground, text }) => contrast(ground, text) < 4.5)).toEqual([]);
    expect(rules.filter(({ edge }) => contrast(edge, page) < 3)).toEqual([]);
    expect(new Set(rules.map(({ ground, edge }) => ground + edge)).size).toBe(TONES);
  });
});
