/** What is written in a ticker and how it runs. */
import { Button, NativeSelect, SegmentedControl, Slider, Stack, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SlideLook } from '../../../../playlists/model/slide.ts';
import { Priority } from '../../../../playlists/model/slot.ts';
import {
  BAND_PERCENT,
  LONGEST_MESSAGE,
  MOST_MESSAGES,
  READING_RATE,
  TickerEdge,
  type TickerMessage,
  TickerSeparator,
} from '../../../../playlists/model/ticker.ts';
import type { TickerDraft } from '../../../../playlists/wire/api/tickers.ts';
import { DateField } from '../parts/time-field.tsx';
import { blankMessage } from './ticker-draft.ts';

interface Props {
  draft: TickerDraft;
  errors: Readonly<Record<string, string>>;
  onChange: (part: Partial<TickerDraft>) => void;
}

export const TickerFields = ({ draft, errors, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <Stack>
      <TextInput
        label={t('tickers.name')}
        placeholder={t('tickers.nameExample')}
        required
        maxLength={120}
        value={draft.name}
        error={errors.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Messages draft={draft} errors={errors} onChange={onChange} />
      <div>
        <p className="field-label" id="ticker-edge">
          {t('tickers.edge')}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby="ticker-edge"
          data={TickerEdge.options.map((edge) => ({ value: edge, label: t(`tickers.edges.${edge}`) }))}
          value={draft.edge}
          onChange={(edge) => onChange({ edge })}
        />
      </div>
      {draft.edge === 'fill' ? null : (
        <div>
          <p className="field-label">{t('tickers.height', { percent: draft.heightPercent })}</p>
          <Slider
            min={BAND_PERCENT.least}
            max={BAND_PERCENT.most}
            value={draft.heightPercent}
            label={(value) => `${value} %`}
            thumbLabel={t('tickers.height', { percent: draft.heightPercent })}
            onChange={(heightPercent) => onChange({ heightPercent })}
          />
        </div>
      )}
      <div>
        <p className="field-label">
          {t('tickers.rate')}: {t('tickers.rateSaid', { count: draft.syllablesPerMinute })}
        </p>
        <Slider
          min={READING_RATE.least}
          max={READING_RATE.most}
          step={10}
          value={draft.syllablesPerMinute}
          label={null}
          thumbLabel={t('tickers.rate')}
          onChange={(syllablesPerMinute) => onChange({ syllablesPerMinute })}
        />
        <p className="hint">{t('tickers.rateHint')}</p>
      </div>
      <div className="pair-of-fields">
        <NativeSelect
          label={t('tickers.look')}
          data={SlideLook.options.map((look) => ({ value: look, label: t(`slides.looks.${look}`) }))}
          value={draft.look}
          onChange={(event) => onChange({ look: SlideLook.parse(event.currentTarget.value) })}
        />
        <NativeSelect
          label={t('tickers.separator')}
          data={[...TickerSeparator.options]}
          value={draft.separator}
          onChange={(event) => onChange({ separator: TickerSeparator.parse(event.currentTarget.value) })}
        />
      </div>
    </Stack>
  );
};

const Messages = ({ draft: { messages }, errors, onChange }: Props) => {
  const { t } = useTranslation();
  const change = (place: number, part: Partial<TickerMessage>): void =>
    onChange({ messages: messages.map((one, i) => (i === place ? { ...one, ...part } : one)) });
  return (
    <fieldset className="inset">
      <legend>{t('tickers.messagesTitle')}</legend>
      <p className="hint">{t('tickers.messagesHint')}</p>
      {messages.map((message, place) => {
        const number = place + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
          <div key={place} className="ticker-message">
            <Textarea
              label={t('tickers.text', { number })}
              placeholder={t('tickers.textExample')}
              autosize
              minRows={1}
              maxLength={LONGEST_MESSAGE}
              value={message.text}
              error={errors[`messages.${place}.text`]}
              onChange={(event) => change(place, { text: event.currentTarget.value })}
            />
            <SegmentedControl
              fullWidth
              aria-label={t('tickers.priority', { number })}
              data={Priority.options.map((level) => ({ value: level, label: t(`schedule.priorities.${level}`) }))}
              value={message.priority}
              onChange={(priority) => change(place, { priority })}
            />
            <div className="pair-of-fields">
              <DateField
                label={t('tickers.validFrom')}
                value={message.validFrom}
                onChange={(validFrom) => change(place, { validFrom })}
              />
              <DateField
                label={t('tickers.validUntil')}
                value={message.validUntil}
                error={errors[`messages.${place}.validUntil`] ?? null}
                onChange={(validUntil) => change(place, { validUntil })}
              />
            </div>
            {messages.length > 1 ? (
              <Button
                variant="subtle"
                color="red"
                size="xs"
                leftSection={<IconTrash size={14} aria-hidden />}
                onClick={() => onChange({ messages: messages.filter((_, i) => i !== place) })}
              >
                {t('tickers.dropMessage', { number })}
              </Button>
            ) : null}
          </div>
        );
      })}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={messages.length >= MOST_MESSAGES}
        onClick={() => onChange({ messages: [...messages, blankMessage()] })}
      >
        {t('tickers.addMessage')}
      </Button>
    </fieldset>
  );
};
