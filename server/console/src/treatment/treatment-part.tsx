/**
 * How an asset is framed, trimmed and heard: chosen over a picture of it, seen at once as each screen will show it. What is
 * chosen here is a draft until it is saved; then the files are made anew.
 */
import { Button, Group, SegmentedControl, Stack, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Canvas, canvasName } from '../../../../playlists/model/canvas.ts';
import { Fit, type Framing, placeOn } from '../../../../playlists/model/framing.ts';
import type { Asset, MediaFacts } from '../../../../playlists/model/media.ts';
import { framingOn, lookOf, type Treatment } from '../../../../playlists/model/treatment.ts';
import type { TreatedAsset } from '../../../../playlists/wire/api/preparation.ts';
import type { Trouble } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { Shown } from '../parts/page.tsx';
import { sayDone } from '../parts/say-done.ts';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { firstFrame } from './crop-frame.ts';
import { CropStage } from './crop-stage.tsx';
import { FilmPart } from './film-part.tsx';
import { OutputPreview } from './output-preview.tsx';
import { useStillSource } from './still-source.ts';
import './treatment.css';

/** A screen may have this many pixels for each of the picture before somebody is told that it will look soft. */
const SOFT_FROM = 2;

export const TreatmentPart = ({ asset }: { asset: Asset }) => {
  const { t } = useTranslation();
  const read = useRead('getTreatment', { params: { assetId: asset.id } });
  if (!asset.facts || asset.state.kind === 'refused') return null;
  const { facts } = asset;
  return (
    <section aria-label={t('treatment.title')}>
      <h2 className="section-title">{t('treatment.title')}</h2>
      <Shown read={read}>{(treated) => <Choices asset={asset} facts={facts} treated={treated} />}</Shown>
    </section>
  );
};

const withFraming = (treatment: Treatment, canvas: Canvas | null, framing: Framing | null): Treatment => {
  if (canvas === null) return framing ? { ...treatment, ...framing } : treatment;
  const name = canvasName(canvas);
  const others = treatment.canvases.filter((own) => canvasName(own.canvas) !== name);
  return { ...treatment, canvases: framing ? [...others, { canvas, ...framing }] : others };
};

const Choices = ({ asset, facts, treated }: { asset: Asset; facts: MediaFacts; treated: TreatedAsset }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const change = useCall('changeTreatment');
  const [draft, setDraft] = useState(treated.treatment);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [chosen, setChosen] = useState('');
  const [atMs, setAtMs] = useState(treated.treatment.posterAtMs ?? (facts.durationMs ?? 0) * 0.1);
  const [isTimeWrong, setTimeWrong] = useState(false);
  // Another look from elsewhere replaces a draft that was made on the one before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the treatment goes with its look
  useEffect(() => setDraft(treated.treatment), [treated.look, treated.treatment.posterAtMs]);

  const source = useStillSource(asset, treated.storyboard, atMs);
  const canvases = treated.canvases.map(({ canvas }) => canvas);
  const canvas = canvases.find((one) => canvasName(one) === chosen) ?? null;
  const isOwn = canvas !== null && draft.canvases.some((own) => canvasName(own.canvas) === canvasName(canvas));
  const framing = canvas ? framingOn(draft, canvas) : { fit: draft.fit, crop: draft.crop };
  const target = canvas ?? canvases[0] ?? { width: facts.width, height: facts.height };
  // Only where one canvas is meant does the frame keep a shape; for all of them it says what must be seen.
  const shape = canvas || canvases.length === 1 ? target.width / target.height / (facts.width / facts.height) : null;
  const isFramed = canvas === null || isOwn;
  const place = placeOn(framing, facts, target);
  const taken = {
    x: place.from.x / facts.width,
    y: place.from.y / facts.height,
    width: place.from.width / facts.width,
    height: place.from.height / facts.height,
  };
  const scale = Math.max(place.to.width / place.from.width, place.to.height / place.from.height);
  const isChanged = lookOf(draft) !== treated.look || draft.posterAtMs !== treated.treatment.posterAtMs;

  const frame = (next: Framing | null): void => setDraft(withFraming(draft, canvas, next));
  const chooseFit = (fit: Fit): void =>
    frame({ fit, crop: fit === 'crop' ? (framing.crop ?? firstFrame(shape)) : null });
  const save = async (): Promise<void> => {
    setTrouble(null);
    const params = { assetId: asset.id };
    const called = await change.mutateAsync({ params, body: { treatment: draft, basedOn: treated.look } });
    if (called.ok) {
      queries.setQueryData(['getTreatment', { params }], called.value);
      void queries.invalidateQueries({ queryKey: ['getAsset'] });
      sayDone(t('common.saved'));
      return;
    }
    setTrouble(called.trouble);
    if (called.trouble.code === 'changed-meanwhile') void queries.invalidateQueries({ queryKey: ['getTreatment'] });
  };

  return (
    <Stack gap="sm">
      {canvases.length > 1 ? (
        <div>
          <p className="hint" id="treatment-wherever">
            {t('treatment.wherever')}
          </p>
          <Group gap="xs" role="group" aria-labelledby="treatment-wherever">
            {[null, ...canvases].map((one) => {
              const name = one ? canvasName(one) : '';
              const hasOwn = draft.canvases.some((own) => canvasName(own.canvas) === name);
              return (
                <Button
                  key={name}
                  size="compact-md"
                  variant={chosen === name ? 'filled' : 'default'}
                  aria-pressed={chosen === name}
                  onClick={() => setChosen(name)}
                >
                  {one ? `${one.width}×${one.height}` : t('treatment.everywhere')}
                  {hasOwn ? ` · ${t('treatment.own')}` : ''}
                </Button>
              );
            })}
          </Group>
        </div>
      ) : null}
      {canvas ? (
        <Switch
          checked={isOwn}
          label={t('treatment.ownSwitch', { size: `${canvas.width}×${canvas.height}` })}
          onChange={(event) => frame(event.currentTarget.checked ? { fit: draft.fit, crop: draft.crop } : null)}
        />
      ) : null}
      <SegmentedControl
        aria-label={t('treatment.fit')}
        className="fits"
        disabled={!isFramed}
        value={framing.fit}
        onChange={(fit) => chooseFit(Fit.parse(fit))}
        data={Fit.options.map((fit) => ({ value: fit, label: t(`treatment.fits.${fit}`) }))}
      />
      {source ? (
        <CropStage
          picture={facts}
          source={source}
          shown={framing.fit === 'crop' && framing.crop ? framing.crop : taken}
          frame={isFramed && framing.fit === 'crop' ? framing.crop : null}
          shape={shape}
          onFrame={(crop) => frame({ fit: 'crop', crop })}
        />
      ) : (
        <p className="hint">{t('treatment.noStoryboard')}</p>
      )}
      {framing.fit === 'crop' && isFramed ? (
        <p className="hint" id="crop-help">
          {t('treatment.cropHelp')}
        </p>
      ) : null}
      {framing.fit === 'crop' && scale > SOFT_FROM ? (
        <p className="soft-warning" role="status">
          {t('treatment.loose', { scale: Math.round(scale * 10) / 10 })}
        </p>
      ) : null}
      {facts.isAnimation ? (
        <SegmentedControl
          aria-label={t('treatment.animation')}
          value={draft.isStill ? 'still' : 'moving'}
          onChange={(choice) => setDraft({ ...draft, isStill: choice === 'still' })}
          data={(['moving', 'still'] as const).map((value) => ({ value, label: t(`treatment.animations.${value}`) }))}
        />
      ) : null}
      {facts.kind === 'video' && !draft.isStill ? (
        <FilmPart
          facts={facts}
          draft={draft}
          atMs={atMs}
          hasPictures={source !== null}
          onLook={setAtMs}
          onDraft={setDraft}
          onWrong={setTimeWrong}
        />
      ) : null}
      {canvases.length > 0 ? (
        <div className="outputs">
          {canvases.map((one) => (
            <OutputPreview
              key={canvasName(one)}
              canvas={one}
              framing={framingOn(draft, one)}
              picture={facts}
              source={source}
            />
          ))}
        </div>
      ) : null}
      {trouble ? (
        <TroubleNote trouble={trouble}>
          {trouble.code === 'changed-meanwhile' ? <p>{t('treatment.changedMeanwhile')}</p> : null}
        </TroubleNote>
      ) : null}
      <p className="hint">{t('treatment.hint')}</p>
      <Group justify="flex-end">
        <Button variant="default" disabled={!isChanged} onClick={() => setDraft(treated.treatment)}>
          {t('treatment.reset')}
        </Button>
        <Button disabled={!isChanged || isTimeWrong} loading={change.isPending} onClick={() => void save()}>
          {t('treatment.save')}
        </Button>
      </Group>
    </Stack>
  );
};
