/** Findings in the language of the reader, each with a way to what it speaks of. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Finding, weightOf } from '../../../../playlists/model/finding.ts';
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

const GRAVITY = [
  { tone: 'info', words: 'publish.notice' },
  { tone: 'warn', words: 'publish.advice' },
  { tone: 'bad', words: 'publish.blocks' },
] as const;

/** How much a finding asks for, in a word. */
export const GravityTag = ({ finding }: { finding: Finding }) => {
  const { t } = useTranslation();
  const { tone, words } = GRAVITY[weightOf(finding)];
  return <Tag tone={tone}>{t(words)}</Tag>;
};

/** What people should look at. */
export const FindingList = ({ findings }: { findings: readonly Finding[] }) => {
  const language = useLanguage();
  return (
    <ul className="findings">
      {findings.map((finding) => (
        <li key={keyOf(finding)}>
          <GravityTag finding={finding} />
          <p>
            {finding.staff[language]} <FindingLink finding={finding} />
          </p>
        </li>
      ))}
    </ul>
  );
};

/** What is as somebody arranged it: told to whoever opens it. */
export const ArrangedList = ({ findings }: { findings: readonly Finding[] }) => {
  const { t } = useTranslation();
  if (findings.length === 0) return null;
  return (
    <details className="folded">
      <summary>{t('publish.arranged')}</summary>
      <FindingList findings={findings} />
    </details>
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
