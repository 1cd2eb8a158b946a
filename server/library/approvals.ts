/**
 * Approvals of content. Only whose role it is may approve, never the person who uploaded it, and what is approved is what was
 * looked at: these bytes, laid on the canvas this way. Another fit or another file voids it. Every act is in the audit chain.
 */
import type { z } from 'zod';
import { Approval } from '../../playlists/model/approval.ts';
import type { AssetId } from '../../playlists/model/ids.ts';
import { Digest } from '../../playlists/model/ids.ts';
import type { Asset } from '../../playlists/model/media.ts';
import { Fit } from '../../playlists/model/media.ts';
import { type Outcome, refused } from '../../playlists/model/refusal.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import type { Database } from '../database/open.ts';
import type { Tables } from '../database/schema.ts';
import type { Caller, Handlers } from '../http/handlers.ts';

/** The column: an approval, and of what. */
const StoredApproval = Approval.extend({ digest: Digest, fit: Fit });

/** The approval of an asset as it is; one that was given for other bytes or another fit is none. */
export const approvalOf = ({
  approval,
  digest,
  fit,
}: Pick<Tables['asset'], 'approval' | 'digest' | 'fit'>): Approval | null => {
  if (approval === null) return null;
  const {
    digest: ofDigest,
    fit: ofFit,
    ...given
  }: z.infer<typeof StoredApproval> = StoredApproval.parse(JSON.parse(approval));
  return ofDigest === digest && ofFit === fit ? given : null;
};

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

  const approve = (id: AssetId, seen: { digest: Digest; fit: Fit }, caller: Caller): Outcome<Asset> => {
    const shown = ports.show(id);
    if (!shown.ok || shown.value.approval) return shown;
    if (caller.kind !== 'person') return refused('not-allowed', 'only people approve');
    const { digest, fit, state } = shown.value;
    if (uploaderOf(id) === caller.personId) return refused('approval-own-upload', `${caller.personId} uploaded ${id}`);
    if (digest === null || state.kind !== 'ready') return refused('approval-not-ready', `${id} is ${state.kind}`);
    if (seen.digest !== digest || seen.fit !== fit)
      return refused('changed-meanwhile', `${id} is not what was looked at any more`);
    write(id, { by: caller.personId, name: caller.name, at: ports.now(), digest, fit });
    record({ ...actorOf(caller), act: 'asset.approved', subject: id, detail: { digest, fit } });
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
