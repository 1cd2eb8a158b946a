/** Findings in the language of the reader, each with a way to what it speaks of. */
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../playlists/model/finding.ts';
import { useLanguage } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Tag } from '../parts/tag.tsx';

export const FindingList = ({ findings }: { findings: readonly Finding[] }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  if (findings.length === 0) return <p className="hint">{t('publish.findingsNone')}</p>;
  const sorted = [...findings].sort((a, b) => Number(b.blocks) - Number(a.blocks));
  return (
    <ul className="findings">
      {sorted.map((finding) => (
        <li key={JSON.stringify([finding.code, finding.screenId, finding.slotId, finding.playlistId, finding.assetId])}>
          <Tag tone={finding.blocks ? 'bad' : 'warn'}>{finding.blocks ? t('publish.blocks') : t('publish.advice')}</Tag>
          <span>{finding.staff[language]}</span>
          <FindingLink finding={finding} />
        </li>
      ))}
    </ul>
  );
};

const FindingLink = ({ finding }: { finding: Finding }) => {
  const { t } = useTranslation();
  const words = t('publish.open');
  if (finding.slotId)
    return (
      <LinkAnchor to="/schedule" search={{ slot: finding.slotId }}>
        {words}
      </LinkAnchor>
    );
  if (finding.assetId)
    return (
      <LinkAnchor to="/media" search={{ asset: finding.assetId }}>
        {words}
      </LinkAnchor>
    );
  if (finding.playlistId) {
    return (
      <LinkAnchor to="/playlists/$playlistId" params={{ playlistId: finding.playlistId }}>
        {words}
      </LinkAnchor>
    );
  }
  if (finding.screenId) {
    return (
      <LinkAnchor to="/screens/$screenId" params={{ screenId: finding.screenId }}>
        {words}
      </LinkAnchor>
    );
  }
  return null;
};
