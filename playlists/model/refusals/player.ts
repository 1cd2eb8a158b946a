/** Screens, devices, pairing and what travels between server and player. */
export const PLAYER_REFUSALS = {
  'pairing-code-wrong': {
    status: 404,
    vi: 'Mã ghép nối không đúng hoặc đã hết hạn. Hãy xem mã đang hiện trên màn hình.',
    en: 'The pairing code is wrong or has expired. Look at the code on the screen now.',
  },
  'screen-has-device': {
    status: 409,
    vi: 'Màn hình này đã có thiết bị phát. Hãy thu hồi thiết bị cũ trước.',
    en: 'This screen already has a player. Revoke the old one first.',
  },
  'screen-has-no-device': {
    status: 409,
    vi: 'Màn hình này chưa ghép với thiết bị phát nào.',
    en: 'This screen has no player paired with it.',
  },
  'site-in-use': {
    status: 409,
    vi: 'Vị trí này còn {screens} màn hình. Hãy chuyển màn hình đi trước khi xóa.',
    en: 'This site still has {screens} screens. Move them before deleting.',
  },
  'name-taken': { status: 409, vi: 'Tên này đã được dùng.', en: 'This name is already used.' },
  'device-unknown': { status: 401, vi: 'Thiết bị chưa được ghép nối.', en: 'The device is not paired.' },
  'device-revoked': { status: 403, vi: 'Thiết bị đã bị thu hồi.', en: 'The device has been revoked.' },
  'manifest-refused': {
    status: 422,
    vi: 'Thiết bị phát từ chối lịch phát mới và giữ lịch cũ.',
    en: 'The player refused the new timetable and keeps the old one.',
  },
} as const;
