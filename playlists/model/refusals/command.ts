/** Why a command to a player was not carried out. */
export const COMMAND_REFUSALS = {
  'command-not-supported': {
    status: 422,
    vi: 'Thiết bị phát này không thực hiện được lệnh này.',
    en: 'This player cannot carry out this command.',
  },
  'command-not-allowed': {
    status: 403,
    vi: 'Lệnh này chỉ dành cho người quản trị. Hãy nhờ quản trị viên gửi lệnh.',
    en: 'Only an administrator may give this command. Ask one to send it.',
  },
  'command-expired': {
    status: 409,
    vi: 'Lệnh đã quá hạn nên thiết bị không thực hiện.',
    en: 'The command had expired, so the player did not carry it out.',
  },
  'command-clock-untrusted': {
    status: 409,
    vi: 'Thiết bị chưa có giờ đáng tin nên không thể biết lệnh còn hạn hay không. Hãy gửi lại sau ít phút.',
    en: 'The player has no believable time yet and cannot tell whether the command is still good. Send it again in a few minutes.',
  },
  'command-interrupted': {
    status: 409,
    vi: 'Phần mềm phát tắt trước khi làm xong lệnh. Nếu vẫn cần, hãy gửi lại.',
    en: 'The player ended before the command was done. Send it again if it is still wanted.',
  },
  'command-failed': {
    status: 422,
    vi: 'Thiết bị không làm được lệnh này. Xem chi tiết kỹ thuật.',
    en: 'The player could not carry out this command. See the technical detail.',
  },
  'command-unanswered': {
    status: 409,
    vi: 'Thiết bị đã nhận lệnh nhưng không báo kết quả.',
    en: 'The player took the command but never said how it went.',
  },
  'command-device-gone': {
    status: 409,
    vi: 'Thiết bị đã bị thu hồi trước khi nhận được lệnh.',
    en: 'The player was revoked before the command reached it.',
  },
  'command-queue-full': {
    status: 429,
    vi: '{name} còn {limit} lệnh chưa xong. Hãy chờ các lệnh trước có kết quả.',
    en: '{name} still has {limit} unfinished commands. Wait for their results.',
  },
} as const;
