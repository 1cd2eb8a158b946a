/** Words of the health page. */
import { pair } from './pair.ts';

export const health = pair(
  {
    title: 'Tình trạng hệ thống',
    lead: 'Kiểm tra lúc {{when}} · phiên bản {{version}} · chạy từ {{since}}',
    state: { ok: 'Tốt', warning: 'Cảnh báo', fault: 'Lỗi' },
    name: {
      database: 'Cơ sở dữ liệu',
      'media-tool': 'Công cụ xử lý video',
      office: 'Đọc tài liệu Office',
      sandbox: 'Vùng cách ly xử lý tệp',
      quota: 'Hạn mức kho nội dung',
      disk: 'Dung lượng đĩa',
      'signing-key': 'Khóa ký chương trình phát',
      horizon: 'Chương trình phát dài hạn',
      clock: 'Đồng hồ máy chủ',
    },
    allOk: 'Mọi thành phần hoạt động tốt',
    someBad_one: '{{count}} thành phần cần chú ý',
    someBad_other: '{{count}} thành phần cần chú ý',
  },
  {
    title: 'System health',
    lead: 'Checked {{when}} · version {{version}} · up since {{since}}',
    state: { ok: 'OK', warning: 'Warning', fault: 'Fault' },
    name: {
      database: 'Database',
      'media-tool': 'Video tool',
      office: 'Office documents',
      sandbox: 'File sandbox',
      quota: 'Quota of the library',
      disk: 'Disk space',
      'signing-key': 'Signing key',
      horizon: 'Timetable horizon',
      clock: 'Server clock',
    },
    allOk: 'Every part works',
    someBad_one: '{{count}} part needs attention',
    someBad_other: '{{count}} parts need attention',
  },
);
