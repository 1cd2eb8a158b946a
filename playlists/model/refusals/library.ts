/** Folders, tags, the bin and versions of content. */
export const LIBRARY_REFUSALS = {
  'folder-in-circle': {
    status: 422,
    vi: 'Không thể chuyển thư mục vào chính nó hoặc vào thư mục con của nó.',
    en: 'A folder cannot be moved into itself or into one below it.',
  },
  'folder-too-deep': {
    status: 422,
    vi: 'Thư mục lồng quá sâu: tối đa {limit} cấp. Hãy chọn thư mục cấp trên.',
    en: 'Folders go {limit} levels deep at most. Choose one further up.',
  },
  'folder-not-empty': {
    status: 409,
    vi: 'Thư mục “{name}” còn nội dung hoặc thư mục con. Hãy chuyển chúng đi, hoặc xóa kèm nội dung (vào thùng rác).',
    en: 'The folder “{name}” is not empty. Move what is in it, or delete it with its contents (into the bin).',
  },
  'tag-in-use': {
    status: 409,
    vi: 'Nhãn đang được dùng trong {places}. Hãy gỡ khỏi đó hoặc gộp vào nhãn khác.',
    en: 'This tag is used in {places}. Take it out there, or merge it into another one.',
  },
  'tag-fixed': {
    status: 409,
    vi: 'Nhãn “{name}” dùng cho báo cáo của phường nên không thể xóa hoặc gộp vào nhãn khác.',
    en: 'The tag “{name}” stands in the reports of the ward, so it cannot be deleted or merged away.',
  },
  'assets-in-use': {
    status: 409,
    vi: '“{title}” đang được dùng trong {places} nên chưa có gì bị xóa. Hãy gỡ khỏi đó hoặc bỏ chọn nội dung này.',
    en: '“{title}” is used in {places}, so nothing was deleted. Take it out there, or leave it out of your choice.',
  },
  'asset-on-air': {
    status: 409,
    vi: '“{title}” còn đang phát hoặc nằm trong lần đăng phát đã hẹn nên chưa thể xóa hẳn. Hãy đăng phát lịch không có nội dung này trước.',
    en: '“{title}” is still on air or in a publication to come, so it cannot be deleted for good. Publish a schedule without it first.',
  },
  'version-gone': {
    status: 410,
    vi: 'Tệp của phiên bản này đã được dọn khỏi máy chủ nên không quay lại được. Hãy tải tệp lên lại.',
    en: 'The file of this version was cleared from the server, so one cannot go back to it. Upload the file again.',
  },
  'version-kind-differs': {
    status: 422,
    vi: 'Tài liệu chỉ thay được bằng tài liệu, còn video và hình ảnh không thay được bằng tài liệu. Hãy tải tệp lên thành nội dung mới.',
    en: 'A document can only be replaced by a document, and videos and pictures never by one. Upload the file as new content.',
  },
  'asset-order-gone': {
    status: 422,
    vi: 'Thư mục hoặc nhãn đã chọn không còn nữa. Hãy chọn lại.',
    en: 'The folder or tag that was chosen is gone. Choose again.',
  },
} as const;
