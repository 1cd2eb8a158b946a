/** Makes the parts of a ward over the interface, as one person; whatever is refused is an error. Tests name only what they are about. */
import type { Playlist } from '../../playlists/model/playlist.ts';
import type { Screen } from '../../playlists/model/screen.ts';
import type { Slot } from '../../playlists/model/slot.ts';
import { CONTRACTS, type ContractName } from '../../playlists/wire/api/index.ts';
import type { Agent } from './server.ts';

/** The body that makes a slot: every day 08:00 to 09:00 on all screens, thông thường, unless it is said otherwise. */
export const aSlotDraft = (parts: { playlistId: string | null } & Record<string, unknown>) => ({
  name: 'Bản tin sáng',
  targets: [{ kind: 'all' }],
  from: '08:00',
  until: '09:00',
  zone: null,
  recurrence: 'FREQ=DAILY',
  validFrom: null,
  validUntil: null,
  priority: 'normal',
  boundary: 'cut',
  enabled: true,
  ...parts,
});

export type WardHand = ReturnType<typeof openWardHand>;

export const openWardHand = (who: Agent) => {
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await who.call(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const ask = (name: ContractName, params: Record<string, string> = {}, body?: unknown) => {
    const { method, path } = CONTRACTS[name];
    return send(
      method,
      path.replace(/\{(\w+)\}/g, (_, key: string) => params[key] ?? ''),
      body,
    );
  };
  const slots = (): Promise<Slot[]> => ask('listSlots');
  return {
    send,
    /** By the name of the contract. */
    ask,
    slots,
    playlists: (): Promise<Playlist[]> => ask('listPlaylists'),
    addSite: (name = 'Trụ sở'): Promise<{ id: string }> =>
      ask('createSite', {}, { name, kind: 'administrative-centre' }),
    addScreen: (name: string, siteId: string, parts: Partial<Screen> = {}): Promise<Screen> =>
      ask(
        'createScreen',
        {},
        {
          name,
          siteId,
          canvas: { width: 768, height: 384 },
          zone: 'Asia/Ho_Chi_Minh',
          ...parts,
        },
      ),
    addPlaylist: (name: string, entries: readonly unknown[] = []): Promise<Playlist> =>
      ask('createPlaylist', {}, { name, entries }),
    /** As `aSlotDraft`. */
    addSlot: (parts: Partial<Slot> & Pick<Slot, 'playlistId'>): Promise<Slot> =>
      ask('createSlot', {}, aSlotDraft(parts)),
    /** Changes the slot of a name to what it is told, as it stands now. */
    editSlot: async (name: string, parts: Partial<Slot>): Promise<Slot> => {
      const slot = (await slots()).find((one) => one.name === name);
      if (!slot) throw new Error(`no slot ${name}`);
      return ask('changeSlot', { slotId: slot.id }, { ...slot, ...parts, basedOn: slot.version });
    },
    clearSlots: async (): Promise<void> => {
      for (const { id } of await slots()) await ask('deleteSlot', { slotId: id });
    },
    publish: (note = ''): Promise<unknown> => ask('publish', {}, { note }),
  };
};
