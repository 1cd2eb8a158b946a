/** Slides while they are written: sample words, what is sent, and how large walls look from afar. */
import { describe, expect, it } from 'vitest';
import { SLIDE_TEMPLATES, SlideContent } from '../../../playlists/model/slide.ts';
import { blankSlide, nameOfSlide, sendableSlide, withSamples } from '../../../server/console/src/slides/slide-draft.ts';
import { wallsOf, widthFrom } from '../../../server/console/src/slides/walls.ts';
import { aScreen } from '../../support/builders.ts';

const TODAY = '2026-03-02';
const SAMPLES = {
  title: 'Tiêu đề',
  point: 'Ý',
  quote: 'Câu',
  number: '95%',
  label: 'hồ sơ',
  heading: 'Thông báo',
  text: 'Nội dung',
  after: 'Hôm nay',
};

describe('a slide that is being written', () => {
  it.each(SLIDE_TEMPLATES)('%s: nothing typed yet can be looked at, with sample words', (template) => {
    const { content, isSampled } = withSamples(blankSlide(template, TODAY), SAMPLES);
    expect(SlideContent.safeParse(content).success).toBe(true);
    expect(isSampled).toBe(template !== 'clock');
  });

  it('what is typed is shown as it is, and nothing else is put beside it', () => {
    const draft = { ...blankSlide('points', TODAY), title: '', points: ['Một', '  ', ''] } as SlideContent;
    expect(withSamples(draft, SAMPLES)).toEqual({ content: { ...draft, points: ['Một'] }, isSampled: false });
    expect(sendableSlide(draft)).toMatchObject({ points: ['Một', '  '].slice(0, 1) });
    expect(nameOfSlide(draft)).toBe('Một');
  });
});

describe('walls', () => {
  it('each grid once, by its screen that asks for the largest text; the usual board while there is none', () => {
    const small = { width: 384, height: 192 };
    const walls = wallsOf([
      aScreen({ id: 'scr_hall', canvas: { width: 1920, height: 1080 } }),
      aScreen({ id: 'scr_near', canvas: small, pitchMm: 10, viewedFromM: 10 }),
      aScreen({ id: 'scr_far', canvas: small, pitchMm: 10, viewedFromM: 60 }),
    ]);
    expect(walls.map(({ name, hardest }) => [name, hardest?.id])).toEqual([
      ['384x192', 'scr_far'],
      ['1920x1080', 'scr_hall'],
    ]);
    expect(wallsOf([])).toMatchObject([{ name: '768x384', screens: [] }]);
  });

  it('a wall of 3.84 m looks 435 px wide from 20 m, half of it from 40 m', () => {
    const canvas = { width: 768, height: 384 };
    expect(widthFrom(canvas, 5, 20)).toBeCloseTo(435, 0);
    expect(widthFrom(canvas, 5, 40)).toBeCloseTo(217.7, 0);
  });
});
