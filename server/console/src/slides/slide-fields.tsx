/** The fields of a slide, by template. Plain words only; everything else follows from the template and the wall. */
import { ActionIcon, Button, NativeSelect, SegmentedControl, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { AssetId } from '../../../../playlists/model/ids.ts';
import { NoticeTone, type SlideContent, SlideLook } from '../../../../playlists/model/slide.ts';
import { useRead } from '../api/queries.ts';
import { wordsOfField } from '../parts/form-errors.ts';
import { DateField, TimeField } from '../parts/time-field.tsx';
import type { Samples } from './slide-draft.ts';

type Change = (change: object) => void;
interface FieldsProps<Content extends SlideContent = SlideContent> {
  draft: Content;
  onChange: Change;
  /** Field → code of what is wrong. */
  errors: Readonly<Record<string, string>>;
}

const MOST_POINTS = 6;
const WORTH_READING = 3;

export const useSamples = (): Samples => {
  const { t } = useTranslation();
  return {
    title: t('slides.sample.title'),
    point: t('slides.sample.point'),
    quote: t('slides.sample.quote'),
    number: t('slides.sample.number'),
    label: t('slides.sample.label'),
    heading: t('slides.sample.heading'),
    text: t('slides.sample.text'),
    after: t('slides.sample.after'),
  };
};

type LineName =
  | 'title'
  | 'subtitle'
  | 'quote'
  | 'author'
  | 'number'
  | 'label'
  | 'note'
  | 'heading'
  | 'text'
  | 'footer'
  | 'after'
  | 'when'
  | 'where';

/** One line of words, or several where the text is long. */
const Line = ({
  name,
  most,
  required = false,
  isLong = false,
  draft,
  onChange,
  errors,
}: FieldsProps & { name: LineName; most: number; required?: boolean; isLong?: boolean }) => {
  const { t } = useTranslation();
  const value = (draft as unknown as Record<string, string>)[name] ?? '';
  const error = errors[name] ? wordsOfField(errors[name], t) : null;
  const props = { label: t(`slides.field.${name}`), value, required, error, maxLength: most, withAsterisk: required };
  return isLong ? (
    <Textarea
      {...props}
      autosize
      minRows={2}
      maxRows={8}
      onChange={(event) => onChange({ [name]: event.currentTarget.value.replace(/\s*\n\s*/g, ' ') })}
    />
  ) : (
    <TextInput {...props} onChange={(event) => onChange({ [name]: event.currentTarget.value })} />
  );
};

export const SlideFields = (props: FieldsProps) => {
  const { t } = useTranslation();
  const { draft, onChange } = props;
  return (
    <Stack>
      <OfTemplate {...props} />
      <div>
        <p className="field-name" id="slide-look">
          {t('slides.look')}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby="slide-look"
          value={draft.look}
          onChange={(look) => onChange({ look })}
          data={SlideLook.options.map((value) => ({ value, label: t(`slides.looks.${value}`) }))}
        />
      </div>
    </Stack>
  );
};

const OfTemplate = (props: FieldsProps) => {
  const { t } = useTranslation();
  const { draft, onChange, errors } = props;
  switch (draft.template) {
    case 'title':
      return (
        <>
          <Line {...props} name="title" most={160} required isLong />
          <Line {...props} name="subtitle" most={240} />
        </>
      );
    case 'points':
      return <Points {...props} draft={draft} />;
    case 'quote':
      return (
        <>
          <Line {...props} name="quote" most={320} required isLong />
          <Line {...props} name="author" most={120} />
        </>
      );
    case 'number':
      return (
        <>
          <Line {...props} name="number" most={16} required />
          <Line {...props} name="label" most={160} required />
          <Line {...props} name="note" most={160} />
        </>
      );
    case 'notice':
      return <NoticeFields {...props} />;
    case 'countdown':
      return (
        <>
          <Line {...props} name="title" most={160} required />
          <DateField
            label={t('slides.field.date')}
            required
            value={draft.date}
            onChange={(date) => date && onChange({ date })}
          />
          <Switch
            label={t('slides.field.toTime')}
            checked={draft.time !== null}
            onChange={(event) => onChange({ time: event.currentTarget.checked ? '08:00' : null })}
          />
          {draft.time === null ? null : (
            <TimeField label={t('slides.field.time')} value={draft.time} onChange={(time) => onChange({ time })} />
          )}
          <Line {...props} name="after" most={80} required />
        </>
      );
    case 'clock':
      return (
        <>
          <Line {...props} name="title" most={120} />
          <Switch
            label={t('slides.field.seconds')}
            checked={draft.seconds}
            onChange={(event) => onChange({ seconds: event.currentTarget.checked })}
          />
          <Switch
            label={t('slides.field.showDate')}
            checked={draft.date}
            onChange={(event) => onChange({ date: event.currentTarget.checked })}
          />
          <Switch
            label={t('slides.field.lunar')}
            checked={draft.lunar}
            onChange={(event) => onChange({ lunar: event.currentTarget.checked })}
          />
        </>
      );
    case 'event':
      return (
        <>
          <Line {...props} name="title" most={160} required />
          <Line {...props} name="when" most={120} />
          <Line {...props} name="where" most={160} />
          <PictureField value={draft.picture} error={errors.picture} onChange={(picture) => onChange({ picture })} />
        </>
      );
  }
};

/** A notice; announcements are written in it too. */
export const NoticeFields = (props: FieldsProps) => {
  const { t } = useTranslation();
  const { draft, onChange } = props;
  if (draft.template !== 'notice') return null;
  return (
    <>
      <Line {...props} name="heading" most={80} required />
      <Line {...props} name="text" most={500} required isLong />
      <Line {...props} name="footer" most={120} />
      <div>
        <p className="field-name" id="slide-tone">
          {t('slides.tone')}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby="slide-tone"
          value={draft.tone}
          onChange={(tone) => onChange({ tone })}
          data={NoticeTone.options.map((value) => ({ value, label: t(`slides.tones.${value}`) }))}
        />
      </div>
    </>
  );
};

const Points = (props: FieldsProps<Extract<SlideContent, { template: 'points' }>>) => {
  const { t } = useTranslation();
  const { draft, onChange, errors } = props;
  const set = (points: string[]): void => onChange({ points });
  return (
    <>
      <Line {...props} name="title" most={120} />
      {draft.points.map((point, place) => (
        <TextInput
          // biome-ignore lint/suspicious/noArrayIndexKey: points have no identity but their place
          key={place}
          label={t('slides.field.point', { number: place + 1 })}
          value={point}
          maxLength={160}
          error={errors[`points.${place}`] ? wordsOfField(errors[`points.${place}`] ?? '', t) : null}
          onChange={(event) => set(draft.points.map((one, at) => (at === place ? event.currentTarget.value : one)))}
          rightSection={
            draft.points.length > 1 ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('slides.removePoint', { number: place + 1 })}
                onClick={() => set(draft.points.filter((_, at) => at !== place))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            ) : null
          }
        />
      ))}
      {draft.points.length > WORTH_READING ? <p className="hint">{t('slides.manyPoints')}</p> : null}
      <Button
        variant="default"
        className="add-point"
        leftSection={<IconPlus size={16} aria-hidden />}
        disabled={draft.points.length >= MOST_POINTS}
        onClick={() => set([...draft.points, ''])}
      >
        {t('slides.addPoint')}
      </Button>
    </>
  );
};

const PictureField = ({
  value,
  error,
  onChange,
}: {
  value: AssetId | null;
  error: string | undefined;
  onChange: (picture: AssetId | null) => void;
}) => {
  const { t } = useTranslation();
  const pictures = useRead('listAssets', { query: { kind: 'image', limit: 200 } }).data?.items ?? [];
  return (
    <NativeSelect
      label={t('slides.field.picture')}
      description={t('slides.pictureHint')}
      error={error ? wordsOfField(error, t) : null}
      value={value ?? ''}
      onChange={(event) => onChange(AssetId.safeParse(event.currentTarget.value).data ?? null)}
      data={[
        { value: '', label: t('slides.noPicture') },
        ...pictures.map(({ id, title }) => ({ value: id as string, label: title })),
      ]}
    />
  );
};
