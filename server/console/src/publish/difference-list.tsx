/** What publishing would change, grouped by the screens it concerns. */
import { useTranslation } from 'react-i18next';
import type { Difference } from '../../../../playlists/model/difference.ts';
import type { ScreenId } from '../../../../playlists/model/ids.ts';
import { useRead } from '../api/queries.ts';
import { useLanguage } from '../parts/language.ts';
import { Bones, Shown } from '../parts/page.tsx';
import { groupDifferences } from './difference-groups.ts';
import { LaterList } from './later-list.tsx';

export const DifferenceList = ({ nameOf }: { nameOf: (id: ScreenId) => string }) => {
  const { t } = useTranslation();
  const read = useRead('previewDifferences');
  return (
    <section className="differences" aria-label={t('differences.label')}>
      <h2 className="section-title">{t('differences.title', { count: read.data?.days ?? 7 })}</h2>
      <Shown read={read} bones={<Bones count={1} height={96} />}>
        {({ differences, more, days, later }) => (
          <>
            {differences.length === 0 ? <p className="hint">{t('differences.none', { count: days })}</p> : null}
            {groupDifferences(differences).map(({ key, differences: those }) => (
              <ScreenDifferences key={key} differences={those} nameOf={nameOf} />
            ))}
            {more > 0 ? <p className="hint">{t('differences.more', { count: more })}</p> : null}
            <LaterList later={later} days={days} />
          </>
        )}
      </Shown>
    </section>
  );
};

const ScreenDifferences = ({
  differences,
  nameOf,
}: {
  differences: readonly Difference[];
  nameOf: (id: ScreenId) => string;
}) => {
  const language = useLanguage();
  const first = differences[0] as Difference;
  const names = first.screenIds.map(nameOf);
  return (
    <div className="difference-group">
      <h3>{capital(first.who[language].replace(/[“”]/g, ''))}</h3>
      {names.length > 3 ? <p className="hint">{names.join(' · ')}</p> : null}
      <ul>
        {differences.map(({ when, what, en }) => (
          <li key={en}>
            <strong>{capital(when[language])}</strong> {what[language]}
          </li>
        ))}
      </ul>
    </div>
  );
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
