/** The fields of a screen, shared by pairing and editing. */
import { Button, MultiSelect, NativeSelect, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupId, PlaylistId, SiteId, TickerId } from '../../../../playlists/model/ids.ts';
import type { BlankHours, Site, SiteKind } from '../../../../playlists/model/screen.ts';
import { SiteKind as SiteKinds } from '../../../../playlists/model/screen.ts';
import { HOME_ZONE } from '../../../../playlists/model/time.ts';
import { useRead } from '../api/queries.ts';
import { TimeField } from '../parts/time-field.tsx';
import { WeekdayField } from '../parts/weekday-field.tsx';
import { CANVAS_PRESETS, presetOf } from './canvas-presets.ts';

export interface ScreenValues {
  name: string;
  /** `new` = make the site below first. */
  siteId: string;
  siteName: string;
  siteKind: SiteKind;
  siteAddress: string;
  width: number | string;
  height: number | string;
  zone: string;
  defaultPlaylistId: string;
  /** Empty = none. */
  tickerId: string;
  groupIds: string[];
  sound: boolean;
  /** Empty = not known. */
  pitchMm: number | string;
  viewedFromM: number | string;
  blankHours: BlankHours[];
}

export const blankScreen = (sites: readonly Site[]): ScreenValues => ({
  name: '',
  siteId: sites[0]?.id ?? 'new',
  siteName: '',
  siteKind: 'office',
  siteAddress: '',
  width: 768,
  height: 384,
  zone: HOME_ZONE,
  defaultPlaylistId: '',
  tickerId: '',
  groupIds: [],
  sound: false,
  pitchMm: 5,
  viewedFromM: '',
  blankHours: [],
});

/** What has to be named and is not yet; all of it, so that nobody is told one thing at a time. */
export const unnamedIn = ({ name, siteId, siteName }: ScreenValues): ('name' | 'siteName')[] => [
  ...(name.trim() ? [] : (['name'] as const)),
  ...(siteId === 'new' && !siteName.trim() ? (['siteName'] as const) : []),
];

/** The values as the contract wants them, once the site exists. */
export const bodyOf = (values: ScreenValues, siteId: SiteId) => ({
  name: values.name,
  siteId,
  canvas: { width: Number(values.width), height: Number(values.height) },
  zone: values.zone,
  groupIds: values.groupIds as GroupId[],
  defaultPlaylistId: (values.defaultPlaylistId || null) as PlaylistId | null,
  tickerId: (values.tickerId || null) as TickerId | null,
  blankHours: values.blankHours,
  sound: values.sound,
  pitchMm: values.pitchMm === '' ? null : Number(values.pitchMm),
  viewedFromM: values.viewedFromM === '' ? null : Number(values.viewedFromM),
});

type Form = UseFormReturnType<ScreenValues>;

export const ScreenFields = ({ form, full }: { form: Form; full: boolean }) => {
  const { t } = useTranslation();
  const playlists = useRead('listPlaylists');
  const groups = useRead('listGroups');
  const tickers = useRead('listTickers').data ?? [];
  return (
    <Stack>
      <TextInput
        label={t('screens.name')}
        placeholder={t('screens.nameExample')}
        required
        {...form.getInputProps('name')}
      />
      <SiteFields form={form} />
      <CanvasFields form={form} />
      <LegibilityFields form={form} />
      <NativeSelect
        label={t('screens.defaultPlaylist')}
        description={t('screens.defaultPlaylistHint')}
        data={[
          { value: '', label: t('common.none') },
          ...(playlists.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        {...form.getInputProps('defaultPlaylistId')}
      />
      {tickers.length > 0 ? (
        <NativeSelect
          label={t('tickers.ofScreen')}
          description={t('tickers.ofScreenHint')}
          data={[
            { value: '', label: t('common.none') },
            ...tickers.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          {...form.getInputProps('tickerId')}
        />
      ) : null}
      {full ? (
        <>
          {groups.data?.length ? (
            <MultiSelect
              label={t('screens.groups')}
              data={groups.data.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('groupIds')}
            />
          ) : null}
          <TextInput label={t('screens.zone')} {...form.getInputProps('zone')} />
          <Switch
            label={t('screens.sound')}
            description={t('screens.soundHint')}
            {...form.getInputProps('sound', { type: 'checkbox' })}
          />
          <BlankHoursFields form={form} />
        </>
      ) : null}
    </Stack>
  );
};

const SiteFields = ({ form }: { form: Form }) => {
  const { t } = useTranslation();
  const sites = useRead('listSites');
  return (
    <>
      <NativeSelect
        label={t('screens.site')}
        data={[
          ...(sites.data ?? []).map(({ id, name }) => ({ value: id as string, label: name })),
          { value: 'new', label: t('screens.siteNew') },
        ]}
        {...form.getInputProps('siteId')}
      />
      {form.values.siteId === 'new' ? (
        <fieldset className="inset">
          <legend>{t('screens.siteNew')}</legend>
          <TextInput label={t('screens.siteName')} required {...form.getInputProps('siteName')} />
          <NativeSelect
            label={t('screens.siteKind')}
            data={SiteKinds.options.map((kind) => ({ value: kind, label: t(`screens.siteKinds.${kind}`) }))}
            {...form.getInputProps('siteKind')}
          />
        </fieldset>
      ) : null}
    </>
  );
};

const CanvasFields = ({ form }: { form: Form }) => {
  const { t } = useTranslation();
  const canvas = { width: Number(form.values.width), height: Number(form.values.height) };
  const [custom, setCustom] = useState(() => presetOf(canvas) === undefined);
  const value = custom ? 'custom' : `${canvas.width}x${canvas.height}`;
  return (
    <>
      <NativeSelect
        label={t('screens.canvas')}
        description={t('screens.canvasHint')}
        value={value}
        onChange={(event) => {
          const [width, height] = event.currentTarget.value.split('x').map(Number);
          setCustom(event.currentTarget.value === 'custom');
          const pitchMm = CANVAS_PRESETS.find(
            ({ canvas }) => canvas.width === width && canvas.height === height,
          )?.pitchMm;
          if (width && height) form.setValues({ width, height, pitchMm: pitchMm ?? '' });
        }}
        data={[
          ...CANVAS_PRESETS.map((preset) => ({
            value: `${preset.canvas.width}x${preset.canvas.height}`,
            label: t(`screens.${preset.word}`, { size: preset.size }),
          })),
          { value: 'custom', label: t('screens.canvasCustom') },
        ]}
      />
      {custom ? (
        <div className="pair-of-fields">
          <NumberInput
            label={t('screens.width')}
            min={16}
            max={8192}
            step={2}
            hideControls
            {...form.getInputProps('width')}
            error={form.errors.width ?? form.errors['canvas.width']}
          />
          <NumberInput
            label={t('screens.height')}
            min={16}
            max={8192}
            step={2}
            hideControls
            {...form.getInputProps('height')}
            error={form.errors.height ?? form.errors['canvas.height']}
          />
        </div>
      ) : null}
    </>
  );
};

/** What legibility is judged by; both may stay empty. */
const LegibilityFields = ({ form }: { form: Form }) => {
  const { t } = useTranslation();
  return (
    <div className="pair-of-fields">
      <NumberInput
        label={t('screens.pitch')}
        description={t('screens.pitchHint')}
        min={0.5}
        max={50}
        decimalScale={2}
        allowedDecimalSeparators={[',', '.']}
        hideControls
        {...form.getInputProps('pitchMm')}
      />
      <NumberInput
        label={t('screens.viewedFrom')}
        description={t('screens.viewedFromHint')}
        min={1}
        max={500}
        allowDecimal={false}
        hideControls
        {...form.getInputProps('viewedFromM')}
      />
    </div>
  );
};

const BlankHoursFields = ({ form }: { form: Form }) => {
  const { t } = useTranslation();
  const set = (hours: BlankHours[]): void => form.setFieldValue('blankHours', hours);
  const hours = form.values.blankHours;
  const change = (place: number, part: Partial<BlankHours>): void =>
    set(hours.map((one, at) => (at === place ? { ...one, ...part } : one)));
  return (
    <fieldset className="inset">
      <legend>{t('screens.blankHours')}</legend>
      <p className="hint">{t('screens.blankHoursHint')}</p>
      {hours.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blank hours have no identity but their place
        <div key={place} className="blank-hours">
          <div className="pair-of-fields">
            <TimeField label={t('screens.blankFrom')} value={one.from} onChange={(from) => change(place, { from })} />
            <TimeField
              label={t('screens.blankUntil')}
              asEnd
              value={one.until}
              onChange={(until) => change(place, { until })}
            />
          </div>
          <WeekdayField
            label={t('screens.blankDays')}
            value={one.weekdays}
            onChange={(weekdays) => change(place, { weekdays })}
          />
          <Button
            variant="subtle"
            color="red"
            size="xs"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => set(hours.filter((_, at) => at !== place))}
          >
            {t('screens.blankRemove', { number: place + 1 })}
          </Button>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={hours.length >= 14}
        onClick={() => set([...hours, { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '22:00', until: '05:30' }])}
      >
        {t('screens.blankAdd')}
      </Button>
    </fieldset>
  );
};
