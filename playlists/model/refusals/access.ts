/** Who may, and how a request must look. */
export const ACCESS_REFUSALS = {
  'request-malformed': {
    status: 400,
    vi: 'Dữ liệu gửi lên chưa đúng. Vui lòng kiểm tra lại các ô được đánh dấu.',
    en: 'Some of what was sent is not right. Please check the marked fields.',
  },
  'request-too-large': { status: 413, vi: 'Dữ liệu gửi lên quá lớn.', en: 'What was sent is too large.' },
  'not-found': {
    status: 404,
    vi: 'Không tìm thấy nội dung này. Có thể nó đã bị xóa.',
    en: 'This does not exist. It may have been deleted.',
  },
  'sign-in-needed': { status: 401, vi: 'Vui lòng đăng nhập.', en: 'Please sign in.' },
  'sign-in-wrong': {
    status: 401,
    vi: 'Thư điện tử hoặc mật khẩu chưa đúng.',
    en: 'The e-mail address or the password is wrong.',
  },
  'not-allowed': {
    status: 403,
    vi: 'Tài khoản của bạn không có quyền làm việc này. Hãy liên hệ quản trị viên.',
    en: 'Your account may not do this. Ask an administrator.',
  },
  'cross-origin': {
    status: 403,
    vi: 'Yêu cầu đến từ một trang khác nên bị từ chối.',
    en: 'The request came from another site and was refused.',
  },
  'too-many-tries': {
    status: 429,
    vi: 'Bạn đã thử quá nhiều lần. Vui lòng chờ {minutes} phút rồi thử lại.',
    en: 'Too many tries. Please wait {minutes} minutes and try again.',
  },
  'setup-done': {
    status: 410,
    vi: 'Hệ thống đã được thiết lập. Vui lòng đăng nhập.',
    en: 'This system has been set up already. Please sign in.',
  },
  'link-expired': {
    status: 410,
    vi: 'Đường dẫn không đúng hoặc đã hết hạn. Hãy xin một đường dẫn mới.',
    en: 'This link is wrong or has expired. Ask for a new one.',
  },
  'password-weak': {
    status: 422,
    vi: 'Mật khẩu cần ít nhất 14 ký tự, gồm chữ thường, chữ hoa, chữ số và ký tự đặc biệt.',
    en: 'The password needs at least 14 characters with lower case, upper case, a digit and a symbol.',
  },
  'email-taken': {
    status: 409,
    vi: 'Địa chỉ thư điện tử này đã có tài khoản.',
    en: 'This e-mail address already has an account.',
  },
  'last-admin': {
    status: 409,
    vi: 'Không thể khóa hoặc hạ quyền quản trị viên cuối cùng.',
    en: 'The last administrator cannot be disabled or demoted.',
  },
  'changed-meanwhile': {
    status: 409,
    vi: 'Người khác vừa sửa mục này. Hãy xem bản mới rồi sửa lại.',
    en: 'Somebody else has just changed this. Look at the new version and edit again.',
  },
  'storage-full': {
    status: 507,
    vi: 'Ổ đĩa của máy chủ đã đầy nên chưa lưu được. Dữ liệu đã lưu vẫn an toàn. Hãy báo kỹ thuật giải phóng dung lượng rồi thử lại.',
    en: 'The disk of the server is full, so this was not saved. What was saved before is safe. Ask a technician to make room, then try again.',
  },
  'server-fault': {
    status: 500,
    vi: 'Máy chủ gặp lỗi. Dữ liệu đã lưu vẫn an toàn. Vui lòng thử lại, nếu vẫn lỗi hãy báo kỹ thuật kèm mã {incident}.',
    en: 'The server met a fault. What was saved is safe. Try again; if it persists tell a technician the code {incident}.',
  },
} as const;
