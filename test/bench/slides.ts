/**
 * What a composed slide costs where it is shown: a player lays it out when it changes (a clock with seconds each second), the editor at
 * each key. Processor time, held against one frame.
 */
import { HOUSE_PALETTE, SlideContent } from '../../playlists/model/slide.ts';
import { layOutSlide } from '../../playlists/slides/layout.ts';
import { createWallClocks } from '../../playlists/timeline/wall-clock.ts';
import { type BenchLine, lineOf } from './bench-line.ts';

const FRAME_MS = 1_000 / 60;
const ROUNDS = 200;
const LONG =
  'Đẩy mạnh đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số trên địa bàn phường, gắn với giải quyết các bài toán lớn';
const CONTENTS = [
  { template: 'title', title: 'Nghị quyết 57-NQ/TW', subtitle: LONG },
  {
    template: 'points',
    title: 'Dịch vụ công trực tuyến',
    points: ['Nộp hồ sơ', 'Theo dõi kết quả', LONG.slice(0, 80)],
  },
  { template: 'quote', quote: LONG, author: 'Bộ Chính trị' },
  { template: 'number', number: '95%', label: 'hồ sơ được nộp trực tuyến', note: 'Quý III năm 2026' },
  { template: 'notice', heading: 'Thông báo', text: LONG, footer: 'UBND phường Lê Thanh Nghị' },
  { template: 'countdown', title: 'Ngày hội chuyển đổi số', date: '2026-12-10', time: '07:00', after: 'Hôm nay' },
  { template: 'clock', title: 'Phường Lê Thanh Nghị', seconds: true, date: true, lunar: true },
  {
    template: 'event',
    title: 'Ngày hội chuyển đổi số',
    when: '8:00, Chủ nhật',
    where: 'Nhà văn hóa',
    picture: 'ast_poster00',
  },
].map((content) => SlideContent.parse(content));
const WALLS = [
  { width: 384, height: 192 },
  { width: 768, height: 384 },
  { width: 1280, height: 96 },
  { width: 1920, height: 1080 },
];

export const benchSlides = (): BenchLine[] => {
  const clock = createWallClocks()('Asia/Ho_Chi_Minh');
  const start = Date.UTC(2026, 10, 28, 15, 20);
  /** The slowest template on the slowest wall; mean of the rounds, since one of them is shorter than a tick of processor time. */
  let worst = { ms: 0, what: '' };
  let sum = 0;
  for (const content of CONTENTS)
    for (const canvas of WALLS) {
      const lay = (round: number) =>
        layOutSlide({ content, palette: HOUSE_PALETTE }, canvas, {
          now: start + round * 1_000,
          clock,
          hasPicture: true,
        });
      lay(0);
      const before = process.cpuUsage();
      for (let round = 1; round <= ROUNDS; round += 1) lay(round);
      const { user, system } = process.cpuUsage(before);
      const ms = (user + system) / 1_000 / ROUNDS;
      sum += ms;
      if (ms > worst.ms) worst = { ms, what: `${content.template} on ${canvas.width}×${canvas.height}` };
    }
  const frame = { yardstick: 'one frame at 60 Hz', yardstickValue: FRAME_MS };
  return [
    lineOf({
      figure: `slides: laying one out, mean of ${CONTENTS.length} templates on ${WALLS.length} walls, processor time`,
      value: sum / (CONTENTS.length * WALLS.length),
      unit: 'ms',
      ...frame,
      goal: '≤ 0.25×',
    }),
    lineOf({
      figure: `slides: laying out the slowest (${worst.what}), processor time`,
      value: worst.ms,
      unit: 'ms',
      ...frame,
      goal: '≤ 1×',
    }),
  ];
};
