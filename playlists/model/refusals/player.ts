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
  'device-duplicate': {
    status: 409,
    vi: 'Một thiết bị khác đang kết nối bằng cùng khóa của thiết bị này. Hãy kiểm tra tại chỗ, thu hồi thiết bị rồi ghép nối lại.',
    en: 'Another player is connected with the same key as this one. Look on site, revoke the player and pair it anew.',
  },
  'manifest-refused': {
    status: 422,
    vi: 'Thiết bị phát từ chối chương trình phát mới và giữ chương trình cũ.',
    en: 'The player refused the new timetable and keeps the old one.',
  },
  'manifest-signature-wrong': {
    status: 422,
    vi: 'Chữ ký của chương trình phát không đúng nên thiết bị giữ chương trình cũ. Hãy báo kỹ thuật kiểm tra máy chủ và đường mạng.',
    en: 'The signature of the timetable is wrong, so the player keeps the old one. Ask a technician to check server and network.',
  },
  'manifest-wrong-screen': {
    status: 422,
    vi: 'Chương trình phát này thuộc về màn hình khác nên thiết bị không nhận. Hãy đăng phát lại.',
    en: 'This timetable belongs to another screen, so the player did not take it. Publish again.',
  },
  'manifest-older': {
    status: 409,
    vi: 'Chương trình phát cũ hơn bản thiết bị đang có nên bị từ chối. Nếu máy chủ vừa được khôi phục, hãy đăng phát lại từ đầu.',
    en: 'The timetable is older than the one the player has, so it was refused. If the server was restored, publish anew.',
  },
  'manifest-body-wrong': {
    status: 422,
    vi: 'Chương trình phát bị sai lệch so với chữ ký nên thiết bị giữ chương trình cũ. Thiết bị sẽ tự tải lại.',
    en: 'The timetable does not match its signature, so the player keeps the old one. It will fetch it again by itself.',
  },
  'server-key-changed': {
    status: 409,
    vi: 'Khóa ký của máy chủ đã thay đổi nên thiết bị không nghe theo. Nếu đúng là máy chủ mới, kỹ thuật cần đặt lại thiết bị.',
    en: 'The signing key of the server has changed, so the player does not obey it. If the server is really new, a technician must reset the player.',
  },
} as const;
