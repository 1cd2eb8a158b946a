/** Every template on every kind of wall: whole pixels, inside the wall, no mark clipped, no line over another. */
import { describe, expect, it } from 'vitest';
import { HOUSE_PALETTE, SlideContent, type SlideTemplate } from '../../../playlists/model/slide.ts';
import { capRows, isWritable, lineReach, lineWidth } from '../../../playlists/slides/glyphs.ts';
import { layOutSlide, lightOf } from '../../../playlists/slides/layout.ts';
import type { Box, SlideLayout } from '../../../playlists/slides/sheet.ts';
import { createWallClocks } from '../../../playlists/timeline/wall-clock.ts';
import { at } from '../../support/builders.ts';

const clock = createWallClocks()('Asia/Ho_Chi_Minh');
const now = at('2026-11-28 22:20:31');
const size = (name: string) => {
  const [width = 0, height = 0] = name.split('x').map(Number);
  return { width, height };
};

/** Letters with marks above marks, and with marks below. */
const TOWERS = 'ẲẴẪẰẾỘẶ Ự gjpqy';
const WALLS = ['384x192', '768x384', '640x320', '1920x384', '1280x96', '640x48', '1920x1080', '1080x1920', '320x640'];
const CONTENTS: Record<SlideTemplate, object> = {
  title: { title: `${TOWERS} đẩy mạnh chuyển đổi số`, subtitle: `Nghị quyết 57 ${TOWERS}` },
  points: { title: `Dịch vụ công ${TOWERS}`, points: [`Nộp hồ sơ ${TOWERS}`, 'Theo dõi kết quả', TOWERS] },
  quote: { quote: `Phát triển khoa học, công nghệ ${TOWERS}`, author: TOWERS },
  number: { number: '95%', label: `hồ sơ trực tuyến ${TOWERS}`, note: `Quý III ${TOWERS}` },
  notice: { heading: `Thông báo ${TOWERS}`, text: `Bão số 5 đổ bộ tối nay. ${TOWERS}`, footer: 'UBND phường' },
  countdown: { title: `Ngày hội ${TOWERS}`, date: '2026-12-10', time: '07:00', after: 'Hôm nay' },
  clock: { title: TOWERS, seconds: true, date: true, lunar: true },
  event: { title: `Ngày hội ${TOWERS}`, when: '8:00, Chủ nhật', where: TOWERS, picture: 'ast_poster00' },
};
const slideOf = (template: SlideTemplate, parts: object = {}) => ({
  content: SlideContent.parse({ template, ...CONTENTS[template], ...parts }),
  palette: HOUSE_PALETTE,
});
const lay = (template: SlideTemplate, wall: string, parts: object = {}, hasPicture = true): SlideLayout =>
  layOutSlide(slideOf(template, parts), size(wall), { now, clock, hasPicture });

type Text = Extract<Box, { kind: 'text' }>;
const textsOf = ({ boxes }: SlideLayout): Text[] => boxes.filter((box) => box.kind === 'text');
const spanOf = ({ x, width, align }: Text): [number, number] =>
  align === 'left' ? [x, x + width] : [x - width / 2, x + width / 2];
/** Highest and lowest row that any mark of the text reaches. */
const rowsOf = ({ text, baseline, size: px }: Text): [number, number] => {
  const { above, below } = lineReach(text, px);
  return [baseline - above, baseline + below];
};

const CASES = (Object.keys(CONTENTS) as SlideTemplate[]).flatMap((template) =>
  WALLS.map((wall) => [template, wall] as const),
);

describe('slides on walls', () => {
  it.each(CASES)('%s on %s: whole pixels, nothing beyond the wall, no mark clipped', (template, wall) => {
    const layout = lay(template, wall);
    const { width, height } = size(wall);
    for (const box of layout.boxes) {
      if (box.kind !== 'text') {
        for (const part of [box.x, box.y, box.width, box.height]) expect(Number.isInteger(part)).toBe(true);
        expect([box.x >= 0, box.y >= 0, box.x + box.width <= width, box.y + box.height <= height]).toEqual(
          Array(4).fill(true),
        );
        continue;
      }
      expect([box.x, box.baseline, box.size].every(Number.isInteger)).toBe(true);
      const [left, right] = spanOf(box);
      const [top, bottom] = rowsOf(box);
      expect(Math.min(left, top), box.text).toBeGreaterThanOrEqual(0);
      expect(right, box.text).toBeLessThanOrEqual(width);
      expect(bottom, box.text).toBeLessThanOrEqual(height);
      expect(capRows(box.size)).toBeGreaterThanOrEqual(7);
    }
  });

  it.each(CASES)('%s on %s: no line reaches into another', (template, wall) => {
    // The quotation mark is as large as a picture: what is asked of it is that it stands beside the words.
    const texts = textsOf(lay(template, wall)).filter(({ text }) => text !== '“');
    for (const [i, a] of texts.entries())
      for (const b of texts.slice(i + 1)) {
        const [[aLeft, aRight], [bLeft, bRight]] = [spanOf(a), spanOf(b)];
        const [[aTop, aBottom], [bTop, bBottom]] = [rowsOf(a), rowsOf(b)];
        const meet = aLeft < bRight && bLeft < aRight && aTop < bBottom && bTop < aBottom;
        expect(meet, `“${a.text}” and “${b.text}”`).toBe(false);
      }
  });

  it('the same slide is laid out the same whenever it is asked for', () => {
    for (const [template, wall] of CASES) expect(lay(template, wall)).toEqual(lay(template, wall));
  });

  it('short text is set large, long text small, and too long text is said to be cut', () => {
    const rows = (title: string) => lay('title', '384x192', { title, subtitle: '' }).capRows;
    expect(rows('Tin vui')).toBeGreaterThan(rows('Phường Lê Thanh Nghị đẩy mạnh chuyển đổi số trong năm 2026'));
    const notice = (text: string) => lay('notice', '384x192', { text });
    expect(notice('Cúp nước chiều nay.').isCut).toBe(false);
    const long = notice('Người dân khu vực ven sông di chuyển ngay. '.repeat(11).trim());
    expect(long.isCut).toBe(true);
    expect(textsOf(long).every(({ size: px }) => px >= 10)).toBe(true);
  });

  it('a word that is longer than the wall is cut with a mark of it, not run over the edge', () => {
    const layout = lay('title', '384x192', { title: 'A'.repeat(160), subtitle: '' });
    expect(layout.isCut).toBe(true);
    expect(textsOf(layout)[0]?.text.endsWith('…')).toBe(true);
  });

  it('digits that tick have cells: nothing moves from one second to the next', () => {
    const places = (second: number) => {
      const facts = { now: now + second * 1000, clock, hasPicture: false };
      return textsOf(layOutSlide(slideOf('clock'), size('768x384'), facts)).map(({ x, baseline }) => [x, baseline]);
    };
    for (let second = 1; second < 30; second += 1) expect(places(second)).toEqual(places(0));
  });

  it('without its picture an event has all the room for its words', () => {
    const [withPicture, without] = [lay('event', '768x384'), lay('event', '768x384', {}, false)];
    expect(withPicture.boxes.some(({ kind }) => kind === 'picture')).toBe(true);
    expect(without.boxes.some(({ kind }) => kind === 'picture')).toBe(false);
    expect(without.capRows).toBeGreaterThan(withPicture.capRows);
  });

  it('mean light: black is dark, a light ground is bright', () => {
    const light = (ground: string, ink: string) =>
      lightOf(
        layOutSlide(
          {
            content: SlideContent.parse({ template: 'title', title: 'Tin', subtitle: '' }),
            palette: { ground, ink, accent: ink },
          },
          size('384x192'),
          { now, clock, hasPicture: false },
        ),
      );
    expect(light('#000000', '#ffffff')).toBeLessThan(0.2);
    expect(light('#ffffff', '#0b1f3a')).toBeGreaterThan(0.75);
  });
});

describe('letters', () => {
  it('all of Vietnamese can be written; a letter that players do not have is refused', () => {
    expect(isWritable('ẮẰẲẴẶẤẦẨẪẬĐÈÉẺẼẸẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰÝỲỶỸỴ ắằẳẵặđ ₫ “” – — … •')).toBe(true);
    for (const text of ['漢', '😀', '→', 'Ж']) {
      expect(isWritable(text)).toBe(false);
      const parsed = SlideContent.safeParse({ template: 'title', title: `Tin ${text}`, subtitle: '' });
      expect(parsed.error?.issues[0]?.message).toBe('letters-unknown');
    }
  });

  it('marks that came apart are put together before they are measured', () => {
    const content = SlideContent.parse({ template: 'title', title: 'Lễ hội'.normalize('NFD'), subtitle: '' });
    expect(content).toMatchObject({ title: 'Lễ hội'.normalize('NFC') });
  });

  it('a stacked mark reaches 1.24 of the size above the baseline, a dot 0.26 below', () => {
    expect(lineReach('Ẳ', 100)).toEqual({ above: 124, below: 0 });
    expect(lineReach('ậ', 100).below).toBe(26);
    expect(lineWidth('ii', 600, 100)).toBeCloseTo(57);
  });
});
