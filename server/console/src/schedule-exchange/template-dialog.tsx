/** A schedule from a template, in three steps: which, when and where, what it will make. Nothing is made before the last button. */
import { Button, Checkbox, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { planCampaign, proposeTargets } from '../../../../playlists/exchange/campaign.ts';
import {
  CAMPAIGN_TEMPLATES,
  type CampaignTemplate,
  PLACES,
  type Place,
} from '../../../../playlists/exchange/campaign-templates.ts';
import type { WardNames } from '../../../../playlists/exchange/ward-names.ts';
import type { Screen, Site } from '../../../../playlists/model/screen.ts';
import type { Target } from '../../../../playlists/model/slot.ts';
import type { LocalDate } from '../../../../playlists/model/time.ts';
import { useRead } from '../api/queries.ts';
import { localDateOf } from '../i18n/format.ts';
import { useLanguage, useNow } from '../parts/language.ts';
import { Bones } from '../parts/page.tsx';
import { DateField } from '../parts/time-field.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';
import type { SlotEditing } from '../schedule/use-slot-edits.tsx';
import { CampaignPreview } from './campaign-preview.tsx';
import { useCampaignWork } from './campaign-work.ts';
import { ExchangeDialog } from './exchange-dialog.tsx';
import { TargetsField } from './targets-field.tsx';
import { useTopicsWithContent, useWardNames } from './ward-reads.ts';

const STEPS = ['template', 'choice', 'preview'] as const;

export const TemplateDialog = ({ carryOut, onClose }: { carryOut: SlotEditing['carryOut']; onClose: () => void }) => {
  const { t } = useTranslation();
  const ward = useWardNames();
  const screens = useRead('listScreens').data;
  const sites = useRead('listSites').data;
  return (
    <ExchangeDialog title={t('exchange.templateTitle')} onClose={onClose}>
      {ward && screens && sites ? (
        <TemplateSteps
          carryOut={carryOut}
          ward={ward}
          screens={screens.map(({ screen }) => screen)}
          sites={sites}
          onClose={onClose}
        />
      ) : (
        <Bones count={2} />
      )}
    </ExchangeDialog>
  );
};

interface Choice {
  from: LocalDate | null;
  until: LocalDate | null;
  targets: Record<Place, Target[]>;
  rests: boolean;
}

const TemplateSteps = ({
  ward,
  screens,
  sites,
  carryOut,
  onClose,
}: {
  ward: WardNames;
  screens: readonly Screen[];
  sites: readonly Site[];
  carryOut: SlotEditing['carryOut'];
  onClose: () => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const today = localDateOf(useNow(60_000), ward.zone);
  const { create, busy, trouble } = useCampaignWork(carryOut);
  const [step, setStep] = useState<(typeof STEPS)[number]>('template');
  const [template, setTemplate] = useState(CAMPAIGN_TEMPLATES[0] as CampaignTemplate);
  const [choice, setChoice] = useState<Choice>(() => ({
    ...template.period(today),
    rests: template.restsOnHolidays,
    targets: proposeTargets(screens, sites),
  }));
  const withContent = useTopicsWithContent([...new Set(template.playlists.flatMap(({ topics }) => topics))]);
  const holidays = ward.calendars.filter(({ base }) => base === 'vietnam-holidays').map(({ id }) => id);
  const { from, until } = choice;
  const isInOrder = from !== null && until !== null && from <= until;
  const plan =
    from !== null && until !== null && from <= until && withContent
      ? planCampaign(
          template,
          { from, until, targets: choice.targets, avoidCalendars: choice.rests ? holidays : [] },
          ward,
          withContent,
        )
      : null;
  const choose = (id: string): void => {
    const chosen = CAMPAIGN_TEMPLATES.find((one) => one.id === id) ?? template;
    setTemplate(chosen);
    setChoice({ ...choice, ...chosen.period(today), rests: chosen.restsOnHolidays });
  };
  const go = (by: 1 | -1): void => setStep(STEPS[STEPS.indexOf(step) + by] ?? step);
  const finish = async (): Promise<void> => {
    if (!plan) return;
    const said = t('exchange.created', { count: plan.slots.length, name: template.name[language] });
    const needsHolidays = choice.rests && holidays.length === 0;
    if (await create(plan, needsHolidays ? t('exchange.holidays') : null, said)) onClose();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (step === 'preview') void finish();
        else if (step === 'template' || isInOrder) go(1);
      }}
    >
      <Stack>
        <h2 className="section-title" aria-live="polite">
          {t('exchange.step', { step: STEPS.indexOf(step) + 1, name: t(`exchange.steps.${step}`) })}
        </h2>
        {trouble ? <TroubleNote trouble={trouble} /> : null}
        {step === 'template' ? (
          <Radio.Group value={template.id} onChange={choose} aria-label={t('exchange.templateTitle')}>
            <Stack>
              {CAMPAIGN_TEMPLATES.map(({ id, name, about }) => (
                <Radio key={id} value={id} label={name[language]} description={about[language]} />
              ))}
            </Stack>
          </Radio.Group>
        ) : null}
        {step === 'choice' ? (
          <>
            <div className="pair-of-fields">
              <DateField
                label={t('exchange.from')}
                value={from}
                onChange={(date) => setChoice((was) => ({ ...was, from: date }))}
                error={from === null ? t('exchange.dateNeeded') : null}
                required
              />
              <DateField
                label={t('exchange.until')}
                value={until}
                onChange={(date) => setChoice((was) => ({ ...was, until: date }))}
                error={
                  until === null
                    ? t('exchange.dateNeeded')
                    : from && until < from
                      ? t('exchange.untilBeforeFrom')
                      : null
                }
                required
              />
            </div>
            {PLACES.map((place) => (
              <TargetsField
                key={place}
                ward={ward}
                label={t(`exchange.places.${place}`)}
                hint={t('exchange.placeHint')}
                value={choice.targets[place]}
                onChange={(targets) => setChoice({ ...choice, targets: { ...choice.targets, [place]: targets } })}
              />
            ))}
            <Checkbox
              label={t('exchange.rest')}
              description={t('exchange.restHint')}
              checked={choice.rests}
              onChange={(event) => setChoice({ ...choice, rests: event.currentTarget.checked })}
            />
          </>
        ) : null}
        {step === 'preview' ? plan ? <CampaignPreview plan={plan} /> : <Bones count={1} /> : null}
        <div className="dialog-actions sticky">
          {step === 'template' ? null : (
            <Button variant="default" disabled={busy} onClick={() => go(-1)}>
              {t('exchange.back')}
            </Button>
          )}
          {step === 'preview' ? (
            <Button type="submit" key="create" loading={busy} disabled={!plan || plan.slots.length === 0}>
              {t('exchange.create')}
            </Button>
          ) : (
            <Button type="submit" key="next" disabled={step === 'choice' && !isInOrder}>
              {t('exchange.next')}
            </Button>
          )}
        </div>
      </Stack>
    </form>
  );
};
