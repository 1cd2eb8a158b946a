/** Why a relay cannot be had. */
export const RELAY_REFUSALS = {
  'relay-host-not-allowed': {
    status: 422,
    vi: 'Máy chủ {host} không nằm trong danh sách nguồn tiếp sóng được phép. Hãy nhờ quản trị viên cho phép, hoặc dùng nguồn khác.',
    en: 'The host {host} is not on the list of allowed relay sources. Ask an administrator to allow it, or use another source.',
  },
  'relay-address-forbidden': {
    status: 422,
    vi: 'Tên {host} trỏ vào mạng nội bộ nên máy chủ không kết nối. Nếu đó đúng là nguồn của phường, hãy nhờ quản trị viên đánh dấu là máy chủ nội bộ.',
    en: 'The name {host} leads into a private network, so the server does not connect. If it really is a source of the ward, ask an administrator to mark it as a host of the own network.',
  },
  'relay-unreachable': {
    status: 502,
    vi: 'Không kết nối được với {host}. Hãy kiểm tra địa chỉ, hoặc hỏi đơn vị phát sóng xem nguồn có đang chạy không.',
    en: '{host} cannot be reached. Check the address, or ask the broadcaster whether the source is running.',
  },
  'relay-too-large': {
    status: 422,
    vi: 'Nguồn tiếp sóng gửi nhiều dữ liệu hơn mức cho phép nên máy chủ đã ngắt. Hãy dùng luồng có độ phân giải hoặc tốc độ thấp hơn.',
    en: 'The source sends more than is allowed, so the server hung up. Use a stream of lower resolution or bit rate.',
  },
  'relay-not-a-stream': {
    status: 422,
    vi: 'Địa chỉ này không phải luồng HLS dùng được (.m3u8, hình H.264, tiếng AAC, không mã hóa). Hãy xin đơn vị phát sóng địa chỉ đúng.',
    en: 'This address is no HLS stream that can be used (.m3u8, H.264 picture, AAC sound, not encrypted). Ask the broadcaster for the right one.',
  },
  'relay-not-live': {
    status: 409,
    vi: 'Nguồn có trả lời nhưng chưa phát trực tiếp: không có hình mới. Hãy thử lại khi chương trình bắt đầu.',
    en: 'The source answers but is not live: no new picture comes. Try again when the programme begins.',
  },
  'relay-not-scheduled': {
    status: 403,
    vi: 'Màn hình này không có tiếp sóng vào lúc này.',
    en: 'This screen has no relay at this time.',
  },
  'relay-busy': {
    status: 503,
    vi: 'Máy chủ đang tiếp nhiều nguồn nhất có thể ({limit}). Hãy đợi một nguồn kết thúc.',
    en: 'The server is relaying as many sources as it can ({limit}). Wait until one of them ends.',
  },
} as const;
