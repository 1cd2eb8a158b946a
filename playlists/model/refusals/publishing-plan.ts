/** Publishing at a set time. */
export const PUBLISHING_PLAN_REFUSALS = {
  'plan-in-past': {
    status: 422,
    vi: 'Thời điểm hẹn đã qua. Hãy chọn một thời điểm sắp tới.',
    en: 'The set time has passed. Choose one that is to come.',
  },
  'plan-too-far': {
    status: 422,
    vi: 'Thời điểm hẹn quá xa. Hãy chọn trong vòng {days} ngày tới.',
    en: 'The set time is too far away. Choose one within the next {days} days.',
  },
  'plan-other': {
    status: 409,
    vi: 'Đã có một lịch hẹn đăng phát khác vừa được đặt. Hãy xem lịch hẹn đó trước.',
    en: 'Another publication at a set time waits already. Look at that one first.',
  },
  'plan-over': {
    status: 409,
    vi: 'Lịch hẹn này đã được thực hiện hoặc đã bị hủy.',
    en: 'This plan was carried out or cancelled already.',
  },
  'plan-waits': {
    status: 409,
    vi: 'Lịch hẹn này còn đang chờ. Hãy hủy hẹn nếu không muốn đăng phát.',
    en: 'This plan still waits. Cancel it if it should not be published.',
  },
} as const;
