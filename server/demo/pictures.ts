/** Draws the demo's Vietnamese slides and posters with the browser that the demo already needs; real PNG files, uploaded like any other. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

/** Twice the demo's LED wall (768×384), so that every rendition is scaled down, never up. */
export const PICTURE_SIZE = { width: 1536, height: 768 };

export interface Picture {
  name: string;
  /** Topic code of the plan. */
  topic: string;
  /** Two colours of the background, dark enough for white text at ≥ 4.5:1. */
  colours: [string, string];
  kicker: string;
  /** `~` keeps two syllables of one word on one line. */
  heading: string;
  lines: string[];
}

export const SLIDES: readonly Picture[] = [
  {
    name: 'Nghị quyết 57 – Đột phá phát triển.png',
    topic: '1.2.a',
    colours: ['#7a0c0c', '#a61c1c'],
    kicker: 'Nghị quyết số 57-NQ/TW',
    heading: 'Đột~phá khoa~học, công~nghệ, đổi~mới sáng~tạo và chuyển~đổi~số',
    lines: ['Động lực phát triển đất nước trong kỷ nguyên mới'],
  },
  {
    name: 'Dịch vụ công trực tuyến.png',
    topic: '1.5.d',
    colours: ['#083b66', '#0b5a94'],
    kicker: 'Người dân chuyển đổi số',
    heading: 'Dịch vụ công trực tuyến',
    lines: ['Nộp hồ sơ tại nhà', 'Theo dõi kết quả trên điện thoại', 'Thanh toán số an toàn'],
  },
  {
    name: 'Bình dân học vụ số.png',
    topic: '1.5.c',
    colours: ['#0c4a2f', '#12704a'],
    kicker: 'Phong trào',
    heading: 'Bình dân học vụ số',
    lines: ['Mỗi người dân thêm một kỹ năng số', 'Tổ công nghệ số cộng đồng hướng dẫn tận nơi'],
  },
  {
    name: 'Doanh nghiệp chuyển đổi số.png',
    topic: '1.5.b',
    colours: ['#3b1d63', '#5b2d94'],
    kicker: 'Doanh nghiệp',
    heading: 'Chuyển~đổi~số trong quản~trị, sản~xuất, kinh~doanh',
    lines: ['Phường Lê Thanh Nghị đồng hành cùng doanh nghiệp'],
  },
];

/** First frames of the two demo videos. */
export const POSTERS: readonly Picture[] = [
  {
    name: 'Phóng sự: Phường Lê Thanh Nghị và Nghị quyết 57.mp4',
    topic: '1.2.c',
    colours: ['#5a0808', '#c2410c'],
    kicker: 'Phóng sự ngắn',
    heading: 'Phường Lê~Thanh~Nghị thực~hiện Nghị~quyết~57',
    lines: ['Kết quả và việc làm cụ thể'],
  },
  {
    name: 'Hướng dẫn: Sử dụng dịch vụ công.mp4',
    topic: '1.5.d',
    colours: ['#06304f', '#0f766e'],
    kicker: 'Video hướng dẫn',
    heading: 'Dịch~vụ~công trực~tuyến cho người~dân',
    lines: ['Ba bước đơn giản'],
  },
];

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

const fontFace = async (weight: number, subset: string): Promise<string> => {
  const folder = dirname(createRequire(import.meta.url).resolve('@fontsource/be-vietnam-pro/package.json'));
  const bytes = await readFile(join(folder, 'files', `be-vietnam-pro-${subset}-${weight}-normal.woff2`));
  const range =
    subset === 'vietnamese'
      ? 'unicode-range: U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB;'
      : '';
  return `@font-face { font-family: BVP; font-weight: ${weight}; src: url(data:font/woff2;base64,${bytes.toString('base64')}); ${range} }`;
};

const page = (picture: Picture, fonts: string): string => `<!doctype html><meta charset="utf-8"><style>${fonts}
  html, body { margin: 0; width: 100%; height: 100%; }
  body { box-sizing: border-box; padding: 64px 88px; display: flex; flex-direction: column; justify-content: center; gap: 30px;
    font-family: BVP, sans-serif; color: #fff; line-height: 1.48;
    background: radial-gradient(circle at 88% 12%, ${picture.colours[1]} 0, ${picture.colours[0]} 70%); }
  .kicker { font-size: 44px; font-weight: 600; color: #ffd98a; }
  h1 { margin: 0; font-size: 88px; font-weight: 700; line-height: 1.3; text-wrap: balance; }
  p { margin: 0; font-size: 50px; font-weight: 400; display: flex; gap: 24px; align-items: baseline; line-height: 1.4; }
  p::before { content: ""; flex: none; width: 18px; height: 18px; border-radius: 50%; background: #ffd98a; transform: translateY(-8px); }
</style><div class="kicker">${picture.kicker}</div><h1>${picture.heading.replaceAll('~', '\u00a0')}</h1>${picture.lines.map((line) => `<p>${line}</p>`).join('')}`;

/** Renders all pictures as PNG, in order. Throws when no browser is found and when `signal` says stop. */
export const drawPictures = async (
  pictures: readonly Picture[],
  chromiumPath: string | undefined,
  signal: AbortSignal,
): Promise<Buffer[]> => {
  const executablePath = chromiumPath ?? CANDIDATES.find((path) => existsSync(path));
  if (!executablePath) throw new Error('no Chromium found; set CHROMIUM_PATH');
  const fonts = (
    await Promise.all(
      [400, 600, 700].flatMap((weight) => ['latin', 'vietnamese'].map((subset) => fontFace(weight, subset))),
    )
  ).join('\n');
  const browser = await chromium.launch({
    executablePath,
    // Signals are the demo's: it stops everything in order, which a sudden exit in here would prevent.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const tab = await browser.newPage({ viewport: PICTURE_SIZE });
    const drawn: Buffer[] = [];
    for (const picture of pictures) {
      signal.throwIfAborted();
      await tab.setContent(page(picture, fonts));
      await tab.evaluate('document.fonts.ready.then(() => true)');
      drawn.push(await tab.screenshot({ type: 'png' }));
    }
    return drawn;
  } finally {
    await browser.close();
  }
};
