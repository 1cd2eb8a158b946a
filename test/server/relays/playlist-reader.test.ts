/** What is read of a playlist, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../../server/relays/playlist-reader.ts';
import { containerOf } from '../../../server/relays/source-feed.ts';

const FROM = 'https://a.example/live/main.m3u8';
const media = (...lines: string[]): string =>
  ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:4', '#EXT-X-MEDIA-SEQUENCE:7', ...lines].join('\n');
const codeOf = (text: string): string => {
  const read = readSource(text, FROM);
  return read.ok ? 'read' : read.refusal.code;
};

describe('the playlist of a source', () => {
  it('names its segments by whole addresses and numbers', () => {
    const read = readSource(
      media('#EXTINF:4.0,', 's7.ts', '#EXT-X-DISCONTINUITY', '#EXTINF:3.5,', '/x/s8.ts?k=1'),
      FROM,
    );
    expect(read.ok && read.value).toEqual({
      kind: 'segments',
      isOver: false,
      targetMs: 4_000,
      segments: [
        { url: 'https://a.example/live/s7.ts', number: 7, durationMs: 4_000, map: null, isBreak: false },
        { url: 'https://a.example/x/s8.ts?k=1', number: 8, durationMs: 3_500, map: null, isBreak: true },
      ],
    });
  });

  it('of several streams takes the best that is H.264 and not too much', () => {
    const choice = (...variants: [string, number, string, string][]): string =>
      [
        '#EXTM3U',
        ...variants.flatMap(([uri, bits, codecs, size]) => [
          `#EXT-X-STREAM-INF:BANDWIDTH=${bits},CODECS="${codecs}",RESOLUTION=${size}`,
          uri,
        ]),
      ].join('\n');
    const best = readSource(
      choice(
        ['low', 800_000, 'avc1.4d401e,mp4a.40.2', '640x360'],
        ['high', 5_000_000, 'avc1.640028,mp4a.40.2', '1920x1080'],
        ['huge', 11_000_000, 'avc1.640033,mp4a.40.2', '3840x2160'],
        ['too-much', 40_000_000, 'avc1.640028,mp4a.40.2', '1920x1080'],
        ['hevc', 6_000_000, 'hvc1.1.6.L120,mp4a.40.2', '1920x1080'],
      ),
      FROM,
    );
    expect(best.ok && best.value).toEqual({ kind: 'choice', media: 'https://a.example/live/high' });
    expect(codeOf(choice(['hevc', 6_000_000, 'hvc1.1.6.L120', '1920x1080']))).toBe('relay-not-a-stream');
  });

  it.each([
    ['a page', '<html><body>Đăng nhập</body></html>'],
    ['nothing', ''],
    ['a list of another kind', '#EXTINF:1,\nx.ts'],
    ['an encrypted stream', media('#EXT-X-KEY:METHOD=AES-128,URI="k"', '#EXTINF:4,', 's.ts')],
    ['parts of files', media('#EXTINF:4,', '#EXT-X-BYTERANGE:100@0', 's.ts')],
    ['a segment without a length', media('#EXTINF:0,', 's.ts')],
    ['a segment without an end', media('#EXTINF:99999,', 's.ts')],
    ['more lines than any has', `#EXTM3U\n${'#EXT-X-A\n'.repeat(6_000)}`],
    ['more segments than any has', media(...Array.from({ length: 1_500 }, (_, i) => `#EXTINF:1,\ns${i}.ts`))],
  ])('%s is refused', (_, text) => {
    expect(codeOf(text)).toBe('relay-not-a-stream');
  });

  it('never throws, whatever it is given', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '#EXTINF:4,',
        '#EXT-X-KEY:METHOD=NONE',
        '#EXT-X-MAP:URI="i.mp4"',
        '#EXT-X-PART:',
        '#EXT-X-STREAM-INF:BANDWIDTH=1',
        's.ts',
        '#EXT-X-ENDLIST',
        '#EXT-X-DATERANGE:ID="a"',
        '#EXT-X-DEFINE:NAME="a",VALUE="b"',
        '://',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        readSource(media(...lines), FROM);
      }),
      { numRuns: 500 },
    );
  });

  it('tells segments by their bytes', () => {
    const ts = Buffer.alloc(376);
    ts[0] = 0x47;
    ts[188] = 0x47;
    const box = (name: string): Buffer =>
      Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from(name), Buffer.alloc(8)]);
    expect(containerOf(ts, null)).toBe('mpegts');
    expect(containerOf(box('moof'), box('ftyp'))).toBe('mov');
    for (const other of [Buffer.from('#EXTM3U\n'), Buffer.from('<html>'), box('moof'), Buffer.alloc(0)])
      expect(containerOf(other, null)).toBeNull();
    expect(containerOf(ts, box('ftyp'))).toBeNull();
  });
});
