/** Campaign templates: what they make of a ward, and that all of it is valid. */
import { describe, expect, it } from 'vitest';
import { draftOfPlanned, planCampaign, proposeTargets, slotsOfPlan } from '../../../playlists/exchange/campaign.ts';
import { CAMPAIGN_TEMPLATES, type CampaignTemplate } from '../../../playlists/exchange/campaign-templates.ts';
import type { DayPart } from '../../../playlists/model/day-part.ts';
import type { PlaylistId } from '../../../playlists/model/ids.ts';
import { TOPICS } from '../../../playlists/model/topic.ts';
import { PlaylistDraft, SlotDraft } from '../../../playlists/wire/api/schedules.ts';
import { aDayPart, aScreen, aSite } from '../../support/builders.ts';

const NOTHING = { playlists: [], dayParts: [] };
const ALL = [{ kind: 'all' as const }];
const template = (id: CampaignTemplate['id']) => CAMPAIGN_TEMPLATES.find((one) => one.id === id) as CampaignTemplate;
const planOf = (one: CampaignTemplate, topics: string[] = [], playlists: never[] = [], dayParts: DayPart[] = []) =>
  planCampaign(
    one,
    { ...one.period('2026-03-02'), targets: { offices: ALL, homes: ALL }, avoidCalendars: [] },
    { playlists, dayParts },
    topics,
  );

describe('campaign templates', () => {
  it.each(CAMPAIGN_TEMPLATES.map((one) => [one.id, one] as const))('%s makes what the server accepts', (_, one) => {
    const plan = planOf(one);
    expect(plan.slots.length).toBeGreaterThan(0);
    for (const planned of plan.playlists) PlaylistDraft.parse(draftOfPlanned(planned));
    for (const slot of slotsOfPlan(plan, () => 'pls_made' as PlaylistId)) SlotDraft.parse(slot);
    const known = new Set(TOPICS.map(({ code }) => code));
    for (const { topics } of one.playlists) for (const topic of topics) expect(known).toContain(topic);
    const keys = new Set(one.playlists.map(({ key }) => key));
    for (const { playlist } of one.slots) expect(keys).toContain(playlist);
  });

  it('the week has each topic of the plan on its day, and the movement every evening, with priority', () => {
    const plan = planOf(template('nq57-week'));
    const days = plan.slots
      .filter(({ slot }) => slot.from === '07:30')
      .map(({ playlist, slot }) => [playlist, slot.recurrence]);
    expect(days).toEqual([
      ['law', 'FREQ=WEEKLY;BYDAY=MO'],
      ['ward', 'FREQ=WEEKLY;BYDAY=TU'],
      ['models', 'FREQ=WEEKLY;BYDAY=WE'],
      ['support', 'FREQ=WEEKLY;BYDAY=TH'],
      ['officials', 'FREQ=WEEKLY;BYDAY=FR'],
    ]);
    expect(plan.slots.find(({ playlist }) => playlist === 'literacy')?.slot).toMatchObject({
      recurrence: 'FREQ=DAILY',
      priority: 'priority',
      validFrom: '2026-03-03',
      validUntil: '2026-12-31',
    });
    const said = new Set(plan.playlists.flatMap(({ topics }) => topics.map((topic) => topic.slice(0, 3))));
    expect([...said].sort()).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5']);
  });

  it('takes the playlist of that name that is there, and says which topics have no content', () => {
    const there = [{ id: 'pls_mine', name: 'bình dân học vụ số' }] as never[];
    const { playlists } = planOf(template('nq57-week'), ['1.2.c', '1.5.d'], there);
    expect(playlists.find(({ key }) => key === 'literacy')).toMatchObject({
      existing: 'pls_mine',
      withoutContent: ['1.5.c'],
    });
    expect(playlists.find(({ key }) => key === 'ward')).toMatchObject({ existing: null, withoutContent: [] });
    expect(playlists.find(({ key }) => key === 'law')?.withoutContent).toEqual(['1.1']);
  });

  it('DY3: takes the day-part of exactly the usual name where one is meant, else plain times', () => {
    const range = { from: '05:30', until: '10:00', season: null };
    const named = (id: string, name: string, season: DayPart['ranges'][number]['season'] = null): DayPart =>
      aDayPart({ id, name, ranges: [{ ...range, season }] });
    const taken = (id: CampaignTemplate['id'], ...dayParts: DayPart[]) =>
      planOf(template(id), [], [], dayParts).slots.flatMap(({ slot: { name, dayPartId } }) =>
        dayPartId ? [[name, dayPartId]] : [],
      );
    const [morning, noon, evening] = [named('dpt_1', 'Sáng'), named('dpt_2', 'Noon'), named('dpt_3', 'Tối')];
    expect(taken('nq57-week', morning, noon, evening)).toEqual([
      ['Sáng: Nghị quyết 57 tại phường', 'dpt_1'],
      ['Trưa: chính sách hỗ trợ', 'dpt_2'],
      ['Trưa: doanh nghiệp số', 'dpt_2'],
      ['Tối cuối tuần: kỹ năng số', 'dpt_3'],
    ]);
    expect(taken('digital-day', morning, evening)).toEqual([
      ['Hướng tới 10/10: sáng', 'dpt_1'],
      ['Hướng tới 10/10: tối', 'dpt_3'],
    ]);
    expect(taken('nq57-week', named('dpt_1', 'sáng sớm'), named('dpt_2', 'Trưa'), named('dpt_3', 'Noon'))).toEqual([]);
    const summer = named('dpt_1', 'Sáng', { from: '04-16', until: '10-15' });
    expect(taken('nq57-week', summer)).toEqual([]);
    expect(taken('digital-day', summer)).toEqual([['Hướng tới 10/10: sáng', 'dpt_1']]);
  });

  it('leaves out a place without screens, and slots that find no day', () => {
    const week = template('nq57-week');
    const choice = { from: '2026-03-07', until: '2026-03-08', avoidCalendars: [] };
    const plan = planCampaign(week, { ...choice, targets: { offices: ALL, homes: ALL } }, NOTHING, []);
    expect(plan.slots.map(({ playlist }) => playlist)).toEqual(['residents', 'residents', 'literacy']);
    const none = planCampaign(week, { ...choice, targets: { offices: ALL, homes: [] } }, NOTHING, []);
    expect(none).toEqual({ playlists: [], slots: [] });
  });

  it('Tết from 23 Chạp to the 7th; 10 October itself all day', () => {
    expect(template('tet').period('2026-11-28')).toEqual({ from: '2027-01-30', until: '2027-02-12' });
    expect(template('tet').period('2026-02-20')).toEqual({ from: '2026-02-10', until: '2026-02-23' });
    const day = template('digital-day');
    expect(day.period('2026-10-11')).toEqual({ from: '2027-10-04', until: '2027-10-10' });
    const last = planOf(day).slots.filter(({ slot }) => slot.validFrom === '2026-10-10');
    expect(last.map(({ slot }) => [slot.from, slot.until, slot.priority])).toEqual([
      ['06:00', '21:30', 'priority'],
      ['06:00', '21:30', 'priority'],
    ]);
  });

  it('proposes the screens by the kind of their site', () => {
    const sites = [aSite(), aSite({ id: 'sit_home', kind: 'residential-area' })];
    const gate = aScreen();
    const hall = aScreen({ id: 'scr_hall', siteId: 'sit_home' });
    expect(proposeTargets([gate, hall], sites)).toEqual({
      offices: [{ kind: 'screen', screenId: 'scr_gate' }],
      homes: [{ kind: 'screen', screenId: 'scr_hall' }],
    });
    expect(proposeTargets([gate], sites)).toEqual({ offices: ALL, homes: [] });
  });
});
