/** Commands and how they went, newest first; of one screen or of all. */
import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import type { IssuedCommand } from '../../../../playlists/wire/api/commands.ts';
import { useRead } from '../api/queries.ts';
import { momentOf, numberOf } from '../i18n/format.ts';
import { useLanguage, useNow, useZone } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Shown } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { figureWords, STATE_TONES, taskWords } from './command-words.ts';
import { commandFile } from './screen-picture.tsx';

const FIRST = 10;
const MOST = 200;

export const CommandLog = ({ screenId, nameOf }: { screenId?: ScreenId; nameOf?: (screenId: ScreenId) => string }) => {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(FIRST);
  const read = useRead('listCommands', { query: { limit, ...(screenId ? { screenId } : {}) } }, { keepsLast: true });
  return (
    <section aria-label={t('fleet.commands')}>
      <h2 className="section-title">{t('fleet.commands')}</h2>
      <Shown read={read}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p className="hint">{t('fleet.commandsNone')}</p>
          ) : (
            <>
              <div className="table-scroll">
                <table className="table" aria-label={t('fleet.commands')}>
                  <thead>
                    <tr>
                      <th scope="col">{t('fleet.task_column')}</th>
                      {nameOf ? <th scope="col">{t('fleet.screen')}</th> : null}
                      <th scope="col">{t('fleet.result')}</th>
                      <th scope="col">{t('fleet.at')}</th>
                      <th scope="col">{t('fleet.by')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((command) => (
                      <CommandRow key={command.id} command={command} name={nameOf?.(command.screenId)} />
                    ))}
                  </tbody>
                </table>
              </div>
              {next && limit < MOST ? (
                <div className="dialog-actions left">
                  <Button variant="default" size="xs" onClick={() => setLimit((now) => Math.min(MOST, now * 2))}>
                    {t('fleet.commandsMore')}
                  </Button>
                </div>
              ) : null}
            </>
          )
        }
      </Shown>
    </section>
  );
};

const CommandRow = ({ command, name }: { command: IssuedCommand; name: string | undefined }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useZone();
  const now = useNow(60_000);
  const { state, refusal, tookMs, file, expiresAt } = command;
  const isOpen = state === 'queued' || state === 'sent';
  const notes = [
    state === 'done' && tookMs !== null
      ? t('fleet.took', { value: tookMs < 1_000 ? `${tookMs} ms` : `${numberOf(tookMs / 1_000, language, 1)} s` })
      : '',
    state === 'done' ? figureWords(command, t, language) : '',
    isOpen ? t('fleet.until', { when: momentOf(expiresAt, zone, language, now) }) : '',
  ].filter(Boolean);
  return (
    <tr>
      <td data-label={t('fleet.task_column')}>{taskWords(command.task, t)}</td>
      {name === undefined ? null : (
        <td data-label={t('fleet.screen')}>
          <LinkAnchor to="/screens/$screenId" params={{ screenId: command.screenId }}>
            {name}
          </LinkAnchor>
        </td>
      )}
      <td data-label={t('fleet.result')}>
        <span className="command-result">
          <Tag tone={STATE_TONES[state]}>{t(`fleet.stateWord.${state}`)}</Tag>
          {notes.length > 0 ? <span className="hint">{notes.join(' · ')}</span> : null}
          {refusal ? (
            <span className="hint" title={refusal.technician}>
              {refusal.staff[language]}
            </span>
          ) : null}
          {file ? (
            <Anchor size="sm" href={commandFile(command.id)} target="_blank" rel="noreferrer">
              {t(file === 'picture' ? 'fleet.openPicture' : 'fleet.download')}
            </Anchor>
          ) : null}
        </span>
      </td>
      <td data-label={t('fleet.at')} className="tabular nowrap">
        {momentOf(command.issuedAt, zone, language, now)}
      </td>
      <td data-label={t('fleet.by')}>{command.issuedBy}</td>
    </tr>
  );
};
