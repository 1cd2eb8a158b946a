/** Why an upload did not become content. */
export const MEDIA_REFUSALS = {
  'upload-empty': { status: 422, vi: 'Tệp trống. Hãy chọn lại tệp.', en: 'The file is empty. Choose it again.' },
  'upload-too-large': {
    status: 413,
    vi: 'Tệp lớn hơn mức cho phép ({limit}). Hãy nén hoặc cắt ngắn.',
    en: 'The file is larger than allowed ({limit}). Compress or shorten it.',
  },
  'upload-storage-full': {
    status: 507,
    vi: 'Kho nội dung sắp đầy nên không nhận thêm tệp. Hãy xóa nội dung cũ hoặc báo kỹ thuật.',
    en: 'The media store is nearly full, so no file is taken. Delete old content or tell a technician.',
  },
  'library-quota-full': {
    status: 507,
    vi: 'Kho nội dung được cấp {quota}, chỉ còn nhận được {left} nên không đủ chỗ cho tệp {size} này. Hãy xóa bớt nội dung cũ, dọn thùng rác, hoặc nhờ kỹ thuật tăng hạn mức.',
    en: 'The library was granted {quota} and has room for {left} more, which is not enough for this file of {size}. Delete old content, clear the bin, or ask a technician for more.',
  },
  'upload-damaged': {
    status: 422,
    vi: 'Tệp bị hỏng trên đường truyền nên máy chủ không giữ lại. Hãy tải tệp lên lại từ đầu.',
    en: 'The file was damaged on its way, so the server did not keep it. Send it again from the beginning.',
  },
  'media-unsupported': {
    status: 422,
    vi: 'Định dạng tệp không được hỗ trợ. Hãy dùng video MP4, MOV, MKV, WebM, ảnh JPG, PNG, WebP, GIF hoặc tài liệu PDF, PowerPoint, Word.',
    en: 'This kind of file is not supported. Use MP4, MOV, MKV or WebM video, JPG, PNG, WebP or GIF pictures, or PDF, PowerPoint or Word documents.',
  },
  'document-needs-converter': {
    status: 422,
    vi: 'Máy chủ chưa có phần LibreOffice đọc được loại tài liệu này. Hãy lưu tài liệu thành PDF (Tệp → Xuất → PDF) rồi tải lên, hoặc báo kỹ thuật cài gói {package}.',
    en: 'The server lacks the part of LibreOffice that reads documents of this kind. Save it as PDF (File → Export → PDF) and upload that, or have a technician install the package {package}.',
  },
  'document-locked': {
    status: 422,
    vi: 'Tài liệu có mật khẩu nên không mở được. Hãy bỏ mật khẩu (hoặc in lại ra PDF không mật khẩu) rồi tải lên.',
    en: 'The document is protected by a password and cannot be opened. Remove the password (or print it to a PDF without one) and upload it again.',
  },
  'document-too-many-pages': {
    status: 422,
    vi: 'Tài liệu có {pages} trang, nhiều hơn mức cho phép ({limit} trang). Hãy tách lấy những trang cần chiếu rồi tải lên.',
    en: 'The document has {pages} pages, more than allowed ({limit}). Split off the pages to be shown and upload those.',
  },
  'document-page-unknown': {
    status: 422,
    vi: 'Tài liệu không có trang đã chọn, có thể vì tệp vừa được thay. Hãy mở lại tài liệu và chọn lại trang.',
    en: 'The document does not have a chosen page; its file may have just been replaced. Open the document again and choose anew.',
  },
  'document-not-ready': {
    status: 409,
    vi: 'Tài liệu đang được kiểm tra hoặc chưa đọc xong nên chưa chọn trang được. Hãy đợi một lát rồi thử lại.',
    en: 'The document is still being read, so no pages can be chosen yet. Wait a moment and try again.',
  },
  'media-broken': {
    status: 422,
    vi: 'Tệp bị hỏng hoặc không đầy đủ nên không đọc được. Hãy xuất lại tệp rồi tải lên.',
    en: 'The file is broken or incomplete and cannot be read. Export it again and upload.',
  },
  'media-too-big-picture': {
    status: 422,
    vi: 'Ảnh hoặc khung hình quá lớn ({size}). Hãy thu nhỏ còn tối đa {limit}.',
    en: 'The picture is too large ({size}). Reduce it to at most {limit}.',
  },
  'media-too-long': {
    status: 422,
    vi: 'Video dài quá mức cho phép ({limit}). Hãy cắt ngắn.',
    en: 'The video is longer than allowed ({limit}). Shorten it.',
  },
  'media-too-short': {
    status: 422,
    vi: 'Video ngắn hơn 1 giây nên không thể phát trên màn hình. Hãy dùng video dài hơn, hoặc tải lên dưới dạng ảnh.',
    en: 'The video is shorter than 1 second and cannot be shown on a screen. Use a longer video, or upload it as a picture.',
  },
  'media-took-too-long': {
    status: 422,
    vi: 'Xử lý tệp này mất quá nhiều thời gian nên đã dừng. Hãy xuất lại tệp với định dạng MP4 (H.264).',
    en: 'Preparing this file took too long and was stopped. Export it again as MP4 (H.264).',
  },
  'media-not-measured': {
    status: 409,
    vi: 'Nội dung này chưa kiểm tra xong hoặc đã bị từ chối nên chưa chọn được cách hiển thị. Hãy đợi kiểm tra xong rồi thử lại.',
    en: 'This content is still being checked, or was refused, so how it is shown cannot be chosen yet. Wait until it is checked and try again.',
  },
  'media-cancelled': { status: 409, vi: 'Việc xử lý tệp đã được hủy.', en: 'Preparing the file was cancelled.' },
  'media-tool-missing': {
    status: 503,
    vi: 'Máy chủ chưa có công cụ xử lý video. Hãy báo kỹ thuật.',
    en: 'The server lacks the video tool. Tell a technician.',
  },
  'media-tool-failed': {
    status: 503,
    vi: 'Công cụ xử lý gặp lỗi. Hệ thống sẽ tự thử lại.',
    en: 'The media tool failed. The system will try again by itself.',
  },
  'media-source-lost': {
    status: 503,
    vi: 'Tệp gốc của nội dung này không còn nguyên vẹn trên máy chủ nên không tạo lại được. Hãy báo kỹ thuật khôi phục từ bản sao lưu, hoặc xóa nội dung và tải lên lại.',
    en: 'The original file of this content is no longer whole on the server, so it cannot be prepared again. Have a technician restore it from the backup, or delete the content and upload it anew.',
  },
  'approval-own-upload': {
    status: 403,
    vi: 'Bạn đã tải nội dung này lên nên không thể tự duyệt. Hãy nhờ người duyệt khác.',
    en: 'You uploaded this content, so you cannot approve it yourself. Ask another approver.',
  },
  'approval-not-ready': {
    status: 409,
    vi: 'Nội dung chưa chuẩn bị xong nên chưa duyệt được. Hãy đợi đến khi xem được bản phát.',
    en: 'This content is still being prepared and cannot be approved yet. Wait until its files can be seen.',
  },
  'slide-picture-unknown': {
    status: 422,
    vi: 'Ảnh đã chọn không còn trong kho nội dung hoặc không phải là ảnh. Hãy chọn ảnh khác.',
    en: 'The chosen picture is no longer in the library or is not a picture. Choose another one.',
  },
  'palette-unreadable': {
    status: 422,
    vi: 'Màu chữ hoặc màu nhấn quá gần màu nền nên không đọc được (tương phản {ink}:1 và {accent}:1; cần ít nhất 4,5:1 và 3:1). Hãy chọn màu tách biệt hơn.',
    en: 'Ink or accent is too close to the ground to be read (contrast {ink}:1 and {accent}:1; at least 4.5:1 and 3:1 are needed). Choose colours further apart.',
  },
  'announcement-needs-approver': {
    status: 403,
    vi: 'Phường chỉ phát nội dung đã duyệt, nên thông báo khẩn phải do người duyệt phát. Hãy báo ngay cho người duyệt.',
    en: 'The ward airs approved content only, so an announcement is made by an approver. Call one now.',
  },
  'announcement-cut': {
    status: 422,
    vi: 'Chữ quá dài nên bị cắt trên màn hình {screens}. Hãy viết ngắn lại, hoặc bấm “Vẫn phát” để phát ngay dù bị cắt.',
    en: 'The text is too long and would be cut on {screensEn}. Shorten it, or press “Air it anyway”.',
  },
  'announcement-over': {
    status: 409,
    vi: 'Thông báo khẩn này đã kết thúc.',
    en: 'This announcement is over already.',
  },
  'asset-in-use': {
    status: 409,
    vi: 'Nội dung đang được dùng trong {places}. Hãy gỡ khỏi đó trước khi xóa.',
    en: 'This content is used in {places}. Take it out there before deleting.',
  },
} as const;
