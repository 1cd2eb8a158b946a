/**
 * Programmes that a ward can begin with, as data. Source of the first: the ward's plan on Resolution 57-NQ/TW for 2026, section II —
 * topics 1.1 to 1.5, audiences, the kinds of place of II.2.4, the movement “Bình dân học vụ số” of II.2.5. Hours and days are
 * proposals of ours; whoever creates them changes what does not suit. `campaign.ts` makes playlists and slots of them.
 */
import type { Said } from '../model/said.ts';
import type { Priority } from '../model/slot.ts';
import type { LocalDate, LocalTime } from '../model/time.ts';
import type { TopicCode } from '../model/topic.ts';
import { solarOf } from '../timeline/lunar.ts';
import { addDays, dateOf } from '../timeline/wall-clock.ts';

/**
 * Parts of the day that a slot may mean as such, by the names that wards usually give them, in the languages of the console. A slot
 * that means an hour of its own within one of them (“19:00 every evening”) names none.
 */
export const USUAL_NAMES = {
  morning: { vi: 'Sáng', en: 'Morning' },
  noon: { vi: 'Trưa', en: 'Noon' },
  evening: { vi: 'Tối', en: 'Evening' },
} as const satisfies Record<string, Said>;

/** Kinds of place that a programme speaks to; each is aimed at the screens or groups that the ward chooses. */
export const PLACES = ['offices', 'homes'] as const;
/** `offices`: administrative centre and seats of bodies. `homes`: residential areas and public places. */
export type Place = (typeof PLACES)[number];

export interface TemplatePlaylist {
  key: string;
  /** Found again by this name, so a template used twice makes no twins. */
  name: string;
  topics: readonly TopicCode[];
}

export interface TemplateSlot {
  name: string;
  /** Key of its playlist. */
  playlist: string;
  place: Place;
  /** RFC 5545. */
  recurrence: string;
  from: LocalTime;
  until: LocalTime;
  /** What the times mean: the ward's day-part of that usual name, if it has one, says when that is. */
  means?: keyof typeof USUAL_NAMES;
  priority: Priority;
  /** Only on the last day of the programme. */
  onLastDay?: boolean;
}

export interface CampaignTemplate {
  id: 'nq57-week' | 'tet' | 'digital-day';
  name: Said;
  about: Said;
  /** Whether it rests on public holidays unless one says otherwise. */
  restsOnHolidays: boolean;
  /** First and last day proposed to somebody who opens it on `today`. */
  period: (today: LocalDate) => { from: LocalDate; until: LocalDate };
  playlists: readonly TemplatePlaylist[];
  slots: readonly TemplateSlot[];
}

const EVERY_DAY = 'FREQ=DAILY';
const WORK_DAYS = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';
const WEEKEND = 'FREQ=WEEKLY;BYDAY=SA,SU';
const on = (...codes: string[]): string => `FREQ=WEEKLY;BYDAY=${codes.join()}`;

/** Parts of the day. */
const MORNING = { from: '06:00', until: '07:30', means: 'morning' } as const;
const OFFICE_HOURS = { from: '07:30', until: '17:00' };
const NOON = { from: '11:00', until: '13:00', means: 'noon' } as const;
const AFTER_WORK = { from: '17:00', until: '19:00' };
const EVENING = { from: '19:00', until: '20:00' };
const LATE_EVENING = { from: '20:00', until: '21:30' };

const LAW = { key: 'law', name: 'Chủ trương, chính sách, pháp luật (1.1)', topics: ['1.1'] };
const WARD = { key: 'ward', name: 'Nghị quyết 57 tại phường (1.2)', topics: ['1.2'] };
const MODELS = { key: 'models', name: 'Thành tựu và mô hình tiêu biểu (1.3)', topics: ['1.3'] };
const SUPPORT = { key: 'support', name: 'Chính sách hỗ trợ và cơ hội tham gia (1.4)', topics: ['1.4'] };
const OFFICIALS = { key: 'officials', name: 'Chuyển đổi số cho công chức, viên chức (1.5.a)', topics: ['1.5.a'] };
const BUSINESS = { key: 'business', name: 'Chuyển đổi số cho doanh nghiệp (1.5.b)', topics: ['1.5.b'] };
const RESIDENTS = { key: 'residents', name: 'Chuyển đổi số cho người dân (1.5.d)', topics: ['1.5.d'] };
/** The movement teaches by way of the community teams and speaks to residents. */
const LITERACY = { key: 'literacy', name: 'Bình dân học vụ số', topics: ['1.5.c', '1.5.d'] };

const NQ57_WEEK: CampaignTemplate = {
  id: 'nq57-week',
  name: { vi: 'Tuần tuyên truyền Nghị quyết 57', en: 'A week for Resolution 57' },
  about: {
    vi: 'Mỗi ngày làm việc một nhóm nội dung 1.1–1.5 tại cơ quan; sáng, trưa, tối tại khu dân cư; “Bình dân học vụ số” mỗi tối.',
    en: 'One of the topics 1.1–1.5 each working day at offices; morning, noon and evening where people live; digital literacy each evening.',
  },
  restsOnHolidays: true,
  period: (today) => {
    const end = `${today.slice(0, 4)}-12-31`;
    return { from: addDays(today, 1), until: end > addDays(today, 27) ? end : addDays(today, 28) };
  },
  playlists: [LAW, WARD, MODELS, SUPPORT, OFFICIALS, BUSINESS, RESIDENTS, LITERACY],
  slots: [
    { name: 'Thứ Hai: chủ trương, pháp luật', playlist: 'law', recurrence: on('MO') },
    { name: 'Thứ Ba: Nghị quyết 57 tại phường', playlist: 'ward', recurrence: on('TU') },
    { name: 'Thứ Tư: mô hình tiêu biểu', playlist: 'models', recurrence: on('WE') },
    { name: 'Thứ Năm: chính sách hỗ trợ', playlist: 'support', recurrence: on('TH') },
    { name: 'Thứ Sáu: kỹ năng số trong công vụ', playlist: 'officials', recurrence: on('FR') },
  ]
    .map((slot): TemplateSlot => ({ ...slot, ...OFFICE_HOURS, place: 'offices', priority: 'normal' }))
    .concat(
      [
        { name: 'Sáng: Nghị quyết 57 tại phường', playlist: 'ward', recurrence: WORK_DAYS, ...MORNING },
        { name: 'Trưa: chính sách hỗ trợ', playlist: 'support', recurrence: on('MO', 'WE', 'FR'), ...NOON },
        { name: 'Trưa: doanh nghiệp số', playlist: 'business', recurrence: on('TU', 'TH'), ...NOON },
        { name: 'Chiều tối: mô hình tiêu biểu', playlist: 'models', recurrence: WORK_DAYS, ...AFTER_WORK },
        { name: 'Cuối tuần: dịch vụ công, thanh toán số', playlist: 'residents', recurrence: WEEKEND, ...AFTER_WORK },
        {
          name: 'Tối cuối tuần: kỹ năng số',
          playlist: 'residents',
          recurrence: WEEKEND,
          ...LATE_EVENING,
          means: 'evening' as const,
        },
      ].map((slot): TemplateSlot => ({ ...slot, place: 'homes', priority: 'normal' })),
    )
    .concat([
      {
        name: 'Mỗi tối: Bình dân học vụ số',
        playlist: 'literacy',
        recurrence: EVERY_DAY,
        ...EVENING,
        place: 'homes',
        priority: 'priority',
      },
    ]),
};

/** From the 23rd of the last lunar month to the 7th of the first: the next such time that is not over. */
const nextTet = (today: LocalDate): { from: LocalDate; until: LocalDate } => {
  const year = Number(today.slice(0, 4));
  const times = [year, year + 1].flatMap((one) => {
    const from = solarOf({ year: one - 1, month: 12, day: 23, isLeap: false });
    const until = solarOf({ year: one, month: 1, day: 7, isLeap: false });
    return from === null || until === null ? [] : { from: dateOf(from), until: dateOf(until) };
  });
  return times.find(({ until }) => until >= today) ?? { from: today, until: addDays(today, 14) };
};

const TET: CampaignTemplate = {
  id: 'tet',
  name: { vi: 'Tuần Tết Nguyên đán', en: 'The week of Tết' },
  about: {
    vi: 'Từ 23 tháng Chạp đến mùng 7: lời chúc, thông báo của phường cả ngày; dịch vụ công và thanh toán số cho người dân buổi tối.',
    en: 'From the week before Tết to its seventh day: greetings and notices all day, public services and digital payment in the evening.',
  },
  restsOnHolidays: false,
  period: nextTet,
  playlists: [{ key: 'greetings', name: 'Chúc mừng năm mới', topics: ['khac'] }, RESIDENTS],
  slots: [
    { name: 'Tết: trụ sở, trung tâm hành chính', playlist: 'greetings', place: 'offices', priority: 'priority' },
    { name: 'Tết: khu dân cư', playlist: 'greetings', place: 'homes', priority: 'priority' },
  ]
    .map((slot) => ({ ...slot, recurrence: EVERY_DAY, from: '06:00', until: '22:00' }) as TemplateSlot)
    .concat([
      {
        name: 'Tết: dịch vụ công, thanh toán số',
        playlist: 'residents',
        place: 'homes',
        recurrence: EVERY_DAY,
        from: '18:00',
        until: '19:30',
        priority: 'priority',
      },
    ]),
};

const nextDigitalDay = (today: LocalDate): LocalDate => {
  const day = `${today.slice(0, 4)}-10-10`;
  return day >= today ? day : `${Number(today.slice(0, 4)) + 1}-10-10`;
};

const DIGITAL_DAY: CampaignTemplate = {
  id: 'digital-day',
  name: { vi: 'Ngày Chuyển đổi số quốc gia 10/10', en: 'National Digital Transformation Day, 10 October' },
  about: {
    vi: 'Một tuần hướng tới ngày 10/10: hướng dẫn theo từng đối tượng sáng và tối; riêng ngày 10/10 phát cả ngày ở mức ưu tiên.',
    en: 'A week towards 10 October: how-to by audience in the morning and evening; on the day itself all day, with priority.',
  },
  restsOnHolidays: false,
  period: (today) => ({ from: addDays(nextDigitalDay(today), -6), until: nextDigitalDay(today) }),
  playlists: [{ key: 'day', name: 'Ngày Chuyển đổi số quốc gia', topics: ['1.2', '1.3', '1.5'] }, OFFICIALS, LITERACY],
  slots: [
    {
      name: 'Hướng tới 10/10: cơ quan',
      playlist: 'officials',
      place: 'offices',
      recurrence: WORK_DAYS,
      ...OFFICE_HOURS,
    },
    { name: 'Hướng tới 10/10: sáng', playlist: 'literacy', place: 'homes', recurrence: EVERY_DAY, ...MORNING },
    {
      name: 'Hướng tới 10/10: tối',
      playlist: 'literacy',
      place: 'homes',
      recurrence: EVERY_DAY,
      ...AFTER_WORK,
      means: 'evening',
    },
  ]
    .map((slot) => ({ ...slot, priority: 'normal' }) as TemplateSlot)
    .concat(
      PLACES.map(
        (place): TemplateSlot => ({
          name: place === 'offices' ? '10/10: cơ quan' : '10/10: khu dân cư',
          playlist: 'day',
          place,
          recurrence: EVERY_DAY,
          from: '06:00',
          until: '21:30',
          priority: 'priority',
          onLastDay: true,
        }),
      ),
    ),
};

export const CAMPAIGN_TEMPLATES: readonly CampaignTemplate[] = [NQ57_WEEK, TET, DIGITAL_DAY];
