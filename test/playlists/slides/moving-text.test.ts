/** Clocks and countdowns as people read them on the wall, and the instants at which they change. */
import { describe, expect, it } from 'vitest';
import { SlideContent } from '../../../playlists/model/slide.ts';
import { changesAt, clockText, countdownText } from '../../../playlists/slides/moving-text.ts';
import { createWallClocks } from '../../../playlists/timeline/wall-clock.ts';
import { at } from '../../support/builders.ts';

const clock = createWallClocks()('Asia/Ho_Chi_Minh');
const countdown = (parts: object) => {
  const content = SlideContent.parse({
    template: 'countdown',
    title: 'Lễ',
    date: '2026-09-02',
    time: null,
    after: 'Hôm nay',
    ...parts,
  });
  if (content.template !== 'countdown') throw new TypeError('not a countdown');
  return content;
};
const clockSlide = (parts: object = {}) => {
  const content = SlideContent.parse({
    template: 'clock',
    title: '',
    seconds: false,
    date: true,
    lunar: true,
    ...parts,
  });
  if (content.template !== 'clock') throw new TypeError('not a clock');
  return content;
};

describe('countdowns', () => {
  it.each([
    ['2026-08-31 00:00', 2, false],
    ['2026-09-01 23:59:59', 1, false],
    ['2026-09-02 00:00', null, true],
    ['2026-09-05 10:00', null, true],
  ])('by days: at %s there are %s left', (moment, days, isOver) => {
    expect(countdownText(countdown({}), at(moment), clock)).toMatchObject({
      days,
      time: null,
      isOver,
      date: '02/09/2026',
    });
  });

  it.each([
    ['2026-08-31 06:00', 2, '01:00:00', false],
    ['2026-09-01 07:00:01', null, '23:59:59', false],
    ['2026-09-02 06:59:59', null, '00:00:01', false],
    ['2026-09-02 07:00', null, '00:00:00', true],
  ])('to a time: at %s there are %s days and %s left', (moment, days, time, isOver) => {
    const text = countdownText(countdown({ time: '07:00' }), at(moment), clock);
    expect(text).toMatchObject(isOver ? { isOver } : { days, time, isOver });
  });

  it('days change at midnight of the screen; nothing changes any more when it is over', () => {
    expect(changesAt(countdown({}), at('2026-08-31 15:00'), clock)).toBe(at('2026-09-01 00:00'));
    expect(changesAt(countdown({}), at('2026-09-02 00:00'), clock)).toBeNull();
    expect(changesAt(countdown({ time: '07:00' }), at('2026-09-02 07:00'), clock)).toBeNull();
  });

  it('each change of a count to a time shows one second less, and the last is the end', () => {
    const content = countdown({ time: '07:00:00' });
    let moment = at('2026-09-02 06:59:56') + 250;
    const seen: string[] = [];
    for (let i = 0; i < 10; i += 1) {
      const text = countdownText(content, moment, clock);
      seen.push(text.isOver ? 'over' : (text.time ?? ''));
      const next = changesAt(content, moment, clock);
      if (next === null) break;
      expect(next - moment).toBeLessThanOrEqual(1_000);
      expect(next).toBeGreaterThan(moment);
      moment = next;
    }
    expect(seen).toEqual(['00:00:04', '00:00:03', '00:00:02', '00:00:01', 'over']);
    expect(moment).toBe(at('2026-09-02 07:00'));
  });
});

describe('clocks', () => {
  it('time, day of the week and date, and the day by the moon', () => {
    expect(clockText(clockSlide(), at('2026-02-17 08:05:09'), clock)).toEqual({
      time: '08:05',
      date: 'Thứ Ba, 17/02/2026',
      lunar: 'Âm lịch: 1/1 năm Bính Ngọ',
    });
    expect(
      clockText(clockSlide({ seconds: true, date: false, lunar: false }), at('2026-02-17 08:05:09'), clock),
    ).toEqual({
      time: '08:05:09',
      date: null,
      lunar: null,
    });
  });

  it('changes on the minute, or on the second', () => {
    const moment = at('2026-02-17 08:05:09') + 340.5;
    expect(changesAt(clockSlide(), moment, clock)).toBe(at('2026-02-17 08:06'));
    expect(changesAt(clockSlide({ seconds: true }), moment, clock)).toBe(at('2026-02-17 08:05:10'));
  });

  it('what stands still never changes', () => {
    const title = SlideContent.parse({ template: 'title', title: 'Tin', subtitle: '' });
    expect(changesAt(title, 0, clock)).toBeNull();
  });
});
