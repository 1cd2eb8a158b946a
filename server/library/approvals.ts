/**
 * Approvals of content. Only whose role it is may approve, never the person who uploaded it, and what is approved is what was
 * looked at: these bytes, framed, trimmed and heard this way. Another look or another file voids it. Every act is in the audit chain.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import { Approval } from '../../playlists/model/approval.ts';
import type { AssetId } from '../../playlists/model/ids.ts';
import { Digest } from '../../playlists/model/ids.ts';
import type { Asset } from '../../playlists/model/media.ts';
import { type Outcome, refused } from '../../playlists/model/refusal.ts';
import { lookOf } from '../../playlists/model/treatment.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { among } from '../database/among.ts';
import type { Database } from '../database/open.ts';
import type { AssetRow } from '../database/schema.ts';
import type { Caller, Handlers } from '../http/handlers.ts';
import { treatmentOf } from './recipes.ts';

/** The column: an approval, and of what. */
const StoredApproval = z.preprocess(
  // Before anything but the fit could be chosen, the fit was the look.
  (raw) => (typeof raw === 'object' && raw !== null && 'fit' in raw ? { look: raw.fit, ...raw } : raw),
  Approval.extend({ digest: Digest, look: z.string() }),
);

/** The approval of an asset as it is; one that was given for other bytes or another look is none. */
export const approvalOf = (row: Pick<AssetRow, 'approval' | 'digest' | 'fit' | 'treatment'>): Approval | null => {
  if (row.approval === null) return null;
  const { digest, look, ...given } = StoredApproval.parse(JSON.parse(row.approval));
  return digest === row.digest && look === lookOf(treatmentOf(row)) ? given : null;
};

/**
 * Titles of content of these ids that nobody approves as it is now. A change of look takes the approval away in its own commit, so bytes
 * are all that is compared.
 */
export const titlesUnapproved = ({ now, query }: Database, ids: readonly AssetId[]): string[] =>
  now
    .all(
      query
        .selectFrom('asset')
        .select('title')
        .where(among('id', ids))
        .where(sql<boolean>`(approval is null or approval ->> 'digest' is not digest)`)
        .orderBy('title'),
    )
    .map(({ title }) => title);

export interface ApprovalPorts {
  database: Database;
  record: RecordAct;
  now(): number;
  tell(assetIds: AssetId[]): void;
  show(id: AssetId): Outcome<Asset>;
}

export const createApprovals = (ports: ApprovalPorts): Pick<Handlers, 'approveAsset' | 'withdrawApproval'> => {
  const { database, record } = ports;
  const { query, transact, now } = database;
  const write = (id: AssetId, approval: z.infer<typeof StoredApproval> | null): void => {
    const text = approval && JSON.stringify(approval);
    now.run(query.updateTable('asset').set({ approval: text }).where('id', '=', id));
  };
  const uploaderOf = (id: AssetId): string | undefined =>
    now.first(query.selectFrom('asset').select('uploadedBy').where('id', '=', id))?.uploadedBy;

  const approve = (id: AssetId, seen: { digest: Digest; look: string }, caller: Caller): Outcome<Asset> => {
    const shown = ports.show(id);
    if (!shown.ok || shown.value.approval) return shown;
    if (caller.kind !== 'person') return refused('not-allowed', 'only people approve');
    const { digest, look, state } = shown.value;
    if (uploaderOf(id) === caller.personId) return refused('approval-own-upload', `${caller.personId} uploaded ${id}`);
    if (digest === null || state.kind !== 'ready') return refused('approval-not-ready', `${id} is ${state.kind}`);
    if (seen.digest !== digest || seen.look !== look)
      return refused('changed-meanwhile', `${id} is not what was looked at any more`);
    write(id, { by: caller.personId, name: caller.name, at: ports.now(), digest, look });
    record({ ...actorOf(caller), act: 'asset.approved', subject: id, detail: { digest, look } });
    return ports.show(id);
  };
  const withdraw = (id: AssetId, caller: Caller): Outcome<Asset> => {
    const shown = ports.show(id);
    if (!shown.ok || !shown.value.approval) return shown;
    write(id, null);
    const { by } = shown.value.approval;
    record({ ...actorOf(caller), act: 'asset.approval-withdrawn', subject: id, detail: { by } });
    return ports.show(id);
  };
  const told = (id: AssetId, outcome: Outcome<Asset>): Outcome<Asset> => {
    if (outcome.ok) ports.tell([id]);
    return outcome;
  };
  return {
    approveAsset: ({ params: { assetId }, body, caller }) =>
      told(
        assetId,
        transact(() => approve(assetId, body, caller)),
      ),
    withdrawApproval: ({ params: { assetId }, caller }) =>
      told(
        assetId,
        transact(() => withdraw(assetId, caller)),
      ),
  };
};
