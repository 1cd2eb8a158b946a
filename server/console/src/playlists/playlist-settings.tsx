/** How a playlist is played: its order and how one item gives way to the next. */
import { Button, NumberInput, SegmentedControl } from '@mantine/core';
import { IconArrowsShuffle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Playlist, Transition } from '../../../../playlists/model/playlist.ts';
import { useLanguage } from '../parts/language.ts';

export type PlaylistSettings = Pick<Playlist, 'order' | 'transition'>;

const ORDERS = ['listed', 'shuffle'] as const;
const TRANSITIONS = ['cut', 'fade', 'push'] as const;
const FIRST_CROSSING_MS = 500;
const MOST_SEEDS = 1_000_000;

const transitionOf = (kind: Transition['kind'], was: Transition): Transition =>
  kind === 'cut' ? { kind } : { kind, ms: was.kind === 'cut' ? FIRST_CROSSING_MS : was.ms };

export const SettingsFields = ({
  value: { order, transition },
  onChange,
}: {
  value: PlaylistSettings;
  onChange: (settings: PlaylistSettings) => void;
}) => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className="playlist-settings">
      <div>
        <p className="field-label" id="playlist-order">
          {t('playlists.ordering')}
        </p>
        <div className="playlist-setting">
          <SegmentedControl
            aria-labelledby="playlist-order"
            value={order.kind}
            data={ORDERS.map((kind) => ({ value: kind, label: t(`playlists.orders.${kind}`) }))}
            onChange={(kind) =>
              onChange({ transition, order: kind === 'shuffle' ? { kind, seed: 0 } : { kind: 'listed' } })
            }
          />
          {order.kind === 'shuffle' ? (
            <Button
              variant="default"
              leftSection={<IconArrowsShuffle size={16} aria-hidden />}
              onClick={() => onChange({ transition, order: { ...order, seed: (order.seed + 1) % MOST_SEEDS } })}
            >
              {t('playlists.reshuffle')}
            </Button>
          ) : null}
        </div>
        <p className="hint">{t(`playlists.orderHints.${order.kind}`)}</p>
      </div>
      <div>
        <p className="field-label" id="playlist-transition">
          {t('playlists.transition')}
        </p>
        <div className="playlist-setting">
          <SegmentedControl
            aria-labelledby="playlist-transition"
            value={transition.kind}
            data={TRANSITIONS.map((kind) => ({ value: kind, label: t(`playlists.transitions.${kind}`) }))}
            onChange={(kind) => onChange({ order, transition: transitionOf(kind as Transition['kind'], transition) })}
          />
          {transition.kind === 'cut' ? null : (
            <NumberInput
              className="entry-duration"
              aria-label={t('playlists.transitionLength')}
              value={transition.ms / 1000}
              suffix=" s"
              min={0.2}
              max={2}
              step={0.1}
              decimalScale={1}
              decimalSeparator={language === 'vi' ? ',' : '.'}
              clampBehavior="strict"
              onChange={(seconds) =>
                onChange({ order, transition: { ...transition, ms: Math.round((Number(seconds) || 0.5) * 1000) } })
              }
            />
          )}
        </div>
        <p className="hint">{t(`playlists.transitionHints.${transition.kind}`)}</p>
      </div>
    </div>
  );
};
