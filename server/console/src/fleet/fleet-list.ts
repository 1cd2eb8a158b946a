/** What the table and the grid of devices are given. */
import type { CommandId, ScreenId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import type { ScreenLive } from '../../../../playlists/wire/console-feed.ts';

export interface FleetRow {
  screen: Screen;
  live: ScreenLive;
  siteName: string;
  picture: { commandId: CommandId; takenAt: number } | undefined;
}

export interface FleetListProps {
  rows: readonly FleetRow[];
  picked: ReadonlySet<ScreenId>;
  onPick: (id: ScreenId) => void;
  onPickAll: () => void;
}
