/** Writing a slide: template, words, ground, and at every letter how it looks on each wall of the ward and from afar. */
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canvasName } from '../../../../playlists/model/canvas.ts';
import { AssetId } from '../../../../playlists/model/ids.ts';
import type { Asset } from '../../../../playlists/model/media.ts';
import {
  HOUSE_PALETTE,
  type Palette,
  pictureIn,
  SLIDE_TEMPLATES,
  type SlideContent,
  type SlideTemplate,
} from '../../../../playlists/model/slide.ts';
import { paletteOf } from '../../../../playlists/slides/colours.ts';
import { call, type Trouble } from '../api/client.ts';
import { READS_OF, useRead } from '../api/queries.ts';
import { NoSuchPage } from '../app/astray.tsx';
import { localDateOf, momentOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Page, Shown } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { blankSlide, nameOfSlide, sendableSlide, withSamples } from './slide-draft.ts';
import { SlideFields, useSamples } from './slide-fields.tsx';
import { SlidePicture } from './slide-picture.tsx';
import { FromAfar, WallPreview } from './wall-preview.tsx';
import { wallsOf } from './walls.ts';

export const SlidePage = () => {
  const { slideId } = useParams({ from: '/inside/slides/$slideId' });
  const { template } = useSearch({ from: '/inside/slides/$slideId' });
  const known = AssetId.safeParse(slideId);
  const params = { assetId: known.data ?? ('' as AssetId) };
  const asset = useRead('getAsset', { params }, { enabled: known.success });
  const versions = useRead('listSlideVersions', { params }, { enabled: known.success });
  if (slideId === 'new') return <Editor key="new" asset={null} version={0} template={template ?? 'title'} />;
  if (!known.success) return <NoSuchPage />;
  return (
    <Shown read={versions} framed missing={<NoSuchPage />}>
      {([newest]) => (
        <Shown read={asset} framed missing={<NoSuchPage />}>
          {(found) => (
            <Editor
              key={`${found.id} ${newest?.version}`}
              asset={found}
              version={newest?.version ?? 0}
              template={found.slide?.content.template ?? 'title'}
            />
          )}
        </Shown>
      )}
    </Shown>
  );
};

type Drafts = Partial<Record<SlideTemplate, SlideContent>>;

const Editor = ({
  asset,
  version,
  template: first,
}: {
  asset: Asset | null;
  version: number;
  template: SlideTemplate;
}) => {
  const { t } = useTranslation();
  const zone = useZone();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [template, setTemplate] = useState(first);
  const [drafts, setDrafts] = useState<Drafts>(() =>
    asset?.slide ? { [asset.slide.content.template]: asset.slide.content } : {},
  );
  const [name, setName] = useState(asset?.title ?? '');
  const [isTouched, setTouched] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const today = localDateOf(Date.now(), zone);
  const draft = drafts[template] ?? blankSlide(template, today);
  const change = (part: object): void => {
    setTouched(true);
    setDrafts((all) => ({
      ...all,
      [template]: { ...(all[template] ?? blankSlide(template, today)), ...part } as SlideContent,
    }));
  };
  useBlocker({
    shouldBlockFn: () => !confirm(t('slides.unsavedTitle')),
    enableBeforeUnload: isTouched,
    disabled: !isTouched,
  });

  const errors = Object.fromEntries(
    Object.entries(trouble?.fields ?? {}).map(([path, code]) => [path.replace(/^content\./, ''), code]),
  );
  const save = async (): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    const content = sendableSlide(draft);
    const title = name.trim() || nameOfSlide(content) || t(`slides.templates.${template}`);
    const called = asset
      ? await call('changeSlide', { params: { assetId: asset.id }, body: { basedOn: version, title, content } })
      : await call('createSlide', { body: { title, content } });
    if (!called.ok) {
      setTrouble(called.trouble);
      setBusy(false);
      return;
    }
    setTouched(false);
    notifications.show({ color: 'teal', title: t('slides.saved', { title }), message: t('slides.savedHint') });
    for (const read of [...READS_OF.assets, 'listSlideVersions'] as const)
      await queries.invalidateQueries({ queryKey: [read] });
    await navigate({ to: '/slides/$slideId', params: { slideId: called.value.id }, search: {}, ignoreBlocker: true });
    setBusy(false);
  };

  return (
    <Page
      wide
      above={
        <LinkAnchor to="/media" className="back">
          <IconArrowLeft size={16} aria-hidden /> {t('slides.toMedia')}
        </LinkAnchor>
      }
      title={asset ? asset.title : t('slides.newTitle')}
      lead={t('slides.lead')}
      actions={
        <Button loading={busy} disabled={!isTouched} onClick={() => void save()}>
          {t('slides.save')}
        </Button>
      }
    >
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      <div className="slide-desk">
        <form
          className="panel slide-form"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TemplateChoice
            value={template}
            onChange={(next) => {
              setTemplate(next);
              if (asset) setTouched(true);
            }}
          />
          <SlideFields draft={draft} onChange={change} errors={errors} />
          <TextInput
            label={t('slides.name')}
            description={t('slides.nameHint')}
            value={name}
            maxLength={200}
            onChange={(event) => {
              setTouched(true);
              setName(event.currentTarget.value);
            }}
          />
          {asset ? (
            <Versions
              assetId={asset.id}
              newest={version}
              onUse={(content) => {
                setTemplate(content.template);
                setDrafts((all) => ({ ...all, [content.template]: content }));
                setTouched(true);
              }}
            />
          ) : null}
        </form>
        <Previews draft={draft} />
      </div>
    </Page>
  );
};

const WARD_SCREEN = { width: 384, height: 192 };

/** The templates as small walls, one of which is chosen. */
const TemplateChoice = ({ value, onChange }: { value: SlideTemplate; onChange: (template: SlideTemplate) => void }) => {
  const { t } = useTranslation();
  const zone = useZone();
  const samples = useSamples();
  const palette = useRead('getWardSettings').data?.palette ?? HOUSE_PALETTE;
  const today = localDateOf(Date.now() + 12 * 86_400_000, zone);
  // biome-ignore lint/correctness/useExhaustiveDependencies: samples are the words of the language
  const shown = useMemo(
    () =>
      SLIDE_TEMPLATES.map((template) => [template, withSamples(blankSlide(template, today), samples).content] as const),
    [today, t],
  );
  return (
    <fieldset className="templates">
      <legend className="field-name">{t('slides.template')}</legend>
      {shown.map(([template, content]) => (
        <label key={template} className="template" data-chosen={template === value || undefined}>
          <input
            type="radio"
            name="template"
            value={template}
            checked={template === value}
            onChange={() => onChange(template)}
          />
          <SlidePicture slide={{ content, palette }} canvas={WARD_SCREEN} zone={zone} />
          <span>{t(`slides.templates.${template}`)}</span>
        </label>
      ))}
    </fieldset>
  );
};

const Previews = ({ draft }: { draft: SlideContent }) => {
  const { t } = useTranslation();
  const samples = useSamples();
  const screens = useRead('listScreens').data;
  const brand: Palette = useRead('getWardSettings').data?.palette ?? HOUSE_PALETTE;
  const { content, isSampled } = withSamples(draft, samples);
  const wanted = pictureIn(content);
  const shown = useRead(
    'getAsset',
    { params: { assetId: wanted ?? ('' as AssetId) } },
    { enabled: wanted !== null },
  ).data;
  const slide = { content, palette: paletteOf(content.look, brand) };
  const walls = wallsOf((screens ?? []).map(({ screen }) => screen));
  const pictureFor = (name: string): string | null =>
    (wanted !== null && shown?.renditions.find(({ canvas }) => canvasName(canvas) === name)?.digest) || null;
  const [first] = walls;
  return (
    <div className="slide-previews">
      <section className="panel">
        <h2 className="section-title">{t('slides.preview')}</h2>
        <p className="hint">
          {t('slides.previewHint')} {isSampled ? t('slides.sampled') : ''}
        </p>
        <div className="walls">
          {walls.map((wall) => (
            <WallPreview key={wall.name} slide={slide} wall={wall} picture={pictureFor(wall.name)} />
          ))}
        </div>
      </section>
      {first ? (
        <div className="panel">
          <FromAfar key={first.name} slide={slide} wall={first} picture={pictureFor(first.name)} />
        </div>
      ) : null}
    </div>
  );
};

const Versions = ({
  assetId,
  newest,
  onUse,
}: {
  assetId: AssetId;
  newest: number;
  onUse: (content: SlideContent) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const versions = useRead('listSlideVersions', { params: { assetId } }).data ?? [];
  if (versions.length < 2) return null;
  return (
    <details className="versions">
      <summary>{t('slides.versions')}</summary>
      <ul>
        {versions.map(({ version, savedAt, savedBy, content, palette }) => (
          <li key={version}>
            <div className="version-picture">
              <SlidePicture slide={{ content, palette }} canvas={WARD_SCREEN} zone={zone} />
            </div>
            <span>
              {t('slides.versionOf', { version, when: momentOf(savedAt, zone, language, now), who: savedBy })}
            </span>
            {version === newest ? null : (
              <Button variant="default" size="xs" onClick={() => onUse(content)}>
                {t('slides.restore', { version })}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
};
