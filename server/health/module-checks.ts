/** Checks over other modules' state: the video tool, its sandbox, LibreOffice, the quota of the library, the signing key, the horizon. */
import { PACKAGES } from '../../media/office.ts';
import type { MediaTools } from '../../media/tools.ts';
import { DAY_MS, HORIZON_DAYS } from '../../playlists/model/time.ts';
import type { Signer } from '../publishing/signer.ts';
import type { Check } from './health.ts';

const OFFICE_FORMS = ['presentation', 'text'] as const;

export const checkMediaTool =
  ({ ffmpeg }: MediaTools): Check =>
  () =>
    ffmpeg.kind === 'found'
      ? {
          name: 'media-tool',
          state: 'ok',
          staff: { vi: 'Công cụ xử lý video sẵn sàng.', en: 'The video tool is ready.' },
          technician: `ffmpeg ${ffmpeg.version} (${ffmpeg.from})`,
        }
      : {
          name: 'media-tool',
          state: 'fault',
          staff: {
            vi: 'Máy chủ chưa có công cụ xử lý video nên không nhận được nội dung mới. Hãy báo kỹ thuật cài ffmpeg.',
            en: 'The server has no video tool, so new content cannot be prepared. Ask a technician to install ffmpeg.',
          },
          technician: ffmpeg.technician,
        };

export const checkSandbox =
  ({ sandbox }: MediaTools): Check =>
  () =>
    sandbox.kind === 'bubblewrap'
      ? {
          name: 'sandbox',
          state: 'ok',
          staff: { vi: 'Tệp tải lên được xử lý trong vùng cách ly.', en: 'Uploads are handled in a sandbox.' },
          technician: 'bubblewrap',
        }
      : {
          name: 'sandbox',
          state: 'warning',
          staff: {
            vi: 'Tệp tải lên đang được xử lý ngoài vùng cách ly. Hãy báo kỹ thuật cài bubblewrap.',
            en: 'Uploads are handled without a sandbox. Ask a technician to install bubblewrap.',
          },
          technician: sandbox.reason ?? 'no sandbox',
        };

/** Nothing is broken without it: staff export PDF instead. */
export const checkOffice = ({ office }: Pick<MediaTools, 'office'>): Check => {
  const lacking = OFFICE_FORMS.filter((form) => !office?.reads[form]);
  const packages = lacking.map((form) => PACKAGES[form]).join(' ');
  const words = (): { vi: string; en: string } => {
    if (lacking.length === 0)
      return {
        vi: 'LibreOffice đã sẵn sàng: tệp PowerPoint, Word và OpenDocument được chuyển thành trang.',
        en: 'LibreOffice is there: PowerPoint, Word and OpenDocument files become pages.',
      };
    if (lacking.length === OFFICE_FORMS.length)
      return {
        vi: `Máy chủ chưa có LibreOffice nên chỉ nhận tài liệu PDF. Muốn nhận tệp PowerPoint và Word, báo kỹ thuật cài gói ${packages}.`,
        en: `The server has no LibreOffice, so documents must be PDF. To take PowerPoint and Word files, have a technician install ${packages}.`,
      };
    const [vi, en] = lacking[0] === 'text' ? ['Word', 'Word'] : ['PowerPoint', 'PowerPoint'];
    return {
      vi: `LibreOffice đã có nhưng chưa đọc được tệp ${vi}. Muốn nhận, báo kỹ thuật cài gói ${packages}.`,
      en: `LibreOffice is there but reads no ${en} files. To take them, have a technician install ${packages}.`,
    };
  };
  return () => ({
    name: 'office',
    state: 'ok',
    staff: words(),
    technician: office
      ? `${office.path}${lacking.length > 0 ? `; apt install ${packages}` : ''}`
      : `no soffice on the search path; apt install ${packages}`,
  });
};

/** Share of the quota from which on somebody should make room. */
const QUOTA_WARN = 0.9;

export const checkQuota =
  (heldBytes: () => number, quotaBytes: number): Check =>
  () => {
    const held = heldBytes();
    const isNear = held >= quotaBytes * QUOTA_WARN;
    return {
      name: 'quota',
      state: isNear ? 'warning' : 'ok',
      staff: isNear
        ? {
            vi: 'Kho nội dung đã dùng {held} trong hạn mức {quota}. Hãy xóa bớt nội dung cũ, dọn thùng rác, hoặc nhờ kỹ thuật tăng hạn mức.',
            en: 'The library holds {held} of the {quota} it was granted. Delete old content, clear the bin, or ask a technician for more.',
          }
        : {
            vi: 'Kho nội dung đã dùng {held} trong hạn mức {quota}.',
            en: 'The library holds {held} of the {quota} it was granted.',
          },
      figures: { held: { unit: 'bytes', value: held }, quota: { unit: 'bytes', value: quotaBytes } },
      technician: `held=${held} LIBRARY_QUOTA_MB=${quotaBytes / 1_000_000}`,
    };
  };

export const checkSigningKey =
  (signer: Signer): Check =>
  () => {
    const text = 'bang-tin self-test';
    const isGood = signer.verify(text, signer.sign(text));
    return {
      name: 'signing-key',
      state: isGood ? 'ok' : 'fault',
      staff: isGood
        ? { vi: 'Khóa ký chương trình phát hoạt động.', en: 'The key that signs timetables works.' }
        : {
            vi: 'Khóa ký chương trình phát bị hỏng nên không đăng phát được. Hãy báo kỹ thuật.',
            en: 'The key that signs timetables is damaged; nothing can be published. Tell a technician.',
          },
      technician: `key ${signer.keyId}`,
    };
  };

/** How long before the leases end that somebody should look. */
const WARN_LEFT_MS = (HORIZON_DAYS - 3) * DAY_MS;
const FAULT_LEFT_MS = 7 * DAY_MS;

const horizonWords = (isOk: boolean, isShort: boolean, days: number): { vi: string; en: string } => {
  if (isOk) return { vi: `Chương trình phát đã có cho ${days} ngày tới.`, en: `Timetables reach ${days} days ahead.` };
  if (isShort)
    return {
      vi: `Chương trình phát chỉ còn cho ${days} ngày và không tự gia hạn được. Hãy bấm đăng phát lại; nếu vẫn lỗi, báo kỹ thuật.`,
      en: `Timetables reach only ${days} days ahead and were not extended. Publish again; if it fails, tell a technician.`,
    };
  return {
    vi: `Lần gia hạn chương trình phát gần nhất chưa trọn vẹn (còn cho ${days} ngày). Hãy xem các màn hình đang có cảnh báo rồi bấm đăng phát lại; nếu vẫn lỗi, báo kỹ thuật.`,
    en: `The last extension of the timetables was not complete (they reach ${days} days ahead). Look at the screens with a warning, then publish again; if it fails, tell a technician.`,
  };
};

export const checkHorizon =
  (ports: {
    newestPublishedAt: () => number | null;
    lastRoll: () => { at: number; ok: boolean } | null;
    now: () => number;
  }): Check =>
  () => {
    const publishedAt = ports.newestPublishedAt();
    const last = ports.lastRoll();
    if (publishedAt === null)
      return {
        name: 'horizon',
        state: 'ok',
        staff: { vi: 'Chưa đăng phát lần nào.', en: 'Nothing was published yet.' },
        technician: 'no publication',
      };
    const left = publishedAt + HORIZON_DAYS * DAY_MS - ports.now();
    const days = Math.max(0, Math.floor(left / DAY_MS));
    const state = left < FAULT_LEFT_MS ? 'fault' : left < WARN_LEFT_MS || last?.ok === false ? 'warning' : 'ok';
    return {
      name: 'horizon',
      state,
      staff: horizonWords(state === 'ok', left < WARN_LEFT_MS, days),
      technician: `left=${left}ms lastRoll=${last ? `${new Date(last.at).toISOString()} ok=${last.ok}` : 'none'}`,
    };
  };
