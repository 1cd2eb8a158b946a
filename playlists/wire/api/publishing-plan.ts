/** Before publishing: what would change on the screens. */
import { Differences } from '../../model/difference.ts';
import { contract } from './contract.ts';

export const publishingPlanContracts = {
  previewDifferences: contract({
    method: 'GET',
    path: '/publications/differences',
    access: 'staff',
    summary: 'What publishing now would change on the screens within the next days, in sentences',
    reply: Differences,
  }),
};
