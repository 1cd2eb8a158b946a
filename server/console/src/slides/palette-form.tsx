/** The ward's three colours on slides, with the contrast they have and what they look like; changed by administrators. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Palette, SlideContent } from '../../../../playlists/model/slide.ts';
import { judgePalette } from '../../../../playlists/slides/colours.ts';
import type { Trouble } from '../api/client.ts';
import { useCall, useRead } from '../api/queries.ts';
import { useLanguage } from '../parts/language.ts';
import { Shown } from '../parts/page.tsx';
import { sayDone } from '../parts/say-done.ts';
import { Tag } from '../parts/tag.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import { SlidePicture } from './slide-picture.tsx';

const BOARD = { width: 384, height: 192 };
const PARTS = ['ground', 'ink', 'accent'] as const;

export const PaletteForm = () => {
  const { t } = useTranslation();
  const settings = useRead('getWardSettings');
  return (
    <section className="below">
      <h2 className="section-title">{t('slides.palette')}</h2>
      <Shown read={settings}>{({ palette }) => <Colours key={JSON.stringify(palette)} saved={palette} />}</Shown>
    </section>
  );
};

const Colours = ({ saved }: { saved: Palette }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const change = useCall('changeWardSettings');
  const ward = useRead('getMe').data?.wardName ?? t('slides.sampleWard');
  const [palette, setPalette] = useState(saved);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const verdict = judgePalette(palette);
  const ratio = (value: number): string => value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');
  const content = SlideContent.safeParse({ template: 'title', title: ward, subtitle: t('slides.palette') });
  const save = async (): Promise<void> => {
    setTrouble(null);
    const called = await change.mutateAsync({ body: { palette } });
    if (!called.ok) {
      setTrouble(called.trouble);
      return;
    }
    queries.setQueryData(['getWardSettings', {}], called.value);
    sayDone(t('slides.paletteSaved'));
  };
  return (
    <>
      <p className="hint">{t('slides.paletteHint')}</p>
      <div className="palette-fields">
        {PARTS.map((part) => (
          <label key={part}>
            <span className="field-name">{t(`slides.${part}`)}</span>
            <input
              type="color"
              value={palette[part]}
              onChange={(event) => setPalette(Palette.parse({ ...palette, [part]: event.currentTarget.value }))}
            />
          </label>
        ))}
      </div>
      {content.success ? (
        <div className="palette-sample">
          <SlidePicture slide={{ content: content.data, palette }} canvas={BOARD} />
        </div>
      ) : null}
      <div className="wall-verdict" role="status">
        <Tag tone={verdict.isRefused ? 'bad' : 'good'}>
          {t('slides.contrast', { ink: ratio(verdict.ink), accent: ratio(verdict.accent) })}
        </Tag>
        {verdict.isRefused ? <span className="hint">{t('slides.contrastBad')}</span> : null}
        {verdict.remarks.map((remark) => (
          <Tag key={remark} tone="warn">
            {t(`slides.remark.${remark}`)}
          </Tag>
        ))}
      </div>
      {trouble ? <TroubleNote trouble={trouble} /> : null}
      <Button
        mt="sm"
        disabled={verdict.isRefused || JSON.stringify(palette) === JSON.stringify(saved)}
        loading={change.isPending}
        onClick={() => void save()}
      >
        {t('slides.save')}
      </Button>
    </>
  );
};
