/** Playlists, slots, publishing. */
export const SCHEDULE_REFUSALS = {
  'playlist-in-use': {
    status: 409,
    vi: 'Danh sách phát đang được dùng trong {places}. Hãy gỡ khỏi đó trước khi xóa.',
    en: 'This playlist is used in {places}. Take it out there before deleting.',
  },
  'calendar-in-use': {
    status: 409,
    vi: 'Ngày đặc biệt đang được dùng trong {places}. Hãy gỡ khỏi đó trước khi xóa.',
    en: 'This calendar is used in {places}. Take it out there before deleting.',
  },
  'day-part-in-use': {
    status: 409,
    vi: 'Giờ mẫu đang được dùng trong {places}. Hãy gỡ khỏi đó trước khi xóa.',
    en: 'This day-part is used in {places}. Take it out there before deleting.',
  },
  'ticker-in-use': {
    status: 409,
    vi: 'Chữ chạy đang được dùng trong {places}. Hãy gỡ khỏi đó trước khi xóa.',
    en: 'This ticker is used in {places}. Take it out there before deleting.',
  },
  'ticker-own-words': {
    status: 403,
    vi: 'Bạn là người viết lời chữ chạy này nên không thể tự duyệt. Hãy nhờ người duyệt khác.',
    en: 'You wrote these messages, so you cannot approve them yourself. Ask another approver.',
  },
  'screen-steps-twice': {
    status: 409,
    vi: 'Màn hình “{screen}” đã ở trong nhóm phát lệch “{one}” nên không thể ở thêm trong nhóm phát lệch “{other}”. Mỗi màn hình chỉ ở trong một nhóm phát lệch.',
    en: 'The screen “{screen}” is in “{one}” already, whose screens follow one another, so it cannot be in “{other}” as well. A screen is in one such group only.',
  },
  'group-in-use': {
    status: 409,
    vi: 'Nhóm đang được dùng trong {places}. Hãy gỡ khỏi đó trước khi xóa.',
    en: 'This group is used in {places}. Take it out there before deleting.',
  },
  'slot-refers-nowhere': {
    status: 422,
    vi: 'Khung giờ trỏ tới danh sách phát, chữ chạy, màn hình hoặc nhóm không còn tồn tại.',
    en: 'The slot names a playlist, ticker, screen or group that no longer exists.',
  },
  'slot-needs-start': {
    status: 422,
    vi: 'Cách lặp này cần biết ngày bắt đầu. Hãy chọn ngày bắt đầu hiệu lực.',
    en: 'This way of repeating needs a first day. Choose the day on which it begins.',
  },
  'playlist-refers-nowhere': {
    status: 422,
    vi: 'Danh sách phát có nội dung, danh sách hoặc nhãn không còn tồn tại hoặc bị từ chối.',
    en: 'The playlist names content, a playlist or a tag that no longer exists, or content that was refused.',
  },
  'playlist-in-circle': {
    status: 422,
    vi: 'Danh sách phát lồng nhau thành vòng: danh sách được thêm lại chứa chính danh sách này.',
    en: 'The playlists go round in a circle: one that was added contains this one again.',
  },
  'nothing-in-force': {
    status: 404,
    vi: 'Thời điểm này màn hình chưa có chương trình phát nào được đăng phát.',
    en: 'Nothing had been published to the screen at that moment.',
  },
  'draft-conflict': {
    status: 409,
    vi: 'Trong lúc bạn soạn, người khác đã đăng phát thay đổi ở {count} khung giờ mà bạn cũng sửa. Hãy chọn giữ bản nào trước khi đăng phát.',
    en: 'While you were editing, others published changes to {count} slots that you changed too. Choose what to keep before publishing.',
  },
  'draft-clash': {
    status: 409,
    vi: 'Hai bên cùng sửa một chỗ nên không gộp được. Hãy chọn bản của bạn hoặc bản đang phát.',
    en: 'Both changed the same thing, so the two cannot be kept. Take yours or what is published.',
  },
  'draft-overlaps': {
    status: 409,
    vi: 'Bản nháp này và bản nháp của bạn cùng sửa {places}. Hãy đăng phát hoặc bỏ phần của bạn trước.',
    en: 'That draft and yours both change {places}. Publish or discard your part first.',
  },
  'publish-blocked': {
    status: 422,
    vi: 'Chưa thể đăng phát: còn {count} vấn đề cần sửa trước.',
    en: 'Cannot publish yet: {count} problems must be mended first.',
  },
  'roll-back-blocked': {
    status: 422,
    vi: 'Chưa quay lại được bản này; các màn hình vẫn phát như trước. {what}',
    en: 'Could not go back to this publication; the screens go on as before. {what}',
  },
  'approval-withdrawn': {
    status: 409,
    vi: 'Chưa đăng phát: trong lúc chuẩn bị, {what} bị rút phê duyệt, mà phường chỉ phát nội dung đã được duyệt. Các màn hình vẫn phát như trước. Hãy nhờ người duyệt xem lại hoặc gỡ nội dung đó khỏi lịch, rồi đăng phát lại.',
    en: 'Not published: while it was being prepared, the approval of {what} was withdrawn, and the ward airs approved content only. The screens go on as before. Ask an approver to look again, or take it out of the schedule, then publish again.',
  },
  'publish-nothing': {
    status: 409,
    vi: 'Chưa có màn hình nào để đăng phát. Hãy thêm màn hình trước.',
    en: 'There is no screen to publish to. Add a screen first.',
  },
} as const;
