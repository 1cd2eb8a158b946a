/** The words of the technician's panel, Vietnamese and English. Pure. */
import { assertNever } from '../../../playlists/model/refusal.ts';
import type { AddressFault, DeskPanel } from '../../../playlists/wire/desk.ts';

export interface DeskText {
  /** Covers everything (first boot), or a strip over the picture. */
  isWhole: boolean;
  title: string;
  /** What is asked for. */
  ask: string;
  /** What was typed; null = nothing is typed here. */
  field: string | null;
  /** What is wrong or going on; may be empty. */
  note: string;
  isFault: boolean;
  lines: string[];
  /** Which keys do what. */
  keys: string;
}

const NETWORK = {
  vi: (all: string[]) => (all.length > 0 ? `Mạng: đã kết nối (${all.join(', ')})` : 'Mạng: chưa kết nối'),
  en: (all: string[]) => (all.length > 0 ? `Network: connected (${all.join(', ')})` : 'Network: not connected'),
};
const ADDRESS_FAULTS: Record<'vi' | 'en', Record<AddressFault, string>> = {
  vi: {
    malformed: 'Địa chỉ không đúng dạng. Ví dụ: bangtin.phuong.example hoặc 192.168.1.10:8080',
    unreachable: 'Không kết nối được với địa chỉ này. Hãy kiểm tra mạng và địa chỉ.',
    'not-ours': 'Có máy trả lời, nhưng không phải máy chủ Bảng Tin.',
    'not-kept': 'Không ghi được vào ổ đĩa của thiết bị.',
  },
  en: {
    malformed: 'This is no address. For example: bangtin.phuong.example or 192.168.1.10:8080',
    unreachable: 'Nobody answers at this address. Check the network and the address.',
    'not-ours': 'Somebody answers, but it is no Bảng Tin server.',
    'not-kept': 'The disk of this device did not take it.',
  },
};
const PIN_FAULTS = {
  vi: {
    short: 'Mã PIN có từ 6 đến 12 chữ số.',
    plain: 'Mã PIN quá dễ đoán (một chữ số lặp lại hoặc dãy liên tiếp).',
    different: 'Hai lần nhập không giống nhau. Hãy nhập lại.',
    'not-kept': 'Không ghi được vào ổ đĩa của thiết bị.',
  },
  en: {
    short: 'A PIN has 6 to 12 digits.',
    plain: 'This PIN is too easy (one digit again and again, or digits in a row).',
    different: 'The two entries differ. Begin again.',
    'not-kept': 'The disk of this device did not take it.',
  },
};
const dots = (length: number): string => '●'.repeat(length);
const plain = { note: '', isFault: false, lines: [] as string[], field: null };

export const deskText = (panel: DeskPanel): DeskText => {
  const vi = panel.language === 'vi';
  const say = (vietnamese: string, english: string): string => (vi ? vietnamese : english);
  const network = (all: string[]): string => NETWORK[panel.language](all);
  switch (panel.kind) {
    case 'address': {
      const { state, first } = panel;
      const common = {
        ...plain,
        isWhole: first,
        title: first
          ? say('Cài đặt thiết bị phát', 'Setting up this player')
          : say('Địa chỉ máy chủ', 'Server address'),
        ask: say('Địa chỉ máy chủ Bảng Tin', 'Address of the Bảng Tin server'),
        field: panel.typed,
        lines: [network(panel.network)],
      };
      const back = first ? '' : say(' · Esc: quay lại', ' · Esc: back');
      const language = say(' · F2: English', ' · F2: Tiếng Việt');
      if (state.kind === 'checking') {
        return { ...common, note: say('Đang kiểm tra…', 'Checking…'), keys: '' };
      }
      if (state.kind === 'found') {
        const secret = state.url.startsWith('https:')
          ? ''
          : say(' (không mã hóa: chỉ dùng trong mạng nội bộ)', ' (not encrypted: inside your own network only)');
        return {
          ...common,
          note: `${say('Đã tìm thấy máy chủ', 'Found the server')} ${state.url}${secret}`,
          keys: say('Enter: dùng địa chỉ này · Esc: sửa', 'Enter: use this address · Esc: change it') + language,
        };
      }
      return {
        ...common,
        note: state.fault ? ADDRESS_FAULTS[panel.language][state.fault] : '',
        isFault: state.fault !== null,
        keys: say('Gõ địa chỉ rồi nhấn Enter', 'Type the address, then Enter') + back + language,
      };
    }
    case 'new-pin':
      return {
        ...plain,
        isWhole: panel.first,
        title: say('Mã PIN kỹ thuật', 'The technician’s PIN'),
        ask:
          panel.step === 'first'
            ? say('Đặt mã PIN (6–12 chữ số) để mở lối ra tại chỗ', 'Choose a PIN (6–12 digits) for the local exit')
            : say('Nhập lại mã PIN', 'Type the PIN once more'),
        field: dots(panel.length),
        note: panel.fault ? PIN_FAULTS[panel.language][panel.fault] : '',
        isFault: panel.fault !== null,
        keys: say(
          'Enter: tiếp tục · Esc: không đặt, thiết bị sẽ không có lối ra tại chỗ · F2: English',
          'Enter: go on · Esc: no PIN, and no local exit · F2: Tiếng Việt',
        ),
      };
    case 'pin':
      return {
        ...plain,
        isWhole: false,
        title: say('Kỹ thuật', 'Technician'),
        ask: say('Mã PIN', 'PIN'),
        field: dots(panel.length),
        note:
          panel.waitS > 0
            ? say(`Hãy đợi ${panel.waitS} giây rồi thử lại.`, `Wait ${panel.waitS} s, then try again.`)
            : panel.wrong
              ? say('Mã PIN không đúng.', 'This is not the PIN.')
              : '',
        isFault: panel.waitS > 0 || panel.wrong,
        keys: say('Enter: mở · Esc: đóng · F2: English', 'Enter: open · Esc: close · F2: Tiếng Việt'),
      };
    case 'menu':
      return {
        ...plain,
        isWhole: false,
        title: say('Kỹ thuật', 'Technician'),
        ask: '',
        lines: [
          `${say('Máy chủ', 'Server')}: ${panel.server}`,
          network(panel.network),
          `${say('Thiết bị', 'Device')}: ${panel.deviceId} · ${panel.version}`,
        ],
        keys: say(
          '1: đổi địa chỉ (vẫn máy chủ ấy) · 2: sang máy chủ khác · 3: tạm thoát (tự phát lại sau 30 phút) · Esc: đóng',
          '1: new address (same server) · 2: another server · 3: leave for a while (back in 30 min) · Esc: close',
        ),
      };
    default:
      return assertNever(panel);
  }
};
