/** Every device in a dense row: state, what is on, versions, figures, newest picture; rows can be picked. */
import { Checkbox } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';
import { agoOf, bytesOf, spellOf } from '../i18n/format.ts';
import type { Language } from '../i18n/i18n.ts';
import { useLanguage, useNow } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { NowWords, wordsOfFault } from '../screens/live-words.tsx';
import type { FleetListProps } from './fleet-list.ts';
import { FleetTags } from './fleet-tags.tsx';
import { ScreenPicture } from './screen-picture.tsx';

/** "chạy 3 giờ · bộ nhớ 180 MB · đĩa trống 20 GB"; what is not known is left out. */
const figuresOf = ({ heartbeat }: ScreenLive, t: TFunction, language: Language): string => {
  if (!heartbeat) return '–';
  const { uptimeS, rssBytes, diskFreeBytes } = heartbeat.vitals;
  return [
    t('fleet.uptime', { value: spellOf(uptimeS * 1_000, language) }),
    rssBytes === null ? '' : t('fleet.memory', { value: bytesOf(rssBytes, language) }),
    diskFreeBytes === null ? '' : t('fleet.disk', { value: bytesOf(diskFreeBytes, language) }),
  ]
    .filter(Boolean)
    .join(' · ');
};

export const FleetTable = ({ rows, picked, onPick, onPickAll }: FleetListProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(15_000);
  const isAll = rows.length > 0 && rows.every(({ screen }) => picked.has(screen.id));
  return (
    <div className="table-scroll">
      <table className="table fleet-table" aria-label={t('fleet.title')}>
        <thead>
          <tr>
            <th scope="col" className="pick">
              <Checkbox
                aria-label={t('fleet.pickAll')}
                checked={isAll}
                indeterminate={!isAll && picked.size > 0}
                onChange={onPickAll}
              />
            </th>
            <th scope="col">{t('fleet.screen')}</th>
            <th scope="col">{t('fleet.state')}</th>
            <th scope="col">{t('fleet.now')}</th>
            <th scope="col">{t('fleet.version')}</th>
            <th scope="col">{t('fleet.figures')}</th>
            <th scope="col">{t('fleet.picture')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ screen, live, siteName, picture }) => {
            const { active, wanted, app } = live;
            const isBehind =
              wanted !== null &&
              active !== null &&
              (active.version !== wanted.version || active.epoch !== wanted.epoch);
            const [fault] = live.connection === 'online' ? (live.heartbeat?.faults ?? []) : [];
            return (
              <tr key={screen.id} className={picked.has(screen.id) ? 'picked' : undefined}>
                <td className="pick">
                  <Checkbox
                    aria-label={t('fleet.pick', { name: screen.name })}
                    checked={picked.has(screen.id)}
                    onChange={() => onPick(screen.id)}
                  />
                </td>
                <td className="fleet-who" data-label={t('fleet.screen')}>
                  <span>
                    <LinkAnchor to="/screens/$screenId" params={{ screenId: screen.id }}>
                      {screen.name}
                    </LinkAnchor>
                    <span className="hint">
                      {siteName} · {screen.canvas.width}×{screen.canvas.height}
                    </span>
                  </span>
                </td>
                <td data-label={t('fleet.state')}>
                  <span className="fleet-state">
                    <FleetTags live={live} />
                    {live.connection === 'offline' && live.seenAt ? (
                      <span className="hint">{t('screens.seen', { when: agoOf(live.seenAt, now, language) })}</span>
                    ) : null}
                    {fault ? <span className="hint">{wordsOfFault(fault.code, t)}</span> : null}
                  </span>
                </td>
                <td data-label={t('fleet.now')}>{live.connection === 'online' ? <NowWords live={live} /> : '–'}</td>
                <td data-label={t('fleet.version')}>
                  <span className="fleet-version">
                    <span className="tabular">
                      {active ? `${active.epoch}.${active.version}` : '–'}
                      {isBehind ? ` (${t('fleet.behind')})` : ''}
                    </span>
                    <span className="hint">
                      {app
                        ? `${t(`fleet.shell.${app.shell}`)} ${app.version}`
                        : live.deviceId
                          ? ''
                          : t('fleet.noDevice')}
                    </span>
                  </span>
                </td>
                <td data-label={t('fleet.figures')} className="hint figures-cell">
                  {live.connection === 'online' ? figuresOf(live, t, language) : '–'}
                </td>
                <td data-label={t('fleet.picture')} className="thumb-cell">
                  {picture ? <ScreenPicture name={screen.name} picture={picture} /> : '–'}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
