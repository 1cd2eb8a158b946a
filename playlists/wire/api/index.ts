/** Every HTTP contract of the product by name. */
import { accountContracts } from './accounts.ts';
import { binContracts } from './bin.ts';
import { commandContracts } from './commands.ts';
import { documentContracts } from './documents.ts';
import { draftContracts } from './drafts.ts';
import { folderAndTagContracts } from './folders-and-tags.ts';
import { libraryContracts } from './library.ts';
import { operationContracts } from './operation.ts';
import { playerContracts } from './player.ts';
import { preparationContracts } from './preparation.ts';
import { publishingPlanContracts } from './publishing-plan.ts';
import { relayContracts } from './relays.ts';
import { scheduleContracts } from './schedules.ts';
import { screenContracts } from './screens.ts';
import { slideContracts } from './slides.ts';
import { storageContracts } from './storage.ts';
import { tickerContracts } from './tickers.ts';
import { versionContracts } from './versions.ts';
import { wardSettingContracts } from './ward-settings.ts';

export const CONTRACTS = {
  ...accountContracts,
  ...screenContracts,
  ...libraryContracts,
  ...folderAndTagContracts,
  ...binContracts,
  ...versionContracts,
  ...storageContracts,
  ...preparationContracts,
  ...documentContracts,
  ...scheduleContracts,
  ...draftContracts,
  ...publishingPlanContracts,
  ...playerContracts,
  ...slideContracts,
  ...tickerContracts,
  ...relayContracts,
  ...wardSettingContracts,
  ...commandContracts,
  ...operationContracts,
};
export type ContractName = keyof typeof CONTRACTS;
