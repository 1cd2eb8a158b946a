/** Findings in the language of the reader, each with a way to what it speaks of. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../playlists/model/finding.ts';
import type { AssetId } from '../../../../playlists/model/ids.ts';
import { useRead } from '../api/queries.ts';
import { AssetTag } from '../media/asset-state.tsx';
import { useLanguage } from '../parts/language.ts';
import { LinkAnchor } from '../parts/link.tsx';
import { Tag } from '../parts/tag.tsx';
import { sortFindings } from './outlook.ts';

const keyOf = ({ code, screenId, slotId, playlistId, assetId }: Finding): string =>
  JSON.stringify([code, screenId, slotId, playlistId, assetId]);

/** Findings told apart; null until slots and screens are known, so nothing is said and then taken back. */
export const useSortedFindings = (findings: readonly Finding[]): ReturnType<typeof sortFindings> | null => {
  const slots = useRead('listSlots');
  const screens = useRead('listScreens');
  const pending = slots.isPending || screens.isPending;
  return useMemo(
    () =>
      pending
        ? null
        : sortFindings(findings, {
            slots: slots.data ?? [],
            screens: screens.data?.map(({ screen }) => screen) ?? [],
          }),
    [findings, pending, slots.data, screens.data],
  );
};

/** What people should look at. */
export const FindingList = ({ findings }: { findings: readonly Finding[] }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ul className="findings">
      {findings.map((finding) => (
        <li key={keyOf(finding)}>
          <Tag tone={finding.blocks ? 'bad' : 'warn'}>{finding.blocks ? t('publish.blocks') : t('publish.advice')}</Tag>
          <p>
            {finding.staff[language]} <FindingLink finding={finding} />
          </p>
        </li>
      ))}
    </ul>
  );
};

/** Content that is being prepared, with its progress. */
export const WaitingList = ({ findings }: { findings: readonly Finding[] }) => {
  const language = useLanguage();
  return (
    <ul className="findings">
      {findings.map((finding) => (
        <li key={keyOf(finding)}>
          {finding.assetId ? <Progress assetId={finding.assetId} /> : null}
          <p>
            {finding.staff[language]} <FindingLink finding={finding} />
          </p>
        </li>
      ))}
    </ul>
  );
};

const Progress = ({ assetId }: { assetId: AssetId }) => {
  const asset = useRead('getAsset', { params: { assetId } }).data;
  return asset ? <AssetTag state={asset.state} /> : null;
};

const FindingLink = ({ finding }: { finding: Finding }) => {
  const { t } = useTranslation();
  const words = finding.blocks ? t('publish.openToMend') : t('publish.open');
  if (finding.code === 'content-not-ready' && finding.assetId)
    return (
      <LinkAnchor to="/media" search={{ asset: finding.assetId }}>
        {words}
      </LinkAnchor>
    );
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
  if (finding.tickerId)
    return (
      <LinkAnchor to="/tickers/$tickerId" params={{ tickerId: finding.tickerId }}>
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
