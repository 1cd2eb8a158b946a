/** All tickers, and the way to a new one. */
import { Button } from '@mantine/core';
import { IconPlus, IconTextDirectionLtr } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Ticker } from '../../../../playlists/model/ticker.ts';
import { useRead } from '../api/queries.ts';
import { agoOf } from '../i18n/format.ts';
import { DeleteButton } from '../parts/delete-button.tsx';
import { useHidden } from '../parts/deletion-context.tsx';
import { useLanguage, useNow } from '../parts/language.ts';
import { Empty, Page, Shown } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';

export const TickersPage = () => {
  const { t } = useTranslation();
  const read = useRead('listTickers');
  const hidden = useHidden();
  return (
    <Page title={t('tickers.title')} lead={t('tickers.lead')} actions={<CreateButton />}>
      <Shown read={read}>
        {(stored) => {
          const all = stored.filter(({ id }) => !hidden.has(id));
          if (all.length === 0)
            return (
              <Empty
                icon={<IconTextDirectionLtr size={40} stroke={1.4} />}
                title={t('tickers.empty')}
                why={t('tickers.emptyWhy')}
              >
                <CreateButton />
              </Empty>
            );
          return (
            <ul className="rows">
              {all.map((ticker) => (
                <Row key={ticker.id} ticker={ticker} />
              ))}
            </ul>
          );
        }}
      </Shown>
    </Page>
  );
};

const CreateButton = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      onClick={() => void navigate({ to: '/tickers/$tickerId', params: { tickerId: 'new' } })}
    >
      {t('tickers.create')}
    </Button>
  );
};

const Row = ({ ticker }: { ticker: Ticker }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(60_000);
  const { id, name, messages, approval, syllablesPerMinute, updatedAt } = ticker;
  return (
    <li className="row card">
      <div className="row-words">
        <Link to="/tickers/$tickerId" params={{ tickerId: id }} className="card-title stretched">
          {name}
        </Link>
        <p className="ticker-first">{messages[0]?.text}</p>
        <p className="hint">
          {t('tickers.messages', { count: messages.length })} · {t('tickers.rateSaid', { count: syllablesPerMinute })} ·{' '}
          {t('tickers.updated', { when: agoOf(updatedAt, now, language) })}
        </p>
        <Tag tone={approval ? 'good' : 'idle'}>{approval ? t('tickers.approved') : t('tickers.unapproved')}</Tag>
      </div>
      <div className="row-actions above">
        <DeleteButton thing={{ kind: 'ticker', id, name }} size="xs" />
      </div>
    </li>
  );
};
